namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L3GenomicAdapter"/>, a value for each gene.</summary>
/// <param name="Accessibility">A in [0, 1], <c>[n]</c>.</param>
/// <param name="VBio">V, <c>[n]</c>.</param>
/// <param name="PSpin">P in [0, 1], <c>[n]</c>.</param>
public sealed record L3GenomicState(Tensor Accessibility, Tensor VBio, Tensor PSpin);

/// <summary>Parameters of <see cref="L3GenomicAdapter"/>. The reference's J and h, which it never uses, are left out.</summary>
/// <param name="NGenes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="PSpinBaseline">P before the first step, in [0, 1].</param>
/// <param name="AlphaB">α_B.</param>
/// <param name="GOperator">g: multiplies α_B.</param>
public sealed record L3HolonomicParameters(int NGenes, int BitstreamLength, Tensor PSpinBaseline, Tensor AlphaB, Tensor GOperator)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L3HolonomicParameters(int nGenes = 100, int bitstreamLength = 1024, double pSpinBaseline = 0.6, double alphaB = 0.05, double gOperator = 1.2)
        : this(nGenes, bitstreamLength, (Tensor)pSpinBaseline, alphaB, gOperator) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NGenes);
        Check.Fraction(PSpinBaseline);
        Check.Finite(AlphaB);
        Check.Finite(GOperator);
    }
}

/// <summary>
/// Layer 3, a cascade of three rates: <c>P ← clip(P + 0.1u·dt); V ← V + dt(gα_B·P − 0.05V); A ← clip(A + dt(0.2V − 0.01A))</c>, each with the new value of
/// the one before, clip to [0, 1]; u is the density of each input row, the mean of all where their number is not n. Encoded is A. A phenomenological model,
/// no genetics.
/// </summary>
public sealed class L3GenomicAdapter(L3HolonomicParameters? parameters = null)
    : HolonomicAdapter<L3HolonomicParameters, L3GenomicState>(parameters ?? new())
{
    private static readonly string[] Observables = ["avg_accessibility", "max_expression"];

    /// <inheritdoc/>
    public override int Layer => 3;

    /// <inheritdoc/>
    public override string Name => "L3_Genomic";

    /// <inheritdoc/>
    public override int Streams => Parameters.NGenes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["chromatin_coherence_r3", "avg_p_spin", "avg_v_bio"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L3GenomicState state) => state.Accessibility;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L3GenomicState state) =>
        HolonomicMath.Named(MetricNames, state.Accessibility.Mean(), state.PSpin.Mean(), state.VBio.Mean());

    private protected override L3GenomicState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NGenes];
        return new(HolonomicMath.Filled(shape, 0.1, dtype), HolonomicMath.Filled(shape, 0, dtype), Parameters.PSpinBaseline.As(dtype).BroadcastTo(shape));
    }

    private protected override L3GenomicState Advance(L3GenomicState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NGenes;
        DType dtype = TypeOf([n], state.Accessibility, state.VBio, state.PSpin);
        dt = Check.TimeStep(dt, dtype);
        Tensor gain = (Parameters.GOperator * Parameters.AlphaB).As(dtype);
        Tensor spin = (state.PSpin + 0.1 * input.Rows(n, dtype) * dt).Clip01();
        Tensor v = state.VBio + dt * (gain * spin - 0.05 * state.VBio);
        return new((state.Accessibility + dt * (0.2 * v - 0.01 * state.Accessibility)).Clip01(), v, spin);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L3GenomicState? state) =>
        HolonomicMath.Named(Observables, rows.Mean(), rows.Max());
}
