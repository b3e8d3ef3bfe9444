namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L15ConsiliumAdapter"/>.</summary>
/// <param name="UniversalMetric">m, weights that sum to 1, <c>[n]</c>.</param>
/// <param name="Gci">g, a scalar.</param>
public sealed record L15ConsiliumState(Tensor UniversalMetric, Tensor Gci);

/// <summary>Parameters of <see cref="L15ConsiliumAdapter"/>. The reference's λ, which it never uses, is left out.</summary>
/// <param name="NMetricDimensions">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="LearningRate">Rate at which weights follow their inputs, per unit of time.</param>
/// <param name="CoherenceTarget">Mean input at which weights stop growing, in [0, 1].</param>
public sealed record L15HolonomicParameters(int NMetricDimensions, int BitstreamLength, Tensor LearningRate, Tensor CoherenceTarget)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L15HolonomicParameters(int nMetricDimensions = 16, int bitstreamLength = 1024, double learningRate = 0.05, double coherenceTarget = 0.95)
        : this(nMetricDimensions, bitstreamLength, (Tensor)learningRate, coherenceTarget) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NMetricDimensions);
        Check.Finite(LearningRate);
        Check.Fraction(CoherenceTarget);
    }
}

/// <summary>
/// Layer 15, weights of its inputs: <c>g = mean u; m ← clip(m + dt(rate(target − g)u − 0.01m)); m ← m/(Σm + 10⁻⁶)</c>, clip to [0, 1]; u is the density of each
/// input row, with zeros for rows that are not there. Encoded is 10·m·g, where more than 1 counts as 1. A phenomenological model.
/// </summary>
public sealed class L15ConsiliumAdapter(L15HolonomicParameters? parameters = null)
    : HolonomicAdapter<L15HolonomicParameters, L15ConsiliumState>(parameters ?? new())
{
    private static readonly string[] Observables = ["global_coherence_r15"];

    /// <inheritdoc/>
    public override int Layer => 15;

    /// <inheritdoc/>
    public override string Name => "L15_Consilium";

    /// <inheritdoc/>
    public override int Streams => Parameters.NMetricDimensions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["gci_index", "metric_entropy", "optimizer_error"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L15ConsiliumState state) => 10 * state.UniversalMetric * state.Gci;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L15ConsiliumState state)
    {
        Tensor m = state.UniversalMetric;
        return HolonomicMath.Named(
            MetricNames, state.Gci, -(m * (m + 1e-6).Log()).Sum(), Parameters.CoherenceTarget.As(state.Gci.DType) - state.Gci);
    }

    private protected override L15ConsiliumState Start(RandomKey key, DType dtype) => new(
        HolonomicMath.Filled([Parameters.NMetricDimensions], 1.0 / Parameters.NMetricDimensions, dtype), HolonomicMath.Filled(Shape.Scalar, 0.5, dtype));

    private protected override L15ConsiliumState Advance(L15ConsiliumState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NMetricDimensions;
        DType dtype = TypeOf([n], state.UniversalMetric);
        Require(state.Gci, dtype, Shape.Scalar);
        dt = Check.TimeStep(dt, dtype);
        Tensor u = input.Densities(dtype) ?? Tensor.Zeros([n], dtype);
        if (u.Size > n) throw new ShapeException($"{Name}: the inputs have {u.Size} rows; it weighs {n}. Give {n} or fewer.");
        u = u.Pad([0], [n - u.Size]);
        Tensor m = state.UniversalMetric, g = u.Mean(), error = Parameters.CoherenceTarget.As(dtype) - g;
        m = (m + dt * (Parameters.LearningRate.As(dtype) * error * u - 0.01 * m)).Clip01();
        return new(m / (m.Sum() + 1e-6), g);
    }

    /// <summary>The weights sum to 1, so the densities 10·m·g sum to 10·g.</summary>
    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L15ConsiliumState? state) =>
        HolonomicMath.Named(Observables, state is null ? rows.Sum() / 10.0 : state.Gci);
}
