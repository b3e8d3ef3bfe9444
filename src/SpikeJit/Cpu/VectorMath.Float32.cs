using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Functions of single precision that run lane by lane in registers.</summary>
internal static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Float32Formulas.Exp<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x) => Float32Formulas.Exp<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => Float32Formulas.Exp<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Float32Formulas.Exp<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Expm1(float x) => Float32Formulas.Expm1<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Expm1(Vector128<float> x) => Float32Formulas.Expm1<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1(Vector256<float> x) => Float32Formulas.Expm1<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x) => Float32Formulas.Expm1<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Float32Formulas.Log<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x) => Float32Formulas.Log<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => Float32Formulas.Log<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Float32Formulas.Log<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1p(float x) => Float32Formulas.Log1p<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1p(Vector128<float> x) => Float32Formulas.Log1p<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x) => Float32Formulas.Log1p<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x) => Float32Formulas.Log1p<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sin(float x) => Float32Formulas.Sin<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sin(Vector128<float> x) => Float32Formulas.Sin<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sin(Vector256<float> x) => Float32Formulas.Sin<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x) => Float32Formulas.Sin<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cos(float x) => Float32Formulas.Cos<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Cos(Vector128<float> x) => Float32Formulas.Cos<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Cos(Vector256<float> x) => Float32Formulas.Cos<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x) => Float32Formulas.Cos<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Float32Formulas.Tanh<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x) => Float32Formulas.Tanh<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => Float32Formulas.Tanh<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Float32Formulas.Tanh<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Float32Formulas.Sigmoid<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => Float32Formulas.Sigmoid<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Float32Formulas.Sigmoid<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Float32Formulas.Sigmoid<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Float32Formulas.Erf<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x) => Float32Formulas.Erf<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x) => Float32Formulas.Erf<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x) => Float32Formulas.Erf<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ErfInv(float x) => Float32Formulas.ErfInv<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ErfInv(Vector128<float> x) => Float32Formulas.ErfInv<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ErfInv(Vector256<float> x) => Float32Formulas.ErfInv<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ErfInv(Vector512<float> x) => Float32Formulas.ErfInv<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ErfInvOfDraw(float x) => Float32Formulas.ErfInvOfDraw<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ErfInvOfDraw(Vector128<float> x) => Float32Formulas.ErfInvOfDraw<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ErfInvOfDraw(Vector256<float> x) => Float32Formulas.ErfInvOfDraw<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ErfInvOfDraw(Vector512<float> x) => Float32Formulas.ErfInvOfDraw<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rsqrt(float x) => Float32Formulas.Rsqrt<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Rsqrt(Vector128<float> x) => Float32Formulas.Rsqrt<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Rsqrt(Vector256<float> x) => Float32Formulas.Rsqrt<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Rsqrt(Vector512<float> x) => Float32Formulas.Rsqrt<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sign(float x) => Float32Formulas.Sign<Lanes128F32>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sign(Vector128<float> x) => Float32Formulas.Sign<Lanes128F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> x) => Float32Formulas.Sign<Lanes256F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> x) => Float32Formulas.Sign<Lanes512F32>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Pow(float x, float y) => Float32Formulas.Pow<Lanes128F32>(x, y).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Pow(Vector128<float> x, Vector128<float> y) => Float32Formulas.Pow<Lanes128F32>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y) => Float32Formulas.Pow<Lanes256F32>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => Float32Formulas.Pow<Lanes512F32>(x, y);

    public static float Max(float x, float y) => MathF.Max(x, y);
    public static Vector128<float> Max(Vector128<float> x, Vector128<float> y) => Vector128.Max(x, y);
    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);
    public static Vector512<float> Max(Vector512<float> x, Vector512<float> y) => Vector512.Max(x, y);

    public static float Min(float x, float y) => MathF.Min(x, y);
    public static Vector128<float> Min(Vector128<float> x, Vector128<float> y) => Vector128.Min(x, y);
    public static Vector256<float> Min(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);
    public static Vector512<float> Min(Vector512<float> x, Vector512<float> y) => Vector512.Min(x, y);
}
