namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L5OrganismalAdapter"/>.</summary>
/// <param name="Emotions">E, <c>[d]</c>.</param>
/// <param name="Autonomic">a, <c>[2]</c>.</param>
/// <param name="SelfSoliton">s, <c>[n]</c>.</param>
public sealed record L5OrganismalState(Tensor Emotions, Tensor Autonomic, Tensor SelfSoliton);

/// <summary>Parameters of <see cref="L5OrganismalAdapter"/>. The reference's HRV and attractor values, which it never uses, are left out.</summary>
/// <param name="NNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="NEmotionalDims">d.</param>
/// <param name="TauAutonomic">τ above 0, in units of time.</param>
/// <param name="EmotionalDecay">Decay of E to 0.5, ≥ 0, per unit of time.</param>
public sealed record L5HolonomicParameters(int NNodes, int BitstreamLength, int NEmotionalDims, Tensor TauAutonomic, Tensor EmotionalDecay)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L5HolonomicParameters(int nNodes = 100, int bitstreamLength = 1024, int nEmotionalDims = 8, double tauAutonomic = 5, double emotionalDecay = 0.1)
        : this(nNodes, bitstreamLength, nEmotionalDims, (Tensor)tauAutonomic, emotionalDecay) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NNodes);
        Check.Count(NEmotionalDims);
        Check.Positive(TauAutonomic);
        Check.NotNegative(EmotionalDecay);
    }
}

/// <summary>
/// Layer 5, two balances that follow the coherence of the input: <c>r = |mean e^{iu}|; a ← a + ([0.5 − 0.4r, 0.5 + 0.4r] − a)dt/τ</c>, only where there is
/// input; <c>E ← E + decay(0.5 − E)dt; s ← 0.95s + 0.05·mean E</c>, the last once per step, whatever dt. u is the density of each input row, of which there
/// may be any number. Encoded is [E, a], repeated to n streams. A phenomenological model, no physiology.
/// </summary>
public sealed class L5OrganismalAdapter(L5HolonomicParameters? parameters = null)
    : HolonomicAdapter<L5HolonomicParameters, L5OrganismalState>(parameters ?? new())
{
    private static readonly string[] Observables = ["organismal_valence", "autonomic_balance"];

    /// <inheritdoc/>
    public override int Layer => 5;

    /// <inheritdoc/>
    public override string Name => "L5_Organismal";

    /// <inheritdoc/>
    public override int Streams => Parameters.NNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["hrv_coherence_r5", "self_soliton_magnitude", "emotional_valence"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L5OrganismalState state)
    {
        int n = Parameters.NNodes, period = Parameters.NEmotionalDims + 2;
        return Tensor.Concatenate([state.Emotions, state.Autonomic]).Tile((n + period - 1) / period).SliceAxis(0, 0, n);
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L5OrganismalState state) =>
        HolonomicMath.Named(MetricNames, state.Autonomic[1], state.SelfSoliton.Mean(), state.Emotions[0]);

    private protected override L5OrganismalState Start(RandomKey key, DType dtype) => new(
        HolonomicMath.Filled([Parameters.NEmotionalDims], 0.5, dtype), Tensor.From([0.4, 0.6]).As(dtype), HolonomicMath.Filled([Parameters.NNodes], 0, dtype));

    private protected override L5OrganismalState Advance(L5OrganismalState state, Tensor dt, AdapterInput input)
    {
        DType dtype = TypeOf([Parameters.NEmotionalDims], state.Emotions);
        Require(state.Autonomic, dtype, [2]);
        Require(state.SelfSoliton, dtype, [Parameters.NNodes]);
        dt = Check.TimeStep(dt, dtype);
        Tensor autonomic = state.Autonomic;
        if (input.Densities(dtype) is { } u)
        {
            Tensor swing = 0.4 * HolonomicMath.OrderParameter(u) * Tensor.From([-1.0, 1.0]).As(dtype);
            autonomic += (0.5 + swing - autonomic) * dt / Parameters.TauAutonomic.As(dtype);
        }
        Tensor emotions = state.Emotions + Parameters.EmotionalDecay.As(dtype) * (0.5 - state.Emotions) * dt;
        return new(emotions, autonomic, 0.95 * state.SelfSoliton + 0.05 * emotions.Mean());
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L5OrganismalState? state)
    {
        int dims = Parameters.NEmotionalDims, period = dims + 2;
        if (state is null && rows.Size < period)
            throw new ShapeException($"{Name}.Decode: {rows.Size} streams; the balances are in streams {dims} and {dims + 1}. Give {period} or more, or the state.");
        Tensor RowsOf(int first, int count) => rows.Take(Tensor.From([.. Enumerable.Range(0, rows.Size).Where(i => i % period >= first && i % period < first + count)])).Mean();
        (Tensor valence, Tensor rest, Tensor drive) = state is null
            ? (RowsOf(0, dims), RowsOf(dims, 1), RowsOf(dims + 1, 1))
            : (state.Emotions.Mean(), state.Autonomic[0], state.Autonomic[1]);
        return HolonomicMath.Named(Observables, valence, drive / (rest + 1e-6));
    }
}
