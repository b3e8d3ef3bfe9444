using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Functions of double precision that run lane by lane in registers.</summary>
internal static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exp(double x) => Float64Formulas.Exp<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exp(Vector128<double> x) => Float64Formulas.Exp<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x) => Float64Formulas.Exp<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x) => Float64Formulas.Exp<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Expm1(double x) => Float64Formulas.Expm1<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Expm1(Vector128<double> x) => Float64Formulas.Expm1<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Expm1(Vector256<double> x) => Float64Formulas.Expm1<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Expm1(Vector512<double> x) => Float64Formulas.Expm1<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log(double x) => Float64Formulas.Log<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log(Vector128<double> x) => Float64Formulas.Log<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x) => Float64Formulas.Log<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x) => Float64Formulas.Log<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log1p(double x) => Float64Formulas.Log1p<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log1p(Vector128<double> x) => Float64Formulas.Log1p<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1p(Vector256<double> x) => Float64Formulas.Log1p<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1p(Vector512<double> x) => Float64Formulas.Log1p<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sin(double x) => Float64Formulas.Sin<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sin(Vector128<double> x) => Float64Formulas.Sin<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sin(Vector256<double> x) => Float64Formulas.Sin<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sin(Vector512<double> x) => Float64Formulas.Sin<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Cos(double x) => Float64Formulas.Cos<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Cos(Vector128<double> x) => Float64Formulas.Cos<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cos(Vector256<double> x) => Float64Formulas.Cos<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Cos(Vector512<double> x) => Float64Formulas.Cos<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Tanh(double x) => Float64Formulas.Tanh<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Tanh(Vector128<double> x) => Float64Formulas.Tanh<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> x) => Float64Formulas.Tanh<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> x) => Float64Formulas.Tanh<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sigmoid(double x) => Float64Formulas.Sigmoid<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sigmoid(Vector128<double> x) => Float64Formulas.Sigmoid<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x) => Float64Formulas.Sigmoid<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> x) => Float64Formulas.Sigmoid<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Rsqrt(double x) => Float64Formulas.Rsqrt<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Rsqrt(Vector128<double> x) => Float64Formulas.Rsqrt<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Rsqrt(Vector256<double> x) => Float64Formulas.Rsqrt<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Rsqrt(Vector512<double> x) => Float64Formulas.Rsqrt<Lanes512F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sign(double x) => Float64Formulas.Sign<Lanes128F64>(x).First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sign(Vector128<double> x) => Float64Formulas.Sign<Lanes128F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> x) => Float64Formulas.Sign<Lanes256F64>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> x) => Float64Formulas.Sign<Lanes512F64>(x);

    public static double Max(double x, double y) => Math.Max(x, y);
    public static Vector128<double> Max(Vector128<double> x, Vector128<double> y) => Vector128.Max(x, y);
    public static Vector256<double> Max(Vector256<double> x, Vector256<double> y) => Vector256.Max(x, y);
    public static Vector512<double> Max(Vector512<double> x, Vector512<double> y) => Vector512.Max(x, y);

    public static double Min(double x, double y) => Math.Min(x, y);
    public static Vector128<double> Min(Vector128<double> x, Vector128<double> y) => Vector128.Min(x, y);
    public static Vector256<double> Min(Vector256<double> x, Vector256<double> y) => Vector256.Min(x, y);
    public static Vector512<double> Min(Vector512<double> x, Vector512<double> y) => Vector512.Min(x, y);
}
