using SpikeJit.Cpu;

namespace SpikeJit.Stochastic;

/// <summary>
/// The accumulative parallel counter of a dense layer: for each neuron the number of ones of its weights' streams gated with the inputs' streams,
/// summed over inputs and bits. It adds exactly: the only error of the sum is that of the streams.
/// </summary>
public static class DenseCounter
{
    // Inputs are taken in parts that stay in the first-level cache while all neurons' weights stream past them.
    private const int PartWords = 2048;

    // About 20 µs of one thread's work.
    private const int WordsForThreads = 1 << 16;
    private const int PartsPerThread = 2;

    [ThreadStatic] private static WorkerPool.Job? t_shares;

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

    private static unsafe void CountParts<TGate>(ReadOnlySpan<ulong> weights, ReadOnlySpan<ulong> inputs, Span<int> counts) where TGate : struct, IGate
    {
        if (weights.Length < WordsForThreads || counts.Length == 1)
        {
            CountNeurons<TGate>(weights, inputs, counts);
            return;
        }
        Shares<TGate> shares = t_shares as Shares<TGate> ?? new();
        t_shares = shares;
        fixed (ulong* w = weights, x = inputs)
        fixed (int* c = counts)
        {
            (shares.Weights, shares.Inputs, shares.Counts) = ((nint)w, (nint)x, (nint)c);
            (shares.Row, shares.Neurons, shares.Parts) = (inputs.Length, counts.Length, Math.Min(counts.Length, WorkerPool.Threads * PartsPerThread));
            WorkerPool.Run(shares.Parts, shares);
        }
    }

    private static void CountNeurons<TGate>(ReadOnlySpan<ulong> weights, ReadOnlySpan<ulong> inputs, Span<int> counts) where TGate : struct, IGate
    {
        counts.Clear();
        for (int start = 0; start < inputs.Length; start += PartWords)
        {
            ReadOnlySpan<ulong> part = inputs[start..Math.Min(inputs.Length, start + PartWords)];
            for (int n = 0; n < counts.Length; n++)
                counts[n] += (int)GateCounter.Count<TGate>(weights.Slice((n * inputs.Length) + start, part.Length), part);
        }
    }

    /// <summary>Neurons shared among threads.</summary>
    private sealed unsafe class Shares<TGate> : WorkerPool.Job where TGate : struct, IGate
    {
        public nint Weights, Inputs, Counts;
        public int Row, Neurons, Parts;

        internal override void Run(int part)
        {
            int from = (int)((long)Neurons * part / Parts), to = (int)((long)Neurons * (part + 1) / Parts);
            CountNeurons<TGate>(
                new ReadOnlySpan<ulong>((ulong*)Weights + ((long)from * Row), (to - from) * Row), new ReadOnlySpan<ulong>((ulong*)Inputs, Row), new Span<int>((int*)Counts + from, to - from));
        }
    }
}
