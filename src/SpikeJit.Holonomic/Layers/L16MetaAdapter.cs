namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L16MetaAdapter"/>.</summary>
/// <param name="MetaWill">w in [0, 1], <c>[n]</c>.</param>
/// <param name="EntropyProxy">S, a scalar.</param>
/// <param name="VetoActive">1 where there is a veto, else 0; <c>[n]</c>, all alike.</param>
public sealed record L16MetaState(Tensor MetaWill, Tensor EntropyProxy, Tensor VetoActive);

/// <summary>Parameters of <see cref="L16MetaAdapter"/>. The reference's gain and coupling, which it never uses, are left out.</summary>
/// <param name="NMetaNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="VetoThreshold">S above which there is a veto.</param>
public sealed record L16HolonomicParameters(int NMetaNodes, int BitstreamLength, Tensor VetoThreshold) : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L16HolonomicParameters(int nMetaNodes = 10, int bitstreamLength = 1024, double vetoThreshold = 0.8)
        : this(nMetaNodes, bitstreamLength, (Tensor)vetoThreshold) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NMetaNodes);
        Check.Finite(VetoThreshold);
    }
}

/// <summary>
/// Layer 16, a veto on too much disorder: <c>g = mean of all inputs; S ← 0.9S + 0.1(1 − g); veto = [S &gt; threshold]; w ← clip(w + dt(0.1g − 0.2S))</c> with the
/// new S, clip to [0, 1], the filter of S once per step, whatever dt; g is ½ without input. Encoded is w(1 − veto). A phenomenological model.
/// </summary>
public sealed class L16MetaAdapter(L16HolonomicParameters? parameters = null)
    : HolonomicAdapter<L16HolonomicParameters, L16MetaState>(parameters ?? new())
{
    private static readonly string[] Observables = ["meta_coherence_r16"];

    /// <inheritdoc/>
    public override int Layer => 16;

    /// <inheritdoc/>
    public override string Name => "L16_Meta";

    /// <inheritdoc/>
    public override int Streams => Parameters.NMetaNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["director_will", "system_entropy", "veto_active"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L16MetaState state) => state.MetaWill * (1 - state.VetoActive);

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L16MetaState state) =>
        HolonomicMath.Named(MetricNames, state.MetaWill.Mean(), state.EntropyProxy, state.VetoActive.Mean());

    private protected override L16MetaState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NMetaNodes];
        return new(HolonomicMath.Filled(shape, 0.9, dtype), HolonomicMath.Filled(Shape.Scalar, 0, dtype), HolonomicMath.Filled(shape, 0, dtype));
    }

    private protected override L16MetaState Advance(L16MetaState state, Tensor dt, AdapterInput input)
    {
        Shape shape = [Parameters.NMetaNodes];
        DType dtype = TypeOf(shape, state.MetaWill, state.VetoActive);
        Require(state.EntropyProxy, dtype, Shape.Scalar);
        dt = Check.TimeStep(dt, dtype);
        Tensor g = input.Densities(dtype)?.Mean() ?? HolonomicMath.Filled(Shape.Scalar, 0.5, dtype);
        Tensor entropy = 0.9 * state.EntropyProxy + 0.1 * (1 - g);
        Tensor veto = (entropy > Parameters.VetoThreshold.As(dtype)).As(dtype).BroadcastTo(shape);
        return new((state.MetaWill + dt * (0.1 * g - 0.2 * entropy)).Clip01(), entropy, veto);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L16MetaState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
