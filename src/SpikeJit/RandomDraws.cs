namespace SpikeJit;

public readonly partial record struct RandomKey
{
    private const float BelowOne = -0.99999994f;

    /// <summary>Uniform numbers in [0, 1).</summary>
    public Tensor Uniform(Shape shape, DType dtype = DType.F32) => Uniform(shape, 0, 1, dtype);

    /// <summary>Uniform numbers in [low, high). Unlike JAX's, never high itself, which rounding may reach.</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, low is above high, or their distance overflows the dtype.</exception>
    public Tensor Uniform(Shape shape, double low, double high, DType dtype = DType.F32)
    {
        if (!(low <= high) || !double.IsFinite(high - low) || (dtype == DType.F32 && !float.IsFinite((float)high - (float)low)))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"Uniform: [{low}, {high}) is no interval of finite {dtype.Name()} numbers.");
        Tensor lo = Tensor.Scalar(low).As(Float(dtype)), hi = Tensor.Scalar(high).As(dtype);
        return Uniform(shape, lo, hi);
    }

    /// <summary>Uniform numbers in [low, high), whose bounds are tensors of one floating-point type that broadcast to the shape.</summary>
    /// <exception cref="DTypeException">The bounds are no floats, or of two types.</exception>
    /// <exception cref="ShapeException">The bounds do not broadcast to the shape.</exception>
    public Tensor Uniform(Shape shape, Tensor low, Tensor high)
    {
        DType dtype = Float(low.DType);
        if (high.DType != dtype) throw new DTypeException($"Uniform: the bounds are {low.Type} and {high.Type}. Convert one with As.");
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
        return Math.Sqrt(2) * u.ErfInvOfDraw();
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
    /// <exception cref="DTypeException">The probabilities are no floats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not in [0, 1] (where the tensor has values: symbolic ones are not checked).</exception>
    public Tensor Bernoulli(Tensor probabilities)
    {
        CheckProbabilities(probabilities);
        return Uniform(probabilities.Shape, probabilities.DType).Less(probabilities);
    }

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
        uint span = high > low ? unchecked((uint)(high - low) + (whole ? 1u : 0u)) : 1u;
        return RandInt(shape, Tensor.Scalar(unchecked((uint)low)), Tensor.Scalar(span)).As(dtype);
    }

    /// <summary>Uniform integers in [low, high), I32, with bounds that broadcast to the shape. Where high is not above low, low.</summary>
    /// <exception cref="DTypeException">The bounds are not I32.</exception>
    /// <exception cref="ShapeException">The bounds do not broadcast to the shape.</exception>
    public Tensor RandIntBetween(Shape shape, Tensor low, Tensor high)
    {
        if (low.DType != DType.I32 || high.DType != DType.I32) throw new DTypeException($"RandIntBetween: the bounds are {low.Type} and {high.Type}, not I32. Convert them with As.");
        Tensor span = Tensor.Select(high > low, (high - low).As(DType.U32), Tensor.Scalar(1u));
        return RandInt(shape, low.As(DType.U32), span);
    }

    /// <summary>low + a number below span, in arithmetic modulo 2³²; a span of 0 means 2³².</summary>
    private Tensor RandInt(Shape shape, Tensor low, Tensor span)
    {
        (RandomKey first, RandomKey second) = Split();
        // Integer division by 0 leaves the dividend as the remainder, which is what a span of 2³² needs.
        Tensor halves = Tensor.Remainder(Tensor.Scalar(1u << 16), span), multiplier = Tensor.Remainder(halves * halves, span);
        Tensor wide = Tensor.Remainder(first.Bits(shape), span) * multiplier + Tensor.Remainder(second.Bits(shape), span);
        return (Tensor.Remainder(wide, span) + low).As(DType.I32);
    }

    /// <summary>Random numbers in [0, 1) from the high bits: 23 for F32, 52 for F64.</summary>
    private Tensor Unit(Shape shape, DType dtype)
    {
        if (dtype == DType.F32) return ((Bits(shape) >>> 9) | 0x3F800000).Bitcast(DType.F32) - 1f;
        return ((Bits(shape, 64) >>> 12) | Tensor.Scalar(0x3FF0000000000000ul)).Bitcast(DType.F64) - 1d;
    }

    private (Tensor High, Tensor Low) WordPairs(Shape shape)
    {
        Primitives.KeyLedger.Note(Data, nameof(Bits));
        if (Sequential)
        {
            Tensor words = SequentialWords(2 * shape.Size);
            return (words[..shape.Size].Reshape(shape), words[shape.Size..].Reshape(shape));
        }
        Tensor counter = Tensor.FlatIota(shape).As(DType.U32), zero = Tensor.Zeros(shape, DType.U32);
        return (Words(Primitives.ThreefryWord.First, zero, counter), Words(Primitives.ThreefryWord.Second, zero, counter));
    }

    private static DType Float(DType dtype) =>
        dtype.IsFloat() ? dtype : throw new DTypeException($"Random floating-point numbers of dtype {dtype} are not possible. Use F32 or F64.");

    private static void CheckProbabilities(Tensor probabilities, [System.Runtime.CompilerServices.CallerMemberName] string caller = "")
    {
        if (!probabilities.DType.IsFloat())
            throw new DTypeException($"{caller}: the probabilities are {probabilities.Type}, not floats. Convert them with As(DType.F32).");
        if (probabilities.IsSymbolic || probabilities.Size == 0) return;
        (double least, double most) = (probabilities.Min().ToDouble(), probabilities.Max().ToDouble());
        if (!(least >= 0 && most <= 1))
            throw new ArgumentOutOfRangeException(nameof(probabilities), $"{caller}: probabilities lie between 0 and 1; these run from {least} to {most}.");
    }
}
