namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L6PlanetaryAdapter"/>.</summary>
/// <param name="PhiPlanetary">φ, <c>[n]</c>.</param>
/// <param name="RegionalCoherence">C in [0, 1], <c>[n]</c>.</param>
/// <param name="T">Time t, a scalar.</param>
public sealed record L6PlanetaryState(Tensor PhiPlanetary, Tensor RegionalCoherence, Tensor T);

/// <summary>Parameters of <see cref="L6PlanetaryAdapter"/>.</summary>
/// <param name="NRegions">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="FSchumann">f, cycles per unit of time.</param>
/// <param name="QFactor">Q ≥ 0.</param>
/// <param name="AlphaGaia">α: how strongly the input drives φ.</param>
/// <param name="PPercolation">p_c in [0, 1]: mean input of half coherence.</param>
public sealed record L6HolonomicParameters(
    int NRegions, int BitstreamLength, Tensor FSchumann, Tensor QFactor, Tensor AlphaGaia, Tensor PPercolation)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L6HolonomicParameters(
        int nRegions = 100, int bitstreamLength = 1024, double fSchumann = 7.83, double qFactor = 4, double alphaGaia = 0.05, double pPercolation = 0.592)
        : this(nRegions, bitstreamLength, (Tensor)fSchumann, qFactor, alphaGaia, pPercolation) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NRegions);
        Check.Finite(FSchumann);
        Check.NotNegative(QFactor);
        Check.Finite(AlphaGaia);
        Check.Fraction(PPercolation);
    }
}

/// <summary>
/// Layer 6, a driven leaky field and a threshold of its drive: <c>t ← t + dt; r = mean u; φ ← φ + dt[α·u(1 + Q·r²)cos(2πft) − 0.05φ];
/// C = clip(σ(Q(r − p_c))·(1 − e^{−Q|φ|}))</c>, clip to [0, 1]; u is the density of each input row, the mean of all where their number is not n. Encoded is C.
/// A phenomenological model, no geophysics.
/// </summary>
public sealed class L6PlanetaryAdapter(L6HolonomicParameters? parameters = null)
    : HolonomicAdapter<L6HolonomicParameters, L6PlanetaryState>(parameters ?? new())
{
    private static readonly string[] Observables = ["global_coherence_index"];

    /// <inheritdoc/>
    public override int Layer => 6;

    /// <inheritdoc/>
    public override string Name => "L6_Planetary";

    /// <inheritdoc/>
    public override int Streams => Parameters.NRegions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["percolation_index", "gaia_potential", "schumann_phase"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L6PlanetaryState state) => state.RegionalCoherence;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L6PlanetaryState state) => HolonomicMath.Named(
        MetricNames, state.RegionalCoherence.Mean(), state.PhiPlanetary.Mean(), (Parameters.FSchumann.As(state.T.DType) * state.T) % 1.0);

    private protected override L6PlanetaryState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NRegions];
        return new(HolonomicMath.Filled(shape, 0, dtype), HolonomicMath.Filled(shape, 0.1, dtype), HolonomicMath.Filled(Shape.Scalar, 0, dtype));
    }

    private protected override L6PlanetaryState Advance(L6PlanetaryState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NRegions;
        DType dtype = TypeOf([n], state.PhiPlanetary, state.RegionalCoherence);
        Require(state.T, dtype, Shape.Scalar);
        dt = Check.TimeStep(dt, dtype);
        Tensor q = Parameters.QFactor.As(dtype), t = state.T + dt, u = input.Rows(n, dtype).Clip01(), r = u.Mean();
        Tensor wave = ((2 * Math.PI * Parameters.FSchumann).As(dtype) * t).Cos();
        Tensor phi = state.PhiPlanetary + dt * (Parameters.AlphaGaia.As(dtype) * u * (1 + q * r.Square()) * wave - 0.05 * state.PhiPlanetary);
        Tensor coherence = (q * (r - Parameters.PPercolation.As(dtype))).Sigmoid() * (1 - (-q * phi.Abs()).Exp());
        return new(phi, coherence.Clip01(), t);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L6PlanetaryState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
