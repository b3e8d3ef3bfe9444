namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L11NoosphericAdapter"/>, a value for each node.</summary>
/// <param name="Spins">s in [0, 1], <c>[n]</c>.</param>
/// <param name="InfoDensity">D, <c>[n]</c>.</param>
public sealed record L11NoosphericState(Tensor Spins, Tensor InfoDensity);

/// <summary>Parameters of <see cref="L11NoosphericAdapter"/>. The reference's β and γ, which it never uses, are left out.</summary>
/// <param name="NNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="JCoupling">J: coupling to the mean.</param>
/// <param name="HBias">h.</param>
public sealed record L11HolonomicParameters(int NNodes, int BitstreamLength, Tensor JCoupling, Tensor HBias) : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L11HolonomicParameters(int nNodes = 100, int bitstreamLength = 1024, double jCoupling = 0.5, double hBias = 0.1)
        : this(nNodes, bitstreamLength, (Tensor)jCoupling, hBias) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NNodes);
        Check.Finite(JCoupling);
        Check.Finite(HBias);
    }
}

/// <summary>
/// Layer 11, nodes that follow their mean: <c>s ← clip(s + dt(J·mean s + h + u − 0.1s)); D ← 0.9D + 0.1|s − ½|</c>, clip to [0, 1], the filter of D once per
/// step, whatever dt; u is the density of each input row, the mean of all where their number is not n. Encoded is s. A phenomenological model.
/// </summary>
public sealed class L11NoosphericAdapter(L11HolonomicParameters? parameters = null)
    : HolonomicAdapter<L11HolonomicParameters, L11NoosphericState>(parameters ?? new())
{
    private static readonly string[] Observables = ["noospheric_polarization", "collective_coherence_r11"];

    /// <inheritdoc/>
    public override int Layer => 11;

    /// <inheritdoc/>
    public override string Name => "L11_Noospheric";

    /// <inheritdoc/>
    public override int Streams => Parameters.NNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["noospheric_entropy", "avg_polarization", "info_saturation"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L11NoosphericState state) => state.Spins;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L11NoosphericState state)
    {
        Tensor s = state.Spins;
        return HolonomicMath.Named(MetricNames, -(s * (s + 1e-6).Log()).Sum(), s.StandardDeviation([0]), state.InfoDensity.Mean());
    }

    private protected override L11NoosphericState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NNodes];
        return new(HolonomicMath.Filled(shape, 0.5, dtype), HolonomicMath.Filled(shape, 0, dtype));
    }

    private protected override L11NoosphericState Advance(L11NoosphericState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NNodes;
        DType dtype = TypeOf([n], state.Spins, state.InfoDensity);
        dt = Check.TimeStep(dt, dtype);
        Tensor s = state.Spins, field = Parameters.JCoupling.As(dtype) * s.Mean() + Parameters.HBias.As(dtype);
        s = (s + dt * (field + input.Rows(n, dtype) - 0.1 * s)).Clip01();
        return new(s, 0.9 * state.InfoDensity + 0.1 * (s - 0.5).Abs());
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L11NoosphericState? state) =>
        HolonomicMath.Named(Observables, rows.StandardDeviation([0]), rows.Mean());
}
