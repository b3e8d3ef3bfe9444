namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron that fires several spikes in a step: <c>h = (1 − 1/τ)v + I; s = round(clamp(h/θ, 0, D)); v ← h − sθ</c>, halves to the even number; the
/// derivative of s by h/θ is 1 on [0, D] (X. Luo et al., "Integer-valued training", ECCV 2024; SpikingJelly's ILIFNode).
/// </summary>
/// <param name="Tau">τ ≥ 1, in steps.</param>
/// <param name="Threshold">θ &gt; 0.</param>
/// <param name="Most">D, the most spikes of a step.</param>
/// <param name="DetachReset">Whether no gradient flows through the reset.</param>
public sealed record IntegerLif(double Tau = 4.0 / 3, double Threshold = 1, int Most = 4, bool DetachReset = false) : ICell<LifState>
{
    /// <summary>τ.</summary>
    public double Tau { get; } = Check.Positive(Tau);

    /// <summary>θ.</summary>
    public double Threshold { get; } = Check.Positive(Threshold);

    /// <summary>D.</summary>
    public int Most { get; } = Check.Count(Most);

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        Tensor h = state.V * (1 - 1 / Tau) + input, spikes = SpikeCount(Check.Float(h, "IntegerLif: the input") * (1 / Threshold));
        return (new(h - (DetachReset ? Fn.StopGradient(spikes) : spikes) * Threshold), spikes);
    }

    private Tensor SpikeCount(Tensor x) => Fn.CustomJvp<Tensor, Tensor>(
        p => p.Clip(0.0, Most).Round(),
        (p, dp) => (p.Clip(0.0, Most).Round(), dp * ((p >= 0) & (p <= (double)Most)).As(p.DType)))(x);
}
