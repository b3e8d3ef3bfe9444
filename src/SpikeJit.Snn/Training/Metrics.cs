namespace SpikeJit.Snn;

/// <summary>What is counted beside the loss.</summary>
public static class Metrics
{
    /// <summary>How many examples have their largest score at their label, an I32 scalar; the first of equal scores counts.</summary>
    /// <param name="scores"><c>[…, C]</c>.</param>
    /// <param name="labels">Class indices, of the shape without the last axis.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Correct(Tensor scores, Tensor labels)
    {
        Labels.CheckPair(scores, labels, "Correct");
        return scores.ArgMax().Equal(labels.As(DType.I32)).As(DType.I32).Sum();
    }

    /// <summary>The part of examples whose largest score is at their label.</summary>
    /// <inheritdoc cref="Correct"/>
    public static double Accuracy(Tensor scores, Tensor labels) => Correct(scores, labels).Item<int>() / (double)labels.Size;

    /// <summary>The same by first spikes <c>[T, B, C]</c>: the earliest neuron wins, the first of equally early ones.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static double FirstSpikeAccuracy(Tensor spikes, Tensor labels)
    {
        Labels.CheckTimed(spikes, labels, "FirstSpikeAccuracy");
        return Accuracy(-Loss.FirstSpike(spikes), labels);
    }
}
