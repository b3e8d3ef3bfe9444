namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L9MemoryAdapter"/>: bits as floats, 0 or 1.</summary>
/// <param name="ImprintsPsi">ψ, <c>[slots, length]</c>.</param>
/// <param name="RetrievalPhi">φ, <c>[slots, length]</c>.</param>
public sealed record L9MemoryState(Tensor ImprintsPsi, Tensor RetrievalPhi);

/// <summary>Parameters of <see cref="L9MemoryAdapter"/>. The reference's window and dt, which it never uses, are left out.</summary>
/// <param name="NMemorySlots">Number of slots.</param>
/// <param name="BitstreamLength">Bits of a slot, and of the inputs' rows.</param>
/// <param name="RetrievalGain">Factor on the overlap that is encoded.</param>
/// <param name="WeakMeasurementStrength">Distance from ½ above which a bit, or with <paramref name="GateBySlot"/> a slot's density, is measured; ≥ 0.</param>
/// <param name="GateBySlot">
/// Whether a slot is measured as a whole, where the density of its imprint is further from ½ than the strength. The reference compares single bits, which
/// are ½ away from ½, so its gate is open always (never, from a strength of ½ on) and φ is 1 after the first step with input.
/// </param>
public sealed record L9HolonomicParameters(int NMemorySlots, int BitstreamLength, Tensor RetrievalGain, Tensor WeakMeasurementStrength, bool GateBySlot)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L9HolonomicParameters(
        int nMemorySlots = 64, int bitstreamLength = 1024, double retrievalGain = 0.8, double weakMeasurementStrength = 0.1, bool gateBySlot = false)
        : this(nMemorySlots, bitstreamLength, (Tensor)retrievalGain, weakMeasurementStrength, gateBySlot) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NMemorySlots);
        Check.Finite(RetrievalGain);
        Check.NotNegative(WeakMeasurementStrength);
    }
}

/// <summary>
/// Layer 9, bits that are kept: with input, <c>ψ ← 1 where in &gt; ½; φ ← 1 where |ψ − ½| &gt; strength</c>, else both stay; without input nothing changes, and dt
/// changes nothing. Row i is input row i mod rows. Encoded, as one stream, is <c>p = clip(gain·Σ_slots mean(ψφ))</c>. The reference's gate is open always:
/// see <see cref="L9HolonomicParameters.GateBySlot"/> for one that is not. A phenomenological model.
/// </summary>
public sealed class L9MemoryAdapter(L9HolonomicParameters? parameters = null)
    : HolonomicAdapter<L9HolonomicParameters, L9MemoryState>(parameters ?? new())
{
    private static readonly string[] Observables = ["memory_retrieval_r9"];

    /// <inheritdoc/>
    public override int Layer => 9;

    /// <inheritdoc/>
    public override string Name => "L9_Memory";

    /// <inheritdoc/>
    public override int Streams => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["holographic_overlap", "imprint_density"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L9MemoryState state)
    {
        Tensor overlap = (state.ImprintsPsi * state.RetrievalPhi).Mean(1).Sum();
        return (Parameters.RetrievalGain.As(overlap.DType) * overlap).Clip01().ExpandDims(0);
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L9MemoryState state) =>
        HolonomicMath.Named(MetricNames, (state.ImprintsPsi * state.RetrievalPhi).Mean(), state.ImprintsPsi.Mean());

    private protected override L9MemoryState Start(RandomKey key, DType dtype)
    {
        Tensor empty = HolonomicMath.Filled([Parameters.NMemorySlots, Parameters.BitstreamLength], 0, dtype);
        return new(empty, empty);
    }

    private protected override L9MemoryState Advance(L9MemoryState state, Tensor dt, AdapterInput input)
    {
        int slots = Parameters.NMemorySlots, length = Parameters.BitstreamLength;
        DType dtype = TypeOf([slots, length], state.ImprintsPsi, state.RetrievalPhi);
        Check.TimeStep(dt, dtype);
        if (input.Bits(slots, length) is not { } bits) return state;
        Tensor one = HolonomicMath.Filled(Shape.Scalar, 1, dtype);
        Tensor psi = Tensor.Select(bits, one, state.ImprintsPsi);
        Tensor certainty = ((Parameters.GateBySlot ? psi.Mean(1, keepAxis: true) : psi) - 0.5).Abs();
        return new(psi, Tensor.Select(certainty > Parameters.WeakMeasurementStrength.As(dtype), one, state.RetrievalPhi));
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L9MemoryState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
