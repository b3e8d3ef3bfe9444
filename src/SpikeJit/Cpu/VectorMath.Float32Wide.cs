using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Rarer functions of single precision, computed lane by lane in registers of double precision.</summary>
internal static partial class VectorMath
{
    [MethodImpl(Outlined)]
    public static float Tan(float x) => Lanes128F32.InDouble<WideFormulas.Tan>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Tan(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Tan>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Tan(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Tan>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Tan(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Tan>(x);

    [MethodImpl(Outlined)]
    public static float Asin(float x) => Lanes128F32.InDouble<WideFormulas.Asin>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Asin(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Asin>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Asin(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Asin>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Asin(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Asin>(x);

    [MethodImpl(Outlined)]
    public static float Acos(float x) => Lanes128F32.InDouble<WideFormulas.Acos>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Acos(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Acos>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Acos(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Acos>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Acos(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Acos>(x);

    [MethodImpl(Outlined)]
    public static float Atan(float x) => Lanes128F32.InDouble<WideFormulas.Atan>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Atan(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Atan>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Atan(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Atan>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Atan(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Atan>(x);

    [MethodImpl(Outlined)]
    public static float Sinh(float x) => Lanes128F32.InDouble<WideFormulas.Sinh>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Sinh(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Sinh>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Sinh(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Sinh>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Sinh(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Sinh>(x);

    [MethodImpl(Outlined)]
    public static float Cosh(float x) => Lanes128F32.InDouble<WideFormulas.Cosh>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Cosh(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Cosh>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Cosh(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Cosh>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Cosh(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Cosh>(x);

    [MethodImpl(Outlined)]
    public static float Asinh(float x) => Lanes128F32.InDouble<WideFormulas.Asinh>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Asinh(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Asinh>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Asinh(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Asinh>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Asinh(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Asinh>(x);

    [MethodImpl(Outlined)]
    public static float Acosh(float x) => Lanes128F32.InDouble<WideFormulas.Acosh>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Acosh(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Acosh>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Acosh(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Acosh>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Acosh(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Acosh>(x);

    [MethodImpl(Outlined)]
    public static float Atanh(float x) => Lanes128F32.InDouble<WideFormulas.Atanh>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Atanh(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Atanh>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Atanh(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Atanh>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Atanh(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Atanh>(x);

    [MethodImpl(Outlined)]
    public static float Cbrt(float x) => Lanes128F32.InDouble<WideFormulas.Cbrt>(x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Cbrt(Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Cbrt>(x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Cbrt(Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Cbrt>(x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Cbrt(Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Cbrt>(x);

    [MethodImpl(Outlined)]
    public static float Atan2(float y, float x) => Lanes128F32.InDouble<WideFormulas.Atan2>(y, x).First;

    [MethodImpl(Outlined)]
    public static Vector128<float> Atan2(Vector128<float> y, Vector128<float> x) => Lanes128F32.InDouble<WideFormulas.Atan2>(y, x);

    [MethodImpl(Outlined)]
    public static Vector256<float> Atan2(Vector256<float> y, Vector256<float> x) => Lanes256F32.InDouble<WideFormulas.Atan2>(y, x);

    [MethodImpl(Outlined)]
    public static Vector512<float> Atan2(Vector512<float> y, Vector512<float> x) => Lanes512F32.InDouble<WideFormulas.Atan2>(y, x);
}
