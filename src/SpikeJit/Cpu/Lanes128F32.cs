using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>4 lanes of single precision in one 128-bit register.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lanes128F32(Vector128<float> value) : IFloat32Lanes<Lanes128F32>
{
    // On every member, because the compiler lends generated kernels more inlining where it is asked for than where it offers it.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<float> v = value;

    /// <summary>Lane 0.</summary>
    public float First => v.ToScalar();

    [MethodImpl(Inline)]
    public static implicit operator Lanes128F32(float value) => new(Vector128.Create(value));
    [MethodImpl(Inline)]
    public static implicit operator Lanes128F32(Vector128<float> value) => new(value);
    [MethodImpl(Inline)]
    public static implicit operator Vector128<float>(Lanes128F32 lanes) => lanes.v;
    [MethodImpl(Inline)]
    public static Lanes128F32 Bits(int pattern) => new(Vector128.Create(pattern).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes128F32 operator +(Lanes128F32 a, Lanes128F32 b) => new(a.v + b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator -(Lanes128F32 a, Lanes128F32 b) => new(a.v - b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator *(Lanes128F32 a, Lanes128F32 b) => new(a.v * b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator /(Lanes128F32 a, Lanes128F32 b) => new(a.v / b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator &(Lanes128F32 a, Lanes128F32 b) => new(a.v & b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator |(Lanes128F32 a, Lanes128F32 b) => new(a.v | b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator ^(Lanes128F32 a, Lanes128F32 b) => new(a.v ^ b.v);
    [MethodImpl(Inline)]
    public static Lanes128F32 operator <(Lanes128F32 a, Lanes128F32 b) => new(Vector128.LessThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 operator >(Lanes128F32 a, Lanes128F32 b) => new(Vector128.GreaterThan(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 operator <=(Lanes128F32 a, Lanes128F32 b) => new(Vector128.LessThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 operator >=(Lanes128F32 a, Lanes128F32 b) => new(Vector128.GreaterThanOrEqual(a.v, b.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 Same(Lanes128F32 a, Lanes128F32 b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes128F32 Fma(Lanes128F32 a, Lanes128F32 b, Lanes128F32 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 Sqrt(Lanes128F32 a) => new(Vector128.Sqrt(a.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 Abs(Lanes128F32 a) => new(Vector128.Abs(a.v));
    [MethodImpl(Inline)]
    public static Lanes128F32 Select(Lanes128F32 mask, Lanes128F32 a, Lanes128F32 b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    // With the bound as first operand the native minimum returns x when x is NaN, on x64 and on Arm64.
    [MethodImpl(Inline)]
    public static Lanes128F32 Clamp(Lanes128F32 x, float low, float high)
        => new(Vector128.MaxNative(Vector128.Create(low), Vector128.MinNative(Vector128.Create(high), x.v)));

    [MethodImpl(Inline)]
    public static Lanes128F32 Scale(Lanes128F32 x, Lanes128F32 n)
    {
        if (Avx512F.VL.IsSupported)
            return new(Avx512F.VL.Scale(x.v, n.v));
        // Two powers of two, each within the normal range. The first product is exact, so only the second rounds.
        // Adding 1.5·2^23 leaves the integer in the low bits.
        var whole = (n.v + Vector128.Create(12582912f)).AsInt32() - Vector128.Create(0x4B400000);
        var half = whole >> 1;
        var one = Vector128.Create(127);
        return new(x.v * ((half + one) << 23).AsSingle() * ((whole - half + one) << 23).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes128F32 AddBits(Lanes128F32 a, Lanes128F32 b) => new((a.v.AsInt32() + b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes128F32 SubtractBits(Lanes128F32 a, Lanes128F32 b) => new((a.v.AsInt32() - b.v.AsInt32()).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes128F32 ShiftLeft(Lanes128F32 a, int count) => new((a.v.AsInt32() << count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes128F32 ShiftRight(Lanes128F32 a, int count) => new((a.v.AsInt32() >> count).AsSingle());
    [MethodImpl(Inline)]
    public static Lanes128F32 BitsToNumber(Lanes128F32 a) => new(Vector128.ConvertToSingle(a.v.AsInt32()));
    [MethodImpl(Inline)]
    public static Lanes128F32 Truncate(Lanes128F32 a) => new(Vector128.Truncate(a.v));
    [MethodImpl(Inline)]
    public static bool Any(Lanes128F32 mask) => mask.v.AsInt32() != Vector128<int>.Zero;

    [MethodImpl(Inline)]
    public static Lanes128F32 InDouble<TFormula>(Lanes128F32 a)
        where TFormula : IFloat64Formula
        => new(Vector128.Narrow(TFormula.Apply<Lanes128F64>(Vector128.WidenLower(a.v)), TFormula.Apply<Lanes128F64>(Vector128.WidenUpper(a.v))));

    [MethodImpl(Inline)]
    public static Lanes128F32 InDouble<TFormula>(Lanes128F32 a, Lanes128F32 b)
        where TFormula : IFloat64BinaryFormula
        => new(Vector128.Narrow(
            TFormula.Apply<Lanes128F64>(Vector128.WidenLower(a.v), Vector128.WidenLower(b.v)),
            TFormula.Apply<Lanes128F64>(Vector128.WidenUpper(a.v), Vector128.WidenUpper(b.v))));

    public static int Count => Vector128<float>.Count;
    [MethodImpl(Inline)]
    public static float Get(Lanes128F32 a, int lane) => a.v.GetElement(lane);
    [MethodImpl(Inline)]
    public static Lanes128F32 With(Lanes128F32 a, int lane, float value) => new(a.v.WithElement(lane, value));
}
