namespace SpikeJit;

// Whether numbers are nearly the same, and parts of numbers.
public sealed partial class Tensor
{
    /// <summary>|a - b| ≤ absolute + relative·|b|, a Bool tensor; infinities are close to themselves.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other, whose size counts.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <param name="equalNaN">Whether NaN is close to NaN.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor IsClose(Tensor a, Tensor b, double relative = 1e-5, double absolute = 1e-8, bool equalNaN = false)
    {
        (a, b) = Matched(a.AsFloat(), b.AsFloat());
        (a, b) = Broadcasted("isClose", a, b);
        Tensor close = a.Equal(b) | (a.IsFinite() & b.IsFinite() & (a - b).Abs().LessOrEqual(absolute + relative * b.Abs()));
        return equalNaN ? close | (a.IsNaN() & b.IsNaN()) : close;
    }

    /// <summary>Whether all elements are close, a Bool scalar.</summary>
    /// <inheritdoc cref="IsClose"/>
    public static Tensor AllClose(Tensor a, Tensor b, double relative = 1e-5, double absolute = 1e-8, bool equalNaN = false) => IsClose(a, b, relative, absolute, equalNaN).All();

    /// <summary>log₂(2ᵃ + 2ᵇ), without overflow.</summary>
    public static Tensor LogAddExp2(Tensor a, Tensor b) => LogAddExp(a * Math.Log(2), b * Math.Log(2)) / Math.Log(2);

    /// <summary>Whether the sign bit is set, also of -0 and NaN; a Bool tensor.</summary>
    public Tensor SignBit() => DType.IsFloat() ? Bitcast(DType == DType.F32 ? DType.I32 : DType.I64).Less(0) : DType.IsSigned() ? Less(0) : Zeros(Shape, DType.Bool);

    /// <summary>x - trunc(x), with the sign of x.</summary>
    public Tensor Fraction() => AsFloat() - AsFloat().Truncate();

    /// <summary>Degrees as radians.</summary>
    public Tensor DegreesToRadians() => AsFloat() * (Math.PI / 180);

    /// <summary>Radians as degrees.</summary>
    public Tensor RadiansToDegrees() => AsFloat() * (180 / Math.PI);
}
