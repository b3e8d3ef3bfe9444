using SpikeJit.Primitives;

namespace SpikeJit;

// Functions of two operands that are composed of other operations.
public sealed partial class Tensor
{
    /// <summary>log(eᵃ + eᵇ), without overflow.</summary>
    public static Tensor LogAddExp(Tensor a, Tensor b) => CombineFloats(new LogAddExp(), a, b);

    /// <summary>√(a² + b²), without overflow or underflow; the derivative at (0, 0) is 0.</summary>
    public static Tensor Hypot(Tensor a, Tensor b) => CombineFloats(new Hypot(), a, b);

    /// <summary>|a| with the sign of b, where -0 and NaN have signs too.</summary>
    public static Tensor CopySign(Tensor a, Tensor b)
    {
        (a, b) = Broadcasted("copySign", a.AsFloat(), b.AsFloat());
        (a, b) = Matched(a, b);
        Tensor negative = b.Bitcast(b.DType == DType.F32 ? DType.I32 : DType.I64).Less(0);
        return Select(negative, -a.Abs(), a.Abs());
    }

    /// <summary>0 for x &lt; 0, 1 for x &gt; 0, else the value given for 0; NaN stays NaN. Its derivative by x is 0.</summary>
    public static Tensor Heaviside(Tensor x, Tensor atZero)
    {
        (x, atZero) = Broadcasted("heaviside", x.AsFloat(), atZero.AsFloat());
        (x, atZero) = Matched(x, atZero);
        Tensor step = Select(x.Less(0), ZerosLike(x), Select(x.Greater(0), OnesLike(x), atZero));
        return Select(x.IsNaN(), Fn.StopGradient(x), step);
    }

    /// <summary>x·log y, and 0 where x is 0 whatever y is (unless NaN).</summary>
    public static Tensor Xlogy(Tensor x, Tensor y)
    {
        (x, y) = Broadcasted("xlogy", x.AsFloat(), y.AsFloat());
        (x, y) = Matched(x, y);
        // Only where log y is infinite or NaN does 0·log y need help: elsewhere its derivative by x is log y.
        Tensor guarded = x.Equal(0) & (y.LessOrEqual(0) | y.IsInfinite());
        return x * Select(guarded, OnesLike(y), y).Log();
    }

    /// <summary>The larger of two; a number where the other is NaN.</summary>
    public static Tensor MaximumNumber(Tensor a, Tensor b)
    {
        (a, b) = Broadcasted("maximumNumber", a, b);
        return Select(a.Greater(b) | b.IsNaN(), a, b);
    }

    /// <summary>The smaller of two; a number where the other is NaN.</summary>
    public static Tensor MinimumNumber(Tensor a, Tensor b)
    {
        (a, b) = Broadcasted("minimumNumber", a, b);
        return Select(a.Less(b) | b.IsNaN(), a, b);
    }
}
