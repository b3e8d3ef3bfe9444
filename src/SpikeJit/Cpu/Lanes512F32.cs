using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>16 lanes of single precision in one 512-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes512F32(Vector512<float> value) : IFloat32Lanes<Lanes512F32>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> v = value;

    [MethodImpl(Inline)]
    public static implicit operator Lanes512F32(float value) => new(Vector512.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes512F32(Vector512<float> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector512<float>(Lanes512F32 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes512F32 Bits(int pattern) => new(Vector512.Create(pattern).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes512F32 operator +(Lanes512F32 a, Lanes512F32 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator -(Lanes512F32 a, Lanes512F32 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator *(Lanes512F32 a, Lanes512F32 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator /(Lanes512F32 a, Lanes512F32 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator &(Lanes512F32 a, Lanes512F32 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator |(Lanes512F32 a, Lanes512F32 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator ^(Lanes512F32 a, Lanes512F32 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes512F32 operator <(Lanes512F32 a, Lanes512F32 b) => new(Vector512.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 operator >(Lanes512F32 a, Lanes512F32 b) => new(Vector512.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 operator <=(Lanes512F32 a, Lanes512F32 b) => new(Vector512.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 operator >=(Lanes512F32 a, Lanes512F32 b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 Same(Lanes512F32 a, Lanes512F32 b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes512F32 Fma(Lanes512F32 a, Lanes512F32 b, Lanes512F32 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 Sqrt(Lanes512F32 a) => new(Vector512.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 Abs(Lanes512F32 a) => new(Vector512.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes512F32 Select(Lanes512F32 mask, Lanes512F32 a, Lanes512F32 b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes512F32 Clamp(Lanes512F32 x, float low, float high)
        => new(Vector512.MaxNative(Vector512.Create(low), Vector512.MinNative(Vector512.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes512F32 Scale(Lanes512F32 x, Lanes512F32 n)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^23 leaves the integer in the low bits.
        var whole = (n.v + Vector512.Create(12582912f)).AsInt32() - Vector512.Create(0x4B400000);
        var half = whole >> 1;
        var one = Vector512.Create(127);
        return new(x.v * ((half + one) << 23).AsSingle() * ((whole - half + one) << 23).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes512F32 AddBits(Lanes512F32 a, Lanes512F32 b) => new((a.v.AsInt32() + b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes512F32 SubtractBits(Lanes512F32 a, Lanes512F32 b) => new((a.v.AsInt32() - b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes512F32 ShiftLeft(Lanes512F32 a, int count) => new((a.v.AsInt32() << count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes512F32 ShiftRight(Lanes512F32 a, int count) => new((a.v.AsInt32() >> count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes512F32 BitsToNumber(Lanes512F32 a) => new(Vector512.ConvertToSingle(a.v.AsInt32()));
    [MethodImpl(Inline)]
    public static Lanes512F32 Truncate(Lanes512F32 a) => new(Vector512.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes512F32 mask) => mask.v.AsInt32() != Vector512<int>.Zero;

    [MethodImpl(Inline)]
    public static Lanes512F32 InDouble<TFormula>(Lanes512F32 a)
        where TFormula : IFloat64Formula
        => new(Vector512.Narrow(TFormula.Apply<Lanes512F64>(Vector512.WidenLower(a.v)), TFormula.Apply<Lanes512F64>(Vector512.WidenUpper(a.v))));

    [MethodImpl(Inline)]
    public static Lanes512F32 InDouble<TFormula>(Lanes512F32 a, Lanes512F32 b)
        where TFormula : IFloat64BinaryFormula
        => new(Vector512.Narrow(
            TFormula.Apply<Lanes512F64>(Vector512.WidenLower(a.v), Vector512.WidenLower(b.v)),
            TFormula.Apply<Lanes512F64>(Vector512.WidenUpper(a.v), Vector512.WidenUpper(b.v))));

    public static int Count => Vector512<float>.Count;
    [MethodImpl(Inline)]
    public static float Get(Lanes512F32 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes512F32 With(Lanes512F32 a, int lane, float value) => new(a.v.WithElement(lane, value));
}
