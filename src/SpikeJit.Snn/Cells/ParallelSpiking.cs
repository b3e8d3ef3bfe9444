namespace SpikeJit.Snn;

/// <summary>
/// Neurons without reset, whose steps need not wait for each other (W. Fang et al., "Parallel spiking neurons", NeurIPS 2023): potentials are a linear map
/// of the inputs over time.
/// </summary>
public static class ParallelSpiking
{
    /// <summary><c>h = W·x + b</c> over time; spikes where h ≥ 0 (SpikingJelly's PSN).</summary>
    /// <param name="sequence"><c>[T, …]</c>.</param>
    /// <param name="weight">W, <c>[T, T]</c>: row t mixes what step t sees.</param>
    /// <param name="bias">b, <c>[T, 1]</c> or <c>[T]</c>.</param>
    /// <param name="surrogate">The derivative of a spike; the arctangent when null.</param>
    /// <returns>Spikes of the sequence's shape.</returns>
    /// <exception cref="ShapeException">The weight is not <c>[T, T]</c>, or the bias not T numbers.</exception>
    public static Tensor Full(Tensor sequence, Tensor weight, Tensor bias, ISurrogate? surrogate = null)
    {
        Sequences.CheckTimed(sequence, "ParallelSpiking.Full");
        int steps = sequence.Shape[0];
        if (weight.Shape != [steps, steps] || bias.Size != steps)
            throw new ShapeException($"ParallelSpiking.Full: {steps} steps need a weight [{steps}, {steps}] and {steps} biases, not {weight.Type} and {bias.Type}.");
        Tensor h = weight.Dot(sequence.Reshape([steps, sequence.Size / steps])) + bias.Reshape([steps, 1]);
        return Surrogate.Spike(h, surrogate ?? Surrogate.ATan()).Reshape(sequence.Shape);
    }

    /// <summary><c>h_t = Σ_j w_(k−1−j) x_(t−j) + b</c>, j from 0 to k − 1; spikes where h ≥ 0 (SpikingJelly's SlidingPSN).</summary>
    /// <param name="sequence"><c>[T, …]</c>.</param>
    /// <param name="weight">w, <c>[k]</c>, the last for the step itself.</param>
    /// <param name="bias">b, a scalar.</param>
    /// <param name="surrogate">The derivative of a spike; the arctangent when null.</param>
    /// <returns>Spikes of the sequence's shape.</returns>
    /// <exception cref="ShapeException">The weight is no vector, or the bias no scalar.</exception>
    public static Tensor Sliding(Tensor sequence, Tensor weight, Tensor bias, ISurrogate? surrogate = null)
    {
        Sequences.CheckTimed(sequence, "ParallelSpiking.Sliding");
        if (weight.Rank != 1 || weight.Size == 0 || bias.Size != 1)
            throw new ShapeException($"ParallelSpiking.Sliding: the weight must be [k] and the bias one number, not {weight.Type} and {bias.Type}.");
        int steps = sequence.Shape[0], order = weight.Size;
        int[] before = new int[sequence.Rank], after = new int[sequence.Rank];
        before[0] = order - 1;
        Tensor padded = sequence.Pad(before, after), h = bias.Reshape([]).BroadcastTo(sequence.Shape);
        for (int j = 0; j < order; j++) h += padded.SliceAxis(0, j, steps) * weight[j];
        return Surrogate.Spike(h, surrogate ?? Surrogate.ATan());
    }
}
