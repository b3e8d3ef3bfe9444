namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L14TransdimensionalAdapter"/>.</summary>
/// <param name="BraneAlignment">A in [0, 1], <c>[n]</c>.</param>
/// <param name="ResonanceIntensity">Q, <c>[n]</c>.</param>
public sealed record L14TransdimensionalState(Tensor BraneAlignment, Tensor ResonanceIntensity);

/// <summary>Sizes of <see cref="L14TransdimensionalAdapter"/>. The reference's f, width and coupling, which it never uses, are left out.</summary>
public sealed record L14HolonomicParameters : HolonomicParameters
{
    /// <param name="nBulkDimensions">n.</param>
    /// <param name="bitstreamLength">Bits of a stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public L14HolonomicParameters(int nBulkDimensions = 11, int bitstreamLength = 1024)
        : base(bitstreamLength)
    {
        NBulkDimensions = nBulkDimensions;
        Validate();
    }

    /// <summary>n.</summary>
    public int NBulkDimensions { get; init; }

    private protected override void CheckNumbers() => Check.Count(NBulkDimensions);
}

/// <summary>
/// Layer 14, a leaky sum and its nearness to 1: <c>A ← clip(A + dt(0.1u − 0.02A)); Q = e^{−|A − 1|/0.1}</c>, clip to [0, 1]; u is the density of each input row,
/// the mean of all where their number is not n. Encoded is A. A phenomenological model.
/// </summary>
public sealed class L14TransdimensionalAdapter(L14HolonomicParameters? parameters = null)
    : HolonomicAdapter<L14HolonomicParameters, L14TransdimensionalState>(parameters ?? new())
{
    private static readonly string[] Observables = ["brane_resonance_r14"];

    /// <inheritdoc/>
    public override int Layer => 14;

    /// <inheritdoc/>
    public override string Name => "L14_Transdimensional";

    /// <inheritdoc/>
    public override int Streams => Parameters.NBulkDimensions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["avg_brane_alignment", "resonance_sharpness"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L14TransdimensionalState state) => state.BraneAlignment;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L14TransdimensionalState state) =>
        HolonomicMath.Named(MetricNames, state.BraneAlignment.Mean(), state.ResonanceIntensity.Mean());

    private protected override L14TransdimensionalState Start(RandomKey key, DType dtype)
    {
        Tensor zero = HolonomicMath.Filled([Parameters.NBulkDimensions], 0, dtype);
        return new(zero, zero);
    }

    private protected override L14TransdimensionalState Advance(L14TransdimensionalState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NBulkDimensions;
        DType dtype = TypeOf([n], state.BraneAlignment, state.ResonanceIntensity);
        dt = Check.TimeStep(dt, dtype);
        Tensor a = (state.BraneAlignment + dt * (0.1 * input.Rows(n, dtype) - 0.02 * state.BraneAlignment)).Clip01();
        return new(a, ((a - 1).Abs() / -0.1).Exp());
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L14TransdimensionalState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
