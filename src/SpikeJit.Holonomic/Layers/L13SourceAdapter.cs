namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L13SourceAdapter"/>, a value for each node of a ring.</summary>
/// <param name="VacuumState">x in [0, 1], <c>[n]</c>.</param>
/// <param name="FimDensity">Local Fisher information, <c>[n]</c>.</param>
public sealed record L13SourceState(Tensor VacuumState, Tensor FimDensity);

/// <summary>Parameters of <see cref="L13SourceAdapter"/>.</summary>
/// <param name="NVacuumNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="JPrimordialCoupling">J: coupling to the neighbours.</param>
/// <param name="HPotentialBias">h.</param>
/// <param name="LambdaScission">λ ≥ 0: depth of the two wells; also the width of the initial state, up to 1.</param>
public sealed record L13HolonomicParameters(int NVacuumNodes, int BitstreamLength, Tensor JPrimordialCoupling, Tensor HPotentialBias, Tensor LambdaScission)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L13HolonomicParameters(
        int nVacuumNodes = 256, int bitstreamLength = 1024, double jPrimordialCoupling = 1, double hPotentialBias = 0.01, double lambdaScission = 0.1)
        : this(nVacuumNodes, bitstreamLength, (Tensor)jPrimordialCoupling, hPotentialBias, lambdaScission) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NVacuumNodes);
        Check.Finite(JPrimordialCoupling);
        Check.Finite(HPotentialBias);
        Check.NotNegative(LambdaScission);
    }
}

/// <summary>
/// Layer 13, double wells on a ring: <c>s = 2x − 1; s ← s + dt[J(s₊ + s₋)/2 + h + 0.25b + λ(s − s³) − 0.05s]; x ← clip((s + 1)/2);
/// fim ← 0.9fim + 0.1[(Δ_t x)² + (x₊ − x)²]/max(x(1 − x), 10⁻⁶)</c>, clip to [0, 1], the filter once per step, whatever dt. b = clip(2u − 1) to [−1, 1], 0 without
/// input; u is the density of each input row, the mean of all where their number is not n. Encoded is x, which starts as ½ + 0.02·min(λ, 1)·U(−½, ½). A
/// phenomenological model.
/// </summary>
public sealed class L13SourceAdapter(L13HolonomicParameters? parameters = null)
    : HolonomicAdapter<L13HolonomicParameters, L13SourceState>(parameters ?? new())
{
    private static readonly string[] Observables = ["source_coherence_r13"];

    /// <inheritdoc/>
    public override int Layer => 13;

    /// <inheritdoc/>
    public override string Name => "L13_Source";

    /// <inheritdoc/>
    public override int Streams => Parameters.NVacuumNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["vacuum_potential", "fisher_information_metric"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L13SourceState state) => state.VacuumState;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L13SourceState state) =>
        HolonomicMath.Named(MetricNames, state.VacuumState.Mean(), state.FimDensity.Mean());

    private protected override L13SourceState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NVacuumNodes];
        Tensor width = 0.02 * Tensor.Minimum(Parameters.LambdaScission.As(dtype), 1.0);
        return new(0.5 + width * key.Split().Second.Uniform(shape, -0.5, 0.5, dtype), HolonomicMath.Filled(shape, 0, dtype));
    }

    private protected override L13SourceState Advance(L13SourceState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NVacuumNodes;
        DType dtype = TypeOf([n], state.VacuumState, state.FimDensity);
        dt = Check.TimeStep(dt, dtype);
        Tensor s = 2 * state.VacuumState - 1;
        Tensor force = Parameters.JPrimordialCoupling.As(dtype) * (s.Roll(-1, 0) + s.Roll(1, 0)) / 2 + Parameters.HPotentialBias.As(dtype);
        if (!input.IsAbsent) force += 0.25 * (2 * input.Rows(n, dtype) - 1).Clip(-1.0, 1.0);
        s += dt * (force + Parameters.LambdaScission.As(dtype) * (s - s.Pow(3)) - 0.05 * s);
        Tensor x = ((s + 1) / 2).Clip01();
        Tensor change = (x - state.VacuumState).Square() + (x.Roll(-1, 0) - x).Square();
        return new(x, 0.9 * state.FimDensity + 0.1 * change / Tensor.Maximum(x * (1 - x), 1e-6));
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L13SourceState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
