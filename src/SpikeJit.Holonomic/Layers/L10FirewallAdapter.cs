namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L10FirewallAdapter"/>.</summary>
/// <param name="FirewallStrength">F in [0, 1], <c>[n]</c>.</param>
/// <param name="Identity">I, what inputs are compared with, <c>[n]</c>.</param>
public sealed record L10FirewallState(Tensor FirewallStrength, Tensor Identity);

/// <summary>Parameters of <see cref="L10FirewallAdapter"/>. The reference's shield, which it never uses, is left out.</summary>
/// <param name="NBoundaryNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="SteeringGain">Gain on I, and with <paramref name="TrackIdentity"/> the rate at which I follows the input, per unit of time.</param>
/// <param name="RejectionThreshold">With <paramref name="TrackIdentity"/>: inputs further from I than this leave it as it is; in [0, 1].</param>
/// <param name="TrackIdentity">
/// Whether I follows the inputs that are not rejected: <c>I ← clip(I + dt·gain(u − I))</c> where |u − I| ≤ the threshold. In the reference I is never updated
/// and stays 0, and its threshold has no use.
/// </param>
public sealed record L10HolonomicParameters(int NBoundaryNodes, int BitstreamLength, Tensor SteeringGain, Tensor RejectionThreshold, bool TrackIdentity)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L10HolonomicParameters(
        int nBoundaryNodes = 100, int bitstreamLength = 1024, double steeringGain = 0.2, double rejectionThreshold = 0.4, bool trackIdentity = false)
        : this(nBoundaryNodes, bitstreamLength, (Tensor)steeringGain, rejectionThreshold, trackIdentity) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NBoundaryNodes);
        Check.Finite(SteeringGain);
        Check.Fraction(RejectionThreshold);
    }
}

/// <summary>
/// Layer 10, a strength that dissonance wears down: <c>d = |u − I|; F ← clip(F + dt(−d·F + gain·I − 0.01F))</c>, clip to [0, 1]; u is the density of each input
/// row, the mean of all where their number is not n. Encoded is F. The reference never updates I: see <see cref="L10HolonomicParameters.TrackIdentity"/>. A
/// phenomenological model.
/// </summary>
public sealed class L10FirewallAdapter(L10HolonomicParameters? parameters = null)
    : HolonomicAdapter<L10HolonomicParameters, L10FirewallState>(parameters ?? new())
{
    private static readonly string[] Observables = ["firewall_integrity_r10"];

    /// <inheritdoc/>
    public override int Layer => 10;

    /// <inheritdoc/>
    public override string Name => "L10_Firewall";

    /// <inheritdoc/>
    public override int Streams => Parameters.NBoundaryNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["avg_shielding_potential", "topological_dissonance"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L10FirewallState state) => state.FirewallStrength;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L10FirewallState state) =>
        HolonomicMath.Named(MetricNames, state.FirewallStrength.Mean(), state.FirewallStrength.StandardDeviation([0]));

    private protected override L10FirewallState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NBoundaryNodes];
        return new(HolonomicMath.Filled(shape, 0.9, dtype), HolonomicMath.Filled(shape, 0, dtype));
    }

    private protected override L10FirewallState Advance(L10FirewallState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NBoundaryNodes;
        DType dtype = TypeOf([n], state.FirewallStrength, state.Identity);
        dt = Check.TimeStep(dt, dtype);
        (Tensor strength, Tensor identity) = (state.FirewallStrength, state.Identity);
        Tensor gain = Parameters.SteeringGain.As(dtype), u = input.Rows(n, dtype), dissonance = (u - identity).Abs();
        strength = (strength + dt * (gain * identity - dissonance * strength - 0.01 * strength)).Clip01();
        if (Parameters.TrackIdentity && !input.IsAbsent)
        {
            Tensor followed = (identity + dt * gain * (u - identity)).Clip01();
            identity = Tensor.Select(dissonance <= Parameters.RejectionThreshold.As(dtype), followed, identity);
        }
        return new(strength, identity);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L10FirewallState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
