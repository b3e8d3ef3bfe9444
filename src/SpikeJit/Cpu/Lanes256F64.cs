using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>4 lanes of double precision in one 256-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes256F64(Vector256<double> value) : IFloat64Lanes<Lanes256F64>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<double> v = value;

    [MethodImpl(Inline)]
    public static implicit operator Lanes256F64(double value) => new(Vector256.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes256F64(Vector256<double> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector256<double>(Lanes256F64 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes256F64 Bits(long pattern) => new(Vector256.Create(pattern).AsDouble());

    [MethodImpl(Inline)]
    public static Lanes256F64 operator +(Lanes256F64 a, Lanes256F64 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator -(Lanes256F64 a, Lanes256F64 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator *(Lanes256F64 a, Lanes256F64 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator /(Lanes256F64 a, Lanes256F64 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator &(Lanes256F64 a, Lanes256F64 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator |(Lanes256F64 a, Lanes256F64 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator ^(Lanes256F64 a, Lanes256F64 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes256F64 operator <(Lanes256F64 a, Lanes256F64 b) => new(Vector256.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 operator >(Lanes256F64 a, Lanes256F64 b) => new(Vector256.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 operator <=(Lanes256F64 a, Lanes256F64 b) => new(Vector256.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 operator >=(Lanes256F64 a, Lanes256F64 b) => new(Vector256.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 Same(Lanes256F64 a, Lanes256F64 b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes256F64 Fma(Lanes256F64 a, Lanes256F64 b, Lanes256F64 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 Sqrt(Lanes256F64 a) => new(Vector256.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 Abs(Lanes256F64 a) => new(Vector256.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes256F64 Select(Lanes256F64 mask, Lanes256F64 a, Lanes256F64 b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes256F64 Clamp(Lanes256F64 x, double low, double high)
        => new(Vector256.MaxNative(Vector256.Create(low), Vector256.MinNative(Vector256.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes256F64 Scale(Lanes256F64 x, Lanes256F64 n)
    {
        if (Avx512F.VL.IsSupported)
            return new(Avx512F.VL.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^52 leaves the integer in the low bits.
        var whole = (n.v + Vector256.Create(6755399441055744d)).AsInt64() - Vector256.Create(0x4338000000000000L);
        var half = whole >> 1;
        var one = Vector256.Create(1023L);
        return new(x.v * ((half + one) << 52).AsDouble() * ((whole - half + one) << 52).AsDouble());
    }

    [MethodImpl(Inline)]
    public static Lanes256F64 AddBits(Lanes256F64 a, Lanes256F64 b) => new((a.v.AsInt64() + b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes256F64 SubtractBits(Lanes256F64 a, Lanes256F64 b) => new((a.v.AsInt64() - b.v.AsInt64()).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes256F64 ShiftLeft(Lanes256F64 a, int count) => new((a.v.AsInt64() << count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes256F64 ShiftRight(Lanes256F64 a, int count) => new((a.v.AsInt64() >> count).AsDouble());
    [MethodImpl(Inline)]
    public static Lanes256F64 BitsToNumber(Lanes256F64 a)
        => new((a.v.AsInt64() + Vector256.Create(0x4338000000000000L)).AsDouble() - Vector256.Create(6755399441055744d));
    [MethodImpl(Inline)]
    public static Lanes256F64 Truncate(Lanes256F64 a) => new(Vector256.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes256F64 mask) => mask.v.AsInt64() != Vector256<long>.Zero;

    public static int Count => Vector256<double>.Count;
    [MethodImpl(Inline)]
    public static double Get(Lanes256F64 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes256F64 With(Lanes256F64 a, int lane, double value) => new(a.v.WithElement(lane, value));
}
