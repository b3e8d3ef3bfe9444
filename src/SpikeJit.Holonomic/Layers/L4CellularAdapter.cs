namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L4CellularAdapter"/>.</summary>
/// <param name="Phases">θ in [0, 2π), radians, <c>[n]</c>.</param>
/// <param name="Avalanches">av in [0, 1], <c>[n]</c>, all alike.</param>
/// <param name="NoiseKey">The key of the noise to come, as the four 16-bit halves of its words, <c>[4]</c>: floats, so that the whole state can be
/// differentiated. Without one there is no noise.</param>
public sealed record L4CellularState(Tensor Phases, Tensor Avalanches, Tensor? NoiseKey = null);

/// <summary>Parameters of <see cref="L4CellularAdapter"/>.</summary>
/// <param name="NCells">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="OmegaMean">ω, turns per unit of time.</param>
/// <param name="KCoupling">K, radians per unit of time.</param>
/// <param name="SigmaNoise">σ ≥ 0, radians per unit of time.</param>
/// <param name="CriticalThreshold">θ_c: mean of (1 + cos θ)/2 above which there is an avalanche.</param>
public sealed record L4HolonomicParameters(
    int NCells, int BitstreamLength, Tensor OmegaMean, Tensor KCoupling, Tensor SigmaNoise, Tensor CriticalThreshold)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L4HolonomicParameters(
        int nCells = 400, int bitstreamLength = 1024, double omegaMean = 1, double kCoupling = 0.3, double sigmaNoise = 0.1, double criticalThreshold = 0.6)
        : this(nCells, bitstreamLength, (Tensor)omegaMean, kCoupling, sigmaNoise, criticalThreshold) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NCells);
        Check.Finite(OmegaMean);
        Check.Finite(KCoupling);
        Check.NotNegative(SigmaNoise);
        Check.Finite(CriticalThreshold);
    }
}

/// <summary>
/// Layer 4, oscillators coupled by their mean (Y. Kuramoto, 1975): <c>θ ← [θ + dt(2πω + (K/n)Σ_j sin(θ_j − θ_i) + σξ)] mod 2π;
/// av ← 0.9av + 0.1[mean((1 + cos θ)/2) &gt; θ_c]</c>, ξ standard normal. As in the reference the noise is multiplied by dt, not √dt, av's filter acts once per
/// step, and inputs are ignored. Encoded is (1 + cos θ)/2. A phenomenological model, no biology.
/// </summary>
public sealed class L4CellularAdapter(L4HolonomicParameters? parameters = null)
    : HolonomicAdapter<L4HolonomicParameters, L4CellularState>(parameters ?? new())
{
    private const double HalfWord = 1 << 16;
    private static readonly string[] Observables = ["synchronization_r4"];

    /// <inheritdoc/>
    public override int Layer => 4;

    /// <inheritdoc/>
    public override string Name => "L4_Cellular";

    /// <inheritdoc/>
    public override int Streams => Parameters.NCells;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["order_parameter", "avalanche_density"];

    /// <summary>The state after a step with given noise.</summary>
    /// <param name="state">The state; its key is kept.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="noise">ξ, <c>[n]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">dt is not positive, NaN or infinite.</exception>
    /// <exception cref="ShapeException">The noise or the state has another shape.</exception>
    public L4CellularState StepWithNoise(L4CellularState state, Tensor dt, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(noise);
        if (noise.Rank != 1 || noise.Size != Parameters.NCells) throw new ShapeException($"{Name}: the noise is {noise.Type}; it must be a number for each of {Parameters.NCells} cells.");
        return Move(state, dt, noise) with { NoiseKey = state.NoiseKey };
    }

    /// <inheritdoc/>
    public override Tensor Probabilities(L4CellularState state) => HolonomicMath.PhaseProbability(state.Phases);

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L4CellularState state) =>
        HolonomicMath.Named(MetricNames, HolonomicMath.OrderParameter(state.Phases), state.Avalanches.Mean());

    private protected override L4CellularState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NCells];
        return new(key.Uniform(shape, 0, 2 * Math.PI, dtype), HolonomicMath.Filled(shape, 0, dtype), Halves(key, dtype));
    }

    private protected override L4CellularState Advance(L4CellularState state, Tensor dt, AdapterInput input)
    {
        if (state.NoiseKey is null) return Move(state, dt, null);
        if (state.NoiseKey.Rank != 1 || state.NoiseKey.Size != 4) throw new ShapeException($"{Name}: the state's key of the noise is {state.NoiseKey.Type}, not four floats. Make states with Initial.");
        // The reference splits its key twice a step, once for its bits.
        (RandomKey bits, RandomKey now) = Key(state.NoiseKey).Split();
        DType dtype = state.Phases.DType;
        return Move(state, dt, now.Normal([Parameters.NCells], dtype)) with { NoiseKey = Halves(bits.Split().First, state.NoiseKey.DType) };
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L4CellularState? state) =>
        HolonomicMath.Named(Observables, state is null ? HolonomicMath.OrderFromDensities(rows) : HolonomicMath.OrderParameter(state.Phases));

    private L4CellularState Move(L4CellularState state, Tensor dt, Tensor? noise)
    {
        DType dtype = TypeOf([Parameters.NCells], state.Phases, state.Avalanches);
        dt = Check.TimeStep(dt, dtype);
        (Tensor sin, Tensor cos) = (state.Phases.Sin(), state.Phases.Cos());
        // Σ_j sin(θ_j − θ_i)/n, without the n² terms.
        Tensor pull = sin.Mean() * cos - cos.Mean() * sin;
        Tensor rate = (2 * Math.PI * Parameters.OmegaMean).As(dtype) + Parameters.KCoupling.As(dtype) * pull;
        if (noise is not null) rate += Parameters.SigmaNoise.As(dtype) * noise.As(dtype);
        Tensor phases = HolonomicMath.Wrap(state.Phases + dt * rate);
        Tensor avalanche = (HolonomicMath.PhaseProbability(phases).Mean() > Parameters.CriticalThreshold.As(dtype)).As(dtype);
        return new(phases, 0.9 * state.Avalanches + 0.1 * avalanche);
    }

    private static Tensor Halves(RandomKey key, DType dtype) =>
        Tensor.Stack([key.Data >>> 16, key.Data & Tensor.Scalar(0xFFFFu)]).Flatten().As(dtype);

    private static RandomKey Key(Tensor halves)
    {
        Tensor words = halves.Clip(0.0, HalfWord - 1).Round().As(DType.U32).Reshape(2, 2);
        return new RandomKey((words[0] << 16) | words[1]);
    }
}
