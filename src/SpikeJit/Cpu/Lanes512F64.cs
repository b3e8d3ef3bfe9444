using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>8 lanes of double precision in one 512-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes512F64(Vector512<double> value) : IFloat64Lanes<Lanes512F64>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<double> v = value;

    [MethodImpl(Inline)]
    public static implicit operator Lanes512F64(double value) => new(Vector512.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes512F64(Vector512<double> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector512<double>(Lanes512F64 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes512F64 Bits(long pattern) => new(Vector512.Create(pattern).AsDouble());

    [MethodImpl(Inline)]
    public static Lanes512F64 operator +(Lanes512F64 a, Lanes512F64 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator -(Lanes512F64 a, Lanes512F64 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator *(Lanes512F64 a, Lanes512F64 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator /(Lanes512F64 a, Lanes512F64 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator &(Lanes512F64 a, Lanes512F64 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator |(Lanes512F64 a, Lanes512F64 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator ^(Lanes512F64 a, Lanes512F64 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes512F64 operator <(Lanes512F64 a, Lanes512F64 b) => new(Vector512.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 operator >(Lanes512F64 a, Lanes512F64 b) => new(Vector512.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 operator <=(Lanes512F64 a, Lanes512F64 b) => new(Vector512.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 operator >=(Lanes512F64 a, Lanes512F64 b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 Same(Lanes512F64 a, Lanes512F64 b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes512F64 Fma(Lanes512F64 a, Lanes512F64 b, Lanes512F64 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 Sqrt(Lanes512F64 a) => new(Vector512.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 Abs(Lanes512F64 a) => new(Vector512.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes512F64 Select(Lanes512F64 mask, Lanes512F64 a, Lanes512F64 b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes512F64 Clamp(Lanes512F64 x, double low, double high)
        => new(Vector512.MaxNative(Vector512.Create(low), Vector512.MinNative(Vector512.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes512F64 Scale(Lanes512F64 x, Lanes512F64 n)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^52 leaves the integer in the low bits.
        var whole = (n.v + Vector512.Create(6755399441055744d)).AsInt64() - Vector512.Create(0x4338000000000000L);
        var half = whole >> 1;
        var one = Vector512.Create(1023L);
        return new(x.v * ((half + one) << 52).AsDouble() * ((whole - half + one) << 52).AsDouble());
    }

    [MethodImpl(Inline)]
    public static Lanes512F64 AddBits(Lanes512F64 a, Lanes512F64 b) => new((a.v.AsInt64() + b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes512F64 SubtractBits(Lanes512F64 a, Lanes512F64 b) => new((a.v.AsInt64() - b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes512F64 ShiftLeft(Lanes512F64 a, int count) => new((a.v.AsInt64() << count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes512F64 ShiftRight(Lanes512F64 a, int count) => new((a.v.AsInt64() >> count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes512F64 BitsToNumber(Lanes512F64 a)
        => new((a.v.AsInt64() + Vector512.Create(0x4338000000000000L)).AsDouble() - Vector512.Create(6755399441055744d));
    [MethodImpl(Inline)]
    public static Lanes512F64 Truncate(Lanes512F64 a) => new(Vector512.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes512F64 mask) => mask.v.AsInt64() != Vector512<long>.Zero;

    public static int Count => Vector512<double>.Count;
    [MethodImpl(Inline)]
    public static double Get(Lanes512F64 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes512F64 With(Lanes512F64 a, int lane, double value) => new(a.v.WithElement(lane, value));
}
