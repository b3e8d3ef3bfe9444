namespace SpikeJit.Stochastic;

/// <summary>
/// Packed bitstreams as a tensor, for functions that are traced: <see cref="BitMatrix"/>'s layout, bit k of a stream in bit k mod 32 of word k div 32, the
/// bits past the length 0. A tree with one leaf, the words; the length is part of its structure.
/// </summary>
/// <param name="Words">U32 <c>[…, ⌈length/32⌉]</c>: any number of axes of streams, none for a single stream.</param>
/// <param name="Length">Length of each stream in bits.</param>
public readonly record struct BitTensor(Tensor Words, int Length)
{
    private const int WordBits = 32;

    /// <summary>The axes of the streams, without that of the words.</summary>
    public Shape Streams => [.. Checked().Shape.SkipLast(1)];

    /// <summary>Words that hold a stream of a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static int WordCount(int length)
    {
        Require.Length(length);
        return (int)(((uint)length + (WordBits - 1)) / WordBits);
    }

    /// <summary>
    /// Random streams, a stream for each probability: each bit is 1 with its probability, independently of all others. The probability is rounded to a
    /// multiple of 2⁻²⁴; one outside [0, 1] counts as the nearest of its ends, NaN as 0. No derivative flows through bits.
    /// In a loop over time, bits that no later step depends on are drawn for all steps at once, and take memory for all of them.
    /// </summary>
    /// <remarks>
    /// Compares 16-bit numbers with the probability, 32 streams' places at a time, one binary digit after another. Digits come from the generator sfc32
    /// (C. Doty-Humphrey, PractRand), whose state each word draws anew from the key (Threefry). The digits of the probability below the 16th decide by lot
    /// for the whole stream, so that the mean is exact; it makes two bits of a stream depend on each other by a covariance of at most 2⁻³⁴.
    /// </remarks>
    /// <param name="probabilities">Floats <c>[…]</c>.</param>
    /// <param name="length">Length of each stream in bits.</param>
    /// <param name="key">The key of the bits; draw nothing else from it.</param>
    /// <exception cref="DTypeException">The probabilities are no floats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static BitTensor Encode(Tensor probabilities, int length, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (!probabilities.DType.IsFloat())
            throw new DTypeException($"BitTensor.Encode: the probabilities are {probabilities.Type}, not floats. Convert them with As(DType.F32).");
        int words = WordCount(length);
        Tensor packed = RandomBits.Pack(probabilities.Flatten(), words, key);
        return new(Masked(packed, length).Reshape([.. probabilities.Shape, words]), length);
    }

    /// <summary>Packs bits given one an element.</summary>
    /// <param name="bits"><c>[…, length]</c> of any dtype: what is above ½ is a one.</param>
    /// <exception cref="ShapeException">There is no axis of bits, or it is empty.</exception>
    public static BitTensor FromBits(Tensor bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (bits.Rank == 0 || bits.Shape[-1] == 0) throw new ShapeException($"BitTensor.FromBits: {bits.Type} has no bits along its last axis.");
        int length = bits.Shape[-1], words = WordCount(length);
        Tensor ones = (bits.DType.IsFloat() ? bits > 0.5 : bits.As(DType.Bool)).As(DType.U32);
        int[] before = new int[bits.Rank], after = new int[bits.Rank];
        after[^1] = (words * WordBits) - length;
        Tensor places = ones.Pad(before, after).Reshape([.. bits.Shape.SkipLast(1), words, WordBits]) << Tensor.Arange(WordBits, DType.U32);
        return new(places.Sum(-1).As(DType.U32), length);
    }

    /// <summary>Streams of a batch.</summary>
    public static BitTensor From(BitMatrix streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        int words = WordCount(streams.Length);
        var packed = new uint[streams.Rows * words];
        for (int i = 0; i < packed.Length; i++)
        {
            ulong word = streams.Row(i / words)[i % words / 2];
            packed[i] = (uint)(i % words % 2 == 0 ? word : word >>> WordBits);
        }
        return new(Tensor.From(packed, [streams.Rows, words]), streams.Length);
    }

    /// <summary>The streams as a batch, those of several axes one after another.</summary>
    /// <exception cref="ShapeException">The words do not fit the length, or there is no stream.</exception>
    public BitMatrix ToBitMatrix()
    {
        int rows = Math.Max(1, Streams.Size), words = WordCount(Length), wide = BitPacking.WordCount(Length);
        uint[] packed = Words.ToArray<uint>();
        if (packed.Length == 0) throw new ShapeException($"BitTensor.ToBitMatrix: {Words.Type} holds no stream.");
        var all = new ulong[rows * wide];
        for (int i = 0; i < packed.Length; i++) all[(i / words * wide) + (i % words / 2)] |= (ulong)packed[i] << (i % words % 2 * WordBits);
        return BitMatrix.FromWords(all, rows, Length);
    }

    /// <summary>The bits, one an element: <c>[…, length]</c>.</summary>
    /// <exception cref="ShapeException">The words do not fit the length.</exception>
    public Tensor ToBits(DType dtype = DType.U8)
    {
        Tensor words = Checked();
        Tensor all = ((words.ExpandDims(-1) >>> Tensor.Arange(WordBits, DType.U32)) & Tensor.Scalar(1u)).As(dtype);
        return all.Reshape([.. Streams, words.Shape[-1] * WordBits]).SliceAxis(-1, 0, Length);
    }

    /// <summary>Density of ones of each stream: <c>[…]</c>.</summary>
    /// <exception cref="ShapeException">The words do not fit the length.</exception>
    public Tensor Density(DType dtype = DType.F32) => Checked().PopCount().As(DType.I32).Sum(-1).As(dtype) / (double)Length;

    private static Tensor Masked(Tensor words, int length)
    {
        if (length % WordBits == 0) return words;
        uint[] mask = [.. Enumerable.Repeat(uint.MaxValue, words.Shape[-1] - 1), uint.MaxValue >>> (WordBits - (length % WordBits))];
        return words & Tensor.From(mask);
    }

    private Tensor Checked()
    {
        if (Words is null) throw new InvalidOperationException("The BitTensor is empty. Make one with Encode, FromBits or From.");
        if (Words.DType != DType.U32 || Words.Rank == 0 || Words.Shape[-1] != WordCount(Length))
            throw new ShapeException($"BitTensor: streams of {Length} bits are u32[…,{WordCount(Length)}], not {Words.Type}.");
        return Words;
    }
}
