namespace SpikeJit.Snn;

// Losses of the time of the first spike. Earlier is more certain.
public static partial class Loss
{
    /// <summary>
    /// The step of each neuron's first spike, <c>[…]</c> as floats; T − 1 where there is none. Its derivative is −1 by the spike of that step, 0 by
    /// the others.
    /// </summary>
    /// <param name="spikes"><c>[T, …]</c>.</param>
    public static Tensor FirstSpike(Tensor spikes)
    {
        Sequences.CheckTimed(spikes, "FirstSpike");
        return Fn.CustomJvp<Tensor, Tensor>(FirstStep, (s, ds) => (FirstStep(s), -(ds * IsAtFirst(s)).Sum(0)))(spikes);
    }

    /// <summary>Cross-entropy with the first spikes' steps as scores: −t, or 1/(t + 1).</summary>
    /// <param name="spikes"><c>[T, B, C]</c>.</param>
    /// <param name="labels">Class indices <c>[B]</c>.</param>
    /// <param name="reciprocal">Whether the scores are 1/(t + 1).</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no steps or examples.</exception>
    public static Tensor FirstSpikeCrossEntropy(Tensor spikes, Tensor labels, bool reciprocal = false)
    {
        Labels.CheckTimed(spikes, labels, "FirstSpikeCrossEntropy");
        Tensor t = FirstSpike(spikes);
        return CrossEntropy(reciprocal ? 1 / (t + 1) : -t, labels);
    }

    /// <summary><c>mean of ((t − wanted)/T)²</c>, with differences below a tolerance counted as none.</summary>
    /// <param name="spikes"><c>[T, B, C]</c>.</param>
    /// <param name="wanted">Steps, of the shape <c>[B, C]</c>.</param>
    /// <param name="tolerance">In steps.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor FirstSpikeMeanSquared(Tensor spikes, Tensor wanted, double tolerance = 0)
    {
        Tensor t = FirstSpike(spikes);
        CheckSame(t, wanted, "FirstSpikeMeanSquared");
        Tensor counted = Tensor.Select((t - wanted).Abs() < Check.NotNegative(tolerance), wanted, t);
        return ((counted - wanted) / (double)spikes.Shape[0]).Square().Mean();
    }

    private static Tensor FirstStep(Tensor spikes)
    {
        Tensor any = spikes.Max(0) > 0, first = (spikes > 0).As(DType.I32).MoveAxis(0, -1).ArgMax().As(spikes.DType);
        return Tensor.Select(any, first, Tensor.Scalar(spikes.Shape[0] - 1).As(spikes.DType));
    }

    private static Tensor IsAtFirst(Tensor spikes) =>
        Tensor.Iota(spikes.Shape, 0).As(spikes.DType).Equal(FirstStep(spikes).ExpandDims(0)).As(spikes.DType);
}
