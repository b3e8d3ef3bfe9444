using SpikeJit.Primitives;

namespace SpikeJit;

/// <summary>
/// The key of a stream of random numbers: a counter-based generator (Threefry-2x32, 20 rounds) without hidden state, bit for bit that of JAX's default
/// mode. The same key always gives the same numbers, so split a key before each use. A key is a tree with one U32 <c>[2]</c> leaf, and may have leading
/// axes under <see cref="Fn"/>'s VMap.
/// </summary>
/// <param name="Data">The two words of the key, U32 <c>[2]</c>.</param>
/// <param name="Sequential">
/// Whether counters are laid out as in JAX before version 0.5 (there <c>jax_threefry_partitionable=False</c>), whose numbers can be had again so.
/// </param>
public readonly partial record struct RandomKey(Tensor Data, bool Sequential = false)
{
    /// <summary>The key of a seed: its low 32 bits; the high word is 0, as JAX has it without 64-bit types.</summary>
    public RandomKey(long seed)
        : this(Tensor.From<uint>([0, unchecked((uint)seed)]))
    {
    }

    /// <summary>Several independent keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public RandomKey[] Split(int count)
    {
        Tensor keys = SplitData(count);
        var result = new RandomKey[count];
        for (int i = 0; i < count; i++) result[i] = this with { Data = keys[i] };
        return result;
    }

    /// <summary>Two independent keys.</summary>
    public (RandomKey First, RandomKey Second) Split()
    {
        Tensor keys = SplitData(2);
        return (this with { Data = keys[0] }, this with { Data = keys[1] });
    }

    /// <summary>Several independent keys as one tensor, U32 <c>[count, 2]</c>, to map or scan over.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public RandomKey SplitMany(int count) => this with { Data = SplitData(count) };

    /// <summary>A key made from this one and a number. Note that <c>FoldIn(i)</c> is the i-th key of a split: use one or the other of a key.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is not in 0 … 2³²−1.</exception>
    public RandomKey FoldIn(long number)
    {
        if (number is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(number), number, "FoldIn: the number must be in 0 … 4294967295.");
        return FoldIn(Tensor.Scalar((uint)number));
    }

    /// <summary>A key made from this one and an integer scalar.</summary>
    public RandomKey FoldIn(Tensor number)
    {
        if (!number.DType.IsInteger() || number.Rank != 0) throw new ShapeException($"FoldIn: the number is {number.Type}, not an integer scalar.");
        Tensor counter = number.As(DType.U32), zero = Tensor.Zeros(Shape.Scalar, DType.U32);
        return this with { Data = Tensor.Stack([Words(ThreefryWord.First, zero, counter), Words(ThreefryWord.Second, zero, counter)]) };
    }

    /// <summary>32 random bits an element, U32.</summary>
    public Tensor Bits(Shape shape)
    {
        KeyLedger.Note(Data, nameof(Bits));
        if (Sequential) return SequentialWords(shape.Size).Reshape(shape);
        Tensor counter = Tensor.FlatIota(shape).As(DType.U32);
        return Words(ThreefryWord.Both, Tensor.Zeros(shape, DType.U32), counter);
    }

    /// <summary>8, 16, 32 or 64 random bits an element, as U8, U32, U32 or U64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is none of these.</exception>
    public Tensor Bits(Shape shape, int width)
    {
        switch (width)
        {
            case 32: return Bits(shape);
            case 64:
                (Tensor high, Tensor low) = WordPairs(shape);
                return (high.As(DType.U64) << 32) | low.As(DType.U64);
            case 8 or 16:
                // Sequential words are used up from their low end; otherwise each element has a word of its own.
                int parts = Sequential ? 32 / width : 1;
                Tensor words = Bits([(shape.Size + parts - 1) / parts]).ExpandDims(1), places = (Tensor.Arange(parts) * width).As(DType.U32);
                Tensor bits = (words >>> places).Flatten()[..shape.Size].Reshape(shape);
                return width == 8 ? bits.As(DType.U8) : bits & Tensor.Scalar(0xFFFFu);
            default: throw new ArgumentOutOfRangeException(nameof(width), width, "Bits: there are 8, 16, 32 or 64 of them.");
        }
    }

    private Tensor SplitData(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        KeyLedger.Note(Data, nameof(Split));
        if (Sequential) return SequentialWords(2 * count).Reshape([count, 2]);
        Tensor counter = Tensor.Arange(count, DType.U32), zero = Tensor.Zeros([count], DType.U32);
        return Tensor.Stack([Words(ThreefryWord.First, zero, counter), Words(ThreefryWord.Second, zero, counter)], axis: -1);
    }

    /// <summary>The first words of all blocks, then the second ones, where counter i stands beside counter i + ⌈n/2⌉, or 0 if there is none.</summary>
    private Tensor SequentialWords(int count)
    {
        int half = (count + 1) / 2;
        Tensor first = Tensor.Arange(half, DType.U32), beside = first + half, second = Tensor.Select(beside.Less(count), beside, Tensor.ZerosLike(beside));
        return Tensor.Concatenate([Words(ThreefryWord.First, first, second), Words(ThreefryWord.Second, first, second)])[..count];
    }

    private Tensor Words(ThreefryWord word, Tensor high, Tensor low)
    {
        Check();
        return Tensor.Bind1(new ThreefryBlock(word), Data[0].BroadcastTo(low.Shape), Data[1].BroadcastTo(low.Shape), high, low);
    }

    private void Check()
    {
        if (Data is null) throw new InvalidOperationException("The random key is empty. Make one from a seed: new RandomKey(42).");
        if (Data.DType != DType.U32 || Data.Rank != 1 || Data.Size != 2)
            throw new ShapeException($"A random key is U32 [2], not {Data.Type}. Under a key with more axes, use Fn.VMap or index it.");
    }
}
