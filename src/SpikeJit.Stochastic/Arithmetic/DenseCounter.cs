namespace SpikeJit.Stochastic;

/// <summary>
/// The accumulative parallel counter of a dense layer: for each neuron the number of ones of its weights' streams gated with the inputs' streams,
/// summed over inputs and bits. It adds exactly: the only error of the sum is that of the streams.
/// </summary>
public static class DenseCounter
{
    // Inputs are taken in parts that stay in the first-level cache while all neurons' weights stream past them.
    private const int PartWords = 2048;

    /// <summary>
    /// <c>counts[n] = Σ_i ones(W[n, i] AND x[i])</c> for unipolar streams, <c>Σ_i ones(W[n, i] XNOR x[i])</c> for bipolar ones.
    /// </summary>
    /// <param name="weights">The weights' streams, row n · inputs + i for neuron n and input i.</param>
    /// <param name="inputs">The inputs' streams, one a row.</param>
    /// <param name="encoding">Decides the gate.</param>
    /// <param name="counts">Receives a count for each neuron.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the rows of the weights are not neurons × inputs.</exception>
    public static void Count(BitMatrix weights, BitMatrix inputs, ScEncoding encoding, Span<int> counts)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(inputs);
        Require.SameLength(weights.Length, inputs.Length, "Dense count");
        if (weights.Rows != (long)counts.Length * inputs.Rows)
        {
            throw new ArgumentException(
                $"{counts.Length} neurons of {inputs.Rows} inputs need {(long)counts.Length * inputs.Rows} weight streams, not {weights.Rows}.",
                nameof(weights));
        }
        Count(weights.Words, inputs.Words, inputs.Rows, inputs.Length, encoding, counts);
    }

    /// <summary>
    /// The same on packed words, for any part of the neurons: <paramref name="weights"/> <c>[neurons, inputs, words]</c> and
    /// <paramref name="inputs"/> <c>[inputs, words]</c>, the bits past the length 0.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not fit together, or the counts could exceed an int.</exception>
    public static void Count(
        ReadOnlySpan<ulong> weights, ReadOnlySpan<ulong> inputs, int inputCount, int length, ScEncoding encoding, Span<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputCount, 1);
        int row = inputs.Length;
        if (row != (long)inputCount * BitPacking.WordCount(length))
            throw new ArgumentException(
                $"{inputCount} inputs of {length} bits fill {(long)inputCount * BitPacking.WordCount(length)} words, not {row}.", nameof(inputs));
        if (weights.Length != (long)row * counts.Length)
            throw new ArgumentException(
                $"{counts.Length} neurons of {row} words need {(long)row * counts.Length} words, not {weights.Length}.", nameof(weights));
        if ((long)inputCount * length > int.MaxValue)
            throw new ArgumentException($"{inputCount} inputs of {length} bits can count past {int.MaxValue}. Shorten the streams.", nameof(length));
        switch (encoding)
        {
            case ScEncoding.Unipolar:
                CountParts<AndGate>(weights, inputs, counts);
                break;
            case ScEncoding.Bipolar:
                // The bits past the length are equal in both operands, so XOR leaves them 0 where XNOR would not.
                CountParts<XorGate>(weights, inputs, counts);
                foreach (ref int count in counts) count = (inputCount * length) - count;
                break;
            default:
                throw ScEncodings.Unknown(encoding);
        }
    }

    private static void CountParts<TGate>(ReadOnlySpan<ulong> weights, ReadOnlySpan<ulong> inputs, Span<int> counts) where TGate : struct, IGate
    {
        counts.Clear();
        for (int start = 0; start < inputs.Length; start += PartWords)
        {
            ReadOnlySpan<ulong> part = inputs[start..Math.Min(inputs.Length, start + PartWords)];
            for (int n = 0; n < counts.Length; n++)
                counts[n] += (int)GateCounter.Count<TGate>(weights.Slice((n * inputs.Length) + start, part.Length), part);
        }
    }
}
