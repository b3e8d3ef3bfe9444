using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>2 lanes of double precision in one 128-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes128F64(Vector128<double> value) : IFloat64Lanes<Lanes128F64>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<double> v = value;

    /// <summary>Lane 0.</summary>
    public double First => v.ToScalar();

    [MethodImpl(Inline)]
    public static implicit operator Lanes128F64(double value) => new(Vector128.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes128F64(Vector128<double> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector128<double>(Lanes128F64 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes128F64 Bits(long pattern) => new(Vector128.Create(pattern).AsDouble());

    [MethodImpl(Inline)]
    public static Lanes128F64 operator +(Lanes128F64 a, Lanes128F64 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator -(Lanes128F64 a, Lanes128F64 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator *(Lanes128F64 a, Lanes128F64 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator /(Lanes128F64 a, Lanes128F64 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator &(Lanes128F64 a, Lanes128F64 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator |(Lanes128F64 a, Lanes128F64 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator ^(Lanes128F64 a, Lanes128F64 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes128F64 operator <(Lanes128F64 a, Lanes128F64 b) => new(Vector128.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 operator >(Lanes128F64 a, Lanes128F64 b) => new(Vector128.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 operator <=(Lanes128F64 a, Lanes128F64 b) => new(Vector128.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 operator >=(Lanes128F64 a, Lanes128F64 b) => new(Vector128.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 Same(Lanes128F64 a, Lanes128F64 b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes128F64 Fma(Lanes128F64 a, Lanes128F64 b, Lanes128F64 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 Sqrt(Lanes128F64 a) => new(Vector128.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 Abs(Lanes128F64 a) => new(Vector128.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes128F64 Select(Lanes128F64 mask, Lanes128F64 a, Lanes128F64 b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes128F64 Clamp(Lanes128F64 x, double low, double high)
        => new(Vector128.MaxNative(Vector128.Create(low), Vector128.MinNative(Vector128.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes128F64 Scale(Lanes128F64 x, Lanes128F64 n)
    {
        if (Avx512F.VL.IsSupported)
            return new(Avx512F.VL.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^52 leaves the integer in the low bits.
        var whole = (n.v + Vector128.Create(6755399441055744d)).AsInt64() - Vector128.Create(0x4338000000000000L);
        var half = whole >> 1;
        var one = Vector128.Create(1023L);
        return new(x.v * ((half + one) << 52).AsDouble() * ((whole - half + one) << 52).AsDouble());
    }

    [MethodImpl(Inline)]
    public static Lanes128F64 AddBits(Lanes128F64 a, Lanes128F64 b) => new((a.v.AsInt64() + b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes128F64 SubtractBits(Lanes128F64 a, Lanes128F64 b) => new((a.v.AsInt64() - b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes128F64 ShiftLeft(Lanes128F64 a, int count) => new((a.v.AsInt64() << count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes128F64 ShiftRight(Lanes128F64 a, int count) => new((a.v.AsInt64() >> count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes128F64 BitsToNumber(Lanes128F64 a)
        => new((a.v.AsInt64() + Vector128.Create(0x4338000000000000L)).AsDouble() - Vector128.Create(6755399441055744d));
    [MethodImpl(Inline)]
    public static Lanes128F64 Truncate(Lanes128F64 a) => new(Vector128.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes128F64 mask) => mask.v.AsInt64() != Vector128<long>.Zero;

    public static int Count => Vector128<double>.Count;
    [MethodImpl(Inline)]
    public static double Get(Lanes128F64 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes128F64 With(Lanes128F64 a, int lane, double value) => new(a.v.WithElement(lane, value));
}
