namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L8CosmicAdapter"/>.</summary>
/// <param name="SystemPhases">θ in [0, 2π), radians, <c>[n]</c>.</param>
/// <param name="TCosmic">Time, a scalar.</param>
public sealed record L8CosmicState(Tensor SystemPhases, Tensor TCosmic);

/// <summary>Parameters of <see cref="L8CosmicAdapter"/>. The reference's stability, which it never uses, is left out.</summary>
/// <param name="NPulsars">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="KCosmic">k, radians per unit of time.</param>
/// <param name="PulsarOmegas">Ω, radians per unit of time, <c>[n]</c>.</param>
public sealed record L8HolonomicParameters(int NPulsars, int BitstreamLength, Tensor KCosmic, Tensor PulsarOmegas) : HolonomicParameters(BitstreamLength)
{
    private static readonly double[] Omegas = [1.6, 2.3, 0.8, 4.1, 1.1, 0.5, 3.2, 2.7, 1.9, 0.4, 5.5, 0.2];

    /// <summary>Checked numbers, by default the reference's; Ω without a list are its twelve, from the first again where n is larger.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ShapeException">There are not n pulsars in the list.</exception>
    public L8HolonomicParameters(int nPulsars = 12, int bitstreamLength = 1024, double kCosmic = 0.05, double[]? pulsarOmegas = null)
        : this(nPulsars, bitstreamLength, (Tensor)kCosmic, Tensor.From(pulsarOmegas ?? Repeated(nPulsars))) => Validate();

    private static double[] Repeated(int n) => [.. Enumerable.Range(0, Math.Max(n, 0)).Select(i => Omegas[i % Omegas.Length])];

    private protected override void CheckNumbers()
    {
        Check.Count(NPulsars);
        Check.Finite(KCosmic);
        Check.FiniteVector(PulsarOmegas, NPulsars);
    }
}

/// <summary>
/// Layer 8, clocks that are drawn to phase 0: <c>θ ← [θ + dt(Ω − k·sin θ)] mod 2π; θ ← [θ + 0.1u·dt] mod 2π</c>; u is the density of each input row, the
/// mean of all where their number is not n. Encoded is (1 + cos θ)/2. A phenomenological model, no astronomy.
/// </summary>
public sealed class L8CosmicAdapter(L8HolonomicParameters? parameters = null)
    : HolonomicAdapter<L8HolonomicParameters, L8CosmicState>(parameters ?? new())
{
    private static readonly string[] Observables = ["cosmic_alignment_r8"];

    /// <inheritdoc/>
    public override int Layer => 8;

    /// <inheritdoc/>
    public override string Name => "L8_Cosmic";

    /// <inheritdoc/>
    public override int Streams => Parameters.NPulsars;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["pta_locking_index", "clock_stability"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L8CosmicState state) => HolonomicMath.PhaseProbability(state.SystemPhases);

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L8CosmicState state) =>
        HolonomicMath.Named(MetricNames, HolonomicMath.OrderParameter(state.SystemPhases), state.SystemPhases.StandardDeviation([0]));

    private protected override L8CosmicState Start(RandomKey key, DType dtype) =>
        new(HolonomicMath.Filled([Parameters.NPulsars], 0, dtype), HolonomicMath.Filled(Shape.Scalar, 0, dtype));

    private protected override L8CosmicState Advance(L8CosmicState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NPulsars;
        DType dtype = TypeOf([n], state.SystemPhases);
        Require(state.TCosmic, dtype, Shape.Scalar);
        dt = Check.TimeStep(dt, dtype);
        Tensor pull = Parameters.KCosmic.As(dtype) * state.SystemPhases.Sin();
        Tensor phases = HolonomicMath.Wrap(state.SystemPhases + dt * (Parameters.PulsarOmegas.As(dtype) - pull));
        return new(HolonomicMath.Wrap(phases + 0.1 * input.Rows(n, dtype) * dt), state.TCosmic + dt);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L8CosmicState? state) =>
        HolonomicMath.Named(Observables, state is null ? HolonomicMath.OrderFromDensities(rows) : HolonomicMath.OrderParameter(state.SystemPhases));
}
