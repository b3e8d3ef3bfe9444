using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>8 lanes of single precision in one 256-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes256F32(Vector256<float> value) : IFloat32Lanes<Lanes256F32>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> v = value;

    [MethodImpl(Inline)]
    public static implicit operator Lanes256F32(float value) => new(Vector256.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes256F32(Vector256<float> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector256<float>(Lanes256F32 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes256F32 Bits(int pattern) => new(Vector256.Create(pattern).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes256F32 operator +(Lanes256F32 a, Lanes256F32 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator -(Lanes256F32 a, Lanes256F32 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator *(Lanes256F32 a, Lanes256F32 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator /(Lanes256F32 a, Lanes256F32 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator &(Lanes256F32 a, Lanes256F32 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator |(Lanes256F32 a, Lanes256F32 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator ^(Lanes256F32 a, Lanes256F32 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes256F32 operator <(Lanes256F32 a, Lanes256F32 b) => new(Vector256.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 operator >(Lanes256F32 a, Lanes256F32 b) => new(Vector256.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 operator <=(Lanes256F32 a, Lanes256F32 b) => new(Vector256.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 operator >=(Lanes256F32 a, Lanes256F32 b) => new(Vector256.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 Same(Lanes256F32 a, Lanes256F32 b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes256F32 Fma(Lanes256F32 a, Lanes256F32 b, Lanes256F32 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 Sqrt(Lanes256F32 a) => new(Vector256.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 Abs(Lanes256F32 a) => new(Vector256.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes256F32 Select(Lanes256F32 mask, Lanes256F32 a, Lanes256F32 b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes256F32 Clamp(Lanes256F32 x, float low, float high)
        => new(Vector256.MaxNative(Vector256.Create(low), Vector256.MinNative(Vector256.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes256F32 Scale(Lanes256F32 x, Lanes256F32 n)
    {
        if (Avx512F.VL.IsSupported)
            return new(Avx512F.VL.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^23 leaves the integer in the low bits.
        var whole = (n.v + Vector256.Create(12582912f)).AsInt32() - Vector256.Create(0x4B400000);
        var half = whole >> 1;
        var one = Vector256.Create(127);
        return new(x.v * ((half + one) << 23).AsSingle() * ((whole - half + one) << 23).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes256F32 AddBits(Lanes256F32 a, Lanes256F32 b) => new((a.v.AsInt32() + b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes256F32 SubtractBits(Lanes256F32 a, Lanes256F32 b) => new((a.v.AsInt32() - b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes256F32 ShiftLeft(Lanes256F32 a, int count) => new((a.v.AsInt32() << count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes256F32 ShiftRight(Lanes256F32 a, int count) => new((a.v.AsInt32() >> count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes256F32 BitsToNumber(Lanes256F32 a) => new(Vector256.ConvertToSingle(a.v.AsInt32()));
    [MethodImpl(Inline)]
    public static Lanes256F32 Truncate(Lanes256F32 a) => new(Vector256.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes256F32 mask) => mask.v.AsInt32() != Vector256<int>.Zero;

    [MethodImpl(Inline)]
    public static Lanes256F32 InDouble<TFormula>(Lanes256F32 a)
        where TFormula : IFloat64Formula
        => new(Vector256.Narrow(TFormula.Apply<Lanes256F64>(Vector256.WidenLower(a.v)), TFormula.Apply<Lanes256F64>(Vector256.WidenUpper(a.v))));

    [MethodImpl(Inline)]
    public static Lanes256F32 InDouble<TFormula>(Lanes256F32 a, Lanes256F32 b)
        where TFormula : IFloat64BinaryFormula
        => new(Vector256.Narrow(
            TFormula.Apply<Lanes256F64>(Vector256.WidenLower(a.v), Vector256.WidenLower(b.v)),
            TFormula.Apply<Lanes256F64>(Vector256.WidenUpper(a.v), Vector256.WidenUpper(b.v))));

    public static int Count => Vector256<float>.Count;
    [MethodImpl(Inline)]
    public static float Get(Lanes256F32 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes256F32 With(Lanes256F32 a, int lane, float value) => new(a.v.WithElement(lane, value));
}
