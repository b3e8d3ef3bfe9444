using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>
/// Projections x·W on bitstreams in sign-magnitude form: a stream of density |w|/scale for each weight and one of |x|/scale for each input, joined by
/// AND, counted up or down by the product's sign. A weight or input of 0 has no error, and an AND's error is a quarter to a half of an XNOR's.
/// </summary>
/// <remarks>
/// Weights are drawn once, as <see cref="MatchedEncoder"/> does, from dimension 0, inputs anew for each projection from dimension 1, every stream with an
/// index of its own: streams that meet are uncorrelated. A spike holds its line at 1 for all L bits, so the AND with a weight's stream is that stream and
/// its count the stream's number of ones.
/// </remarks>
internal sealed class SignedProduct
{
    public const int WeightDimension = 0, InputDimension = 1;

    // Up to here counting word by word beats setting up vectors.
    private const int ShortWords = 8;

    private readonly BitGenerator _generator;
    private readonly int[] _signedOnes;

    /// <param name="weights">Finite weights, <c>[inputs, outputs]</c>.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="length">L in bits.</param>
    /// <param name="source">Where streams come from.</param>
    /// <param name="seed">Selects them.</param>
    public SignedProduct(ReadOnlySpan<float> weights, int inputs, int outputs, int length, BitSource source, ulong seed)
        : this(inputs, outputs, source, seed, Largest(weights), new BitMatrix(inputs * outputs, length), new int[inputs * outputs])
    {
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] == 0) continue;
            Span<ulong> words = Streams.RowForWriting(row);
            MatchedEncoder.Encode(_generator, Math.Abs(weights[row]) / Scale, new StreamId(WeightDimension, row), length, words);
            int ones = (int)BitPacking.PopCount(words);
            _signedOnes[row] = weights[row] < 0 ? -ones : ones;
        }
    }

    /// <summary>A projection with streams drawn before; <paramref name="signedOnes"/> holds each stream's ones with the weight's sign.</summary>
    public SignedProduct(int inputs, int outputs, BitSource source, ulong seed, double scale, BitMatrix streams, int[] signedOnes)
    {
        (Inputs, Outputs, Scale, Streams, _signedOnes) = (inputs, outputs, scale, streams, signedOnes);
        if ((long)inputs * streams.Length > int.MaxValue)
            throw new ArgumentException($"{inputs} inputs of {streams.Length} bits can count past {int.MaxValue}. Shorten the streams.", nameof(streams));
        _generator = BitGenerator.Create(source, streams.Length, seed);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int Length => Streams.Length;

    /// <summary>The largest |w|, which density 1 stands for.</summary>
    public double Scale { get; }

    /// <summary>The weights' streams; that of weight <c>[i, n]</c> is row i · outputs + n.</summary>
    public BitMatrix Streams { get; }

    /// <summary>The ones of each weight's stream, with the weight's sign, <c>[inputs, outputs]</c>.</summary>
    public ReadOnlySpan<int> SignedOnes => _signedOnes;

    /// <summary>The value that the streams of a weight hold.</summary>
    public double Weight(int input, int output) => _signedOnes[(input * Outputs) + output] * Scale / Length;

    /// <summary>The projection of values: each is encoded, gated with all its weights and counted.</summary>
    /// <param name="x">Values, |x| ≤ <paramref name="inputScale"/>.</param>
    /// <param name="inputScale">The value of density 1.</param>
    /// <param name="firstStream">Index of the first input's stream; another for each projection makes their errors independent.</param>
    /// <param name="words">Room for one stream.</param>
    /// <param name="counts">Receives the signed counts; a count stands for <see cref="Scale"/> · <paramref name="inputScale"/> / L.</param>
    public void Project(ReadOnlySpan<float> x, double inputScale, uint firstStream, Span<ulong> words, Span<int> counts)
    {
        counts.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == 0) continue;
            _generator.Encode(Math.Abs(x[i]) / inputScale, new StreamId(InputDimension, (int)((firstStream + (uint)i) & int.MaxValue)), Length, words);
            Gate(i, words, x[i] < 0, counts);
        }
    }

    /// <summary>Adds what a spike of an input contributes.</summary>
    public void AddSpike(int input, Span<int> counts)
    {
        ReadOnlySpan<int> ones = _signedOnes.AsSpan(input * Outputs, Outputs);
        int n = 0;
        for (; n <= counts.Length - Vector<int>.Count; n += Vector<int>.Count)
            (new Vector<int>(counts[n..]) + new Vector<int>(ones[n..])).CopyTo(counts[n..]);
        for (; n < counts.Length; n++) counts[n] += ones[n];
    }

    /// <summary>
    /// Standard deviation of the projections for inputs of magnitudes <paramref name="x"/>, were all bits independent:
    /// <c>scale·√(Σ p q (1 − p q) / L)</c>. Low-discrepancy streams do better.
    /// </summary>
    public double StandardError(ReadOnlySpan<float> x, double inputScale, int output)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double both = Math.Abs(x[i]) / inputScale * Math.Abs(_signedOnes[(i * Outputs) + output]) / Length;
            sum += both * (1 - both);
        }
        return Scale * inputScale * Math.Sqrt(sum / Length);
    }

    private void Gate(int input, ReadOnlySpan<ulong> x, bool negative, Span<int> counts)
    {
        ReadOnlySpan<ulong> weights = Streams.Words.Slice(input * Outputs * x.Length, Outputs * x.Length);
        ReadOnlySpan<int> ones = _signedOnes.AsSpan(input * Outputs, Outputs);
        int flip = negative ? -1 : 0;
        for (int n = 0; n < counts.Length; n++)
        {
            ReadOnlySpan<ulong> w = weights.Slice(n * x.Length, x.Length);
            int count = 0;
            if (w.Length <= ShortWords)
                for (int k = 0; k < w.Length; k++) count += BitOperations.PopCount(w[k] & x[k]);
            else
                count = (int)GateCounter.Count<AndGate>(w, x);
            int sign = (ones[n] >> 31) ^ flip;
            counts[n] += (count ^ sign) - sign;
        }
    }

    private static double Largest(ReadOnlySpan<float> weights)
    {
        double largest = 0;
        foreach (float w in weights) largest = Math.Max(largest, Math.Abs(w));
        return largest == 0 ? 1 : largest;
    }
}
