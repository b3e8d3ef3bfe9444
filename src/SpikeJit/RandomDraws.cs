namespace SpikeJit;

public readonly partial record struct RandomKey
{
    private const float BelowOne = -0.99999994f;

    /// <summary>Uniform numbers in [0, 1).</summary>
    public Tensor Uniform(Shape shape, DType dtype = DType.F32) => Uniform(shape, 0, 1, dtype);

    /// <summary>Uniform numbers in [low, high). Unlike JAX's, never high itself, which rounding may reach.</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Uniform(Shape shape, double low, double high, DType dtype = DType.F32)
    {
        Tensor lo = Tensor.Scalar(low).As(Float(dtype)), hi = Tensor.Scalar(high).As(dtype);
        return Uniform(shape, lo, hi);
    }

    /// <summary>Uniform numbers between two scalars of one floating-point type.</summary>
    public Tensor Uniform(Shape shape, Tensor low, Tensor high)
    {
        DType dtype = Float(low.DType);
        Tensor unit = Unit(shape, dtype);
        Tensor lo = low.BroadcastTo(shape), width = (high - low).BroadcastTo(shape);
        Tensor draws = Tensor.Maximum(lo, Tensor.FusedMultiplyAdd(unit, width, lo));
        // Rounding may reach the upper end; an empty interval keeps its one value.
        Tensor last = Tensor.Maximum(low, Tensor.NextAfter(high, low));
        return Tensor.Minimum(draws, last.BroadcastTo(shape));
    }

    /// <summary>Normal numbers with mean 0 and variance 1: √2·erf⁻¹(u), u uniform in (-1, 1).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Normal(Shape shape, DType dtype = DType.F32)
    {
        double low = dtype == DType.F32 ? BelowOne : Math.BitIncrement(-1d);
        Tensor unit = Unit(shape, Float(dtype));
        Tensor lo = Tensor.Scalar(low).As(dtype), width = Tensor.Scalar(1d).As(dtype) - lo;
        Tensor u = Tensor.Maximum(lo.BroadcastTo(shape), Tensor.FusedMultiplyAdd(unit, width.BroadcastTo(shape), lo.BroadcastTo(shape)));
        return Math.Sqrt(2) * u.ErfInv();
    }

    /// <summary>True with a probability, Bool.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public Tensor Bernoulli(Shape shape, double probability = 0.5)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Bernoulli: a probability lies between 0 and 1.");
        return Uniform(shape).Less((float)probability);
    }

    /// <summary>True with probabilities of each element's own, Bool, in the shape of the probabilities.</summary>
    public Tensor Bernoulli(Tensor probabilities) => Uniform(probabilities.Shape, probabilities.DType).Less(probabilities);

    /// <summary>Uniform integers in [low, high), I32 or another integer dtype. Where high is not above low, low.</summary>
    /// <exception cref="DTypeException">The dtype is no integer of at most 32 bits.</exception>
    public Tensor RandInt(Shape shape, long low, long high, DType dtype = DType.I32)
    {
        (long smallest, long largest) = dtype switch
        {
            DType.I32 => ((long)int.MinValue, (long)int.MaxValue),
            DType.U32 => (0L, uint.MaxValue),
            DType.U8 => (0L, byte.MaxValue),
            _ => throw new DTypeException($"RandInt: {dtype} is not offered. Use I32, U32 or U8 and convert with As."),
        };
        bool whole = high > largest;
        low = Math.Clamp(low, smallest, largest);
        high = Math.Clamp(high, smallest, largest);
        (RandomKey first, RandomKey second) = Split();
        uint span = high > low ? (uint)(high - low) + (whole ? 1u : 0u) : 1u;
        uint halves = span == 0 ? 1u << 16 : (1u << 16) % span;
        uint square = unchecked(halves * halves), multiplier = span == 0 ? square : square % span;
        Tensor wide = Modulo(first.Bits(shape), span) * Tensor.Scalar(multiplier) + Modulo(second.Bits(shape), span);
        return (Modulo(wide, span) + Tensor.Scalar(unchecked((uint)low))).As(DType.I32).As(dtype);
    }

    /// <summary>A random order of the elements along the first axis.</summary>
    public Tensor Permutation(Tensor x)
    {
        int n = x.Shape[0];
        return x.Take(Permutation(n));
    }

    /// <summary>A random order of 0 … n−1, I32 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public Tensor Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        Tensor order = Tensor.Arange(n);
        // Enough rounds of sorting by random words that ties of 32-bit words do not matter.
        int rounds = (int)Math.Ceiling(3 * Math.Log(Math.Max(1, n)) / Math.Log(uint.MaxValue));
        RandomKey key = this;
        for (int round = 0; round < rounds; round++)
        {
            (key, RandomKey draw) = key.Split();
            order = order.Take(draw.Bits([n]).ArgSort());
        }
        return order;
    }

    /// <summary>count of 0 … n−1 drawn with or without replacement, I32 <c>[count]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More are drawn without replacement than there are, or there are none to draw from.</exception>
    public Tensor Choice(int n, int count, bool replace = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (replace) return n > 0 || count == 0 ? RandInt([count], 0, n) : throw new ArgumentOutOfRangeException(nameof(n), n, "Choice: there is nothing to draw from.");
        if (count > n) throw new ArgumentOutOfRangeException(nameof(count), count, $"Choice: {count} of {n} cannot be drawn without replacement.");
        return Permutation(n)[..count];
    }

    /// <summary>Random numbers in [0, 1) from the high bits: 23 for F32, 52 for F64.</summary>
    private Tensor Unit(Shape shape, DType dtype)
    {
        if (dtype == DType.F32) return ((Bits(shape) >>> 9) | 0x3F800000).Bitcast(DType.F32) - 1f;
        Tensor counter = Tensor.FlatIota(shape).As(DType.U32), zero = Tensor.Zeros(shape, DType.U32);
        Tensor high = Words(Primitives.ThreefryWord.First, zero, counter).As(DType.U64), low = Words(Primitives.ThreefryWord.Second, zero, counter).As(DType.U64);
        Tensor bits = (high << 32) | low;
        return ((bits >>> 12) | Tensor.Scalar(0x3FF0000000000000ul)).Bitcast(DType.F64) - 1d;
    }

    private static Tensor Modulo(Tensor x, uint span) => span == 0 ? x : Tensor.Remainder(x, Tensor.Scalar(span));

    private static DType Float(DType dtype) =>
        dtype.IsFloat() ? dtype : throw new DTypeException($"Random floating-point numbers of dtype {dtype} are not possible. Use F32 or F64.");
}
