using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Rarer functions of single precision: one lane after another, computed in double precision.</summary>
internal static unsafe partial class VectorMath
{
    public static float Tan(float x) => (float)Math.Tan((double)x);
    public static Vector128<float> Tan(Vector128<float> x) => Map<Lanes128F32>(x, &Tan);
    public static Vector256<float> Tan(Vector256<float> x) => Map<Lanes256F32>(x, &Tan);
    public static Vector512<float> Tan(Vector512<float> x) => Map<Lanes512F32>(x, &Tan);

    public static float Asin(float x) => (float)Math.Asin((double)x);
    public static Vector128<float> Asin(Vector128<float> x) => Map<Lanes128F32>(x, &Asin);
    public static Vector256<float> Asin(Vector256<float> x) => Map<Lanes256F32>(x, &Asin);
    public static Vector512<float> Asin(Vector512<float> x) => Map<Lanes512F32>(x, &Asin);

    public static float Acos(float x) => (float)Math.Acos((double)x);
    public static Vector128<float> Acos(Vector128<float> x) => Map<Lanes128F32>(x, &Acos);
    public static Vector256<float> Acos(Vector256<float> x) => Map<Lanes256F32>(x, &Acos);
    public static Vector512<float> Acos(Vector512<float> x) => Map<Lanes512F32>(x, &Acos);

    public static float Atan(float x) => (float)Math.Atan((double)x);
    public static Vector128<float> Atan(Vector128<float> x) => Map<Lanes128F32>(x, &Atan);
    public static Vector256<float> Atan(Vector256<float> x) => Map<Lanes256F32>(x, &Atan);
    public static Vector512<float> Atan(Vector512<float> x) => Map<Lanes512F32>(x, &Atan);

    public static float Sinh(float x) => (float)Math.Sinh((double)x);
    public static Vector128<float> Sinh(Vector128<float> x) => Map<Lanes128F32>(x, &Sinh);
    public static Vector256<float> Sinh(Vector256<float> x) => Map<Lanes256F32>(x, &Sinh);
    public static Vector512<float> Sinh(Vector512<float> x) => Map<Lanes512F32>(x, &Sinh);

    public static float Cosh(float x) => (float)Math.Cosh((double)x);
    public static Vector128<float> Cosh(Vector128<float> x) => Map<Lanes128F32>(x, &Cosh);
    public static Vector256<float> Cosh(Vector256<float> x) => Map<Lanes256F32>(x, &Cosh);
    public static Vector512<float> Cosh(Vector512<float> x) => Map<Lanes512F32>(x, &Cosh);

    public static float Asinh(float x) => (float)Math.Asinh((double)x);
    public static Vector128<float> Asinh(Vector128<float> x) => Map<Lanes128F32>(x, &Asinh);
    public static Vector256<float> Asinh(Vector256<float> x) => Map<Lanes256F32>(x, &Asinh);
    public static Vector512<float> Asinh(Vector512<float> x) => Map<Lanes512F32>(x, &Asinh);

    public static float Acosh(float x) => (float)Math.Acosh((double)x);
    public static Vector128<float> Acosh(Vector128<float> x) => Map<Lanes128F32>(x, &Acosh);
    public static Vector256<float> Acosh(Vector256<float> x) => Map<Lanes256F32>(x, &Acosh);
    public static Vector512<float> Acosh(Vector512<float> x) => Map<Lanes512F32>(x, &Acosh);

    public static float Atanh(float x) => (float)Math.Atanh((double)x);
    public static Vector128<float> Atanh(Vector128<float> x) => Map<Lanes128F32>(x, &Atanh);
    public static Vector256<float> Atanh(Vector256<float> x) => Map<Lanes256F32>(x, &Atanh);
    public static Vector512<float> Atanh(Vector512<float> x) => Map<Lanes512F32>(x, &Atanh);

    public static float Cbrt(float x) => (float)Math.Cbrt((double)x);
    public static Vector128<float> Cbrt(Vector128<float> x) => Map<Lanes128F32>(x, &Cbrt);
    public static Vector256<float> Cbrt(Vector256<float> x) => Map<Lanes256F32>(x, &Cbrt);
    public static Vector512<float> Cbrt(Vector512<float> x) => Map<Lanes512F32>(x, &Cbrt);

    public static float Erfc(float x) => (float)SpecialFunctions.Erfc(x);
    public static Vector128<float> Erfc(Vector128<float> x) => Map<Lanes128F32>(x, &Erfc);
    public static Vector256<float> Erfc(Vector256<float> x) => Map<Lanes256F32>(x, &Erfc);
    public static Vector512<float> Erfc(Vector512<float> x) => Map<Lanes512F32>(x, &Erfc);

    public static float Lgamma(float x) => (float)SpecialFunctions.Lgamma(x);
    public static Vector128<float> Lgamma(Vector128<float> x) => Map<Lanes128F32>(x, &Lgamma);
    public static Vector256<float> Lgamma(Vector256<float> x) => Map<Lanes256F32>(x, &Lgamma);
    public static Vector512<float> Lgamma(Vector512<float> x) => Map<Lanes512F32>(x, &Lgamma);

    public static float Digamma(float x) => (float)SpecialFunctions.Digamma(x);
    public static Vector128<float> Digamma(Vector128<float> x) => Map<Lanes128F32>(x, &Digamma);
    public static Vector256<float> Digamma(Vector256<float> x) => Map<Lanes256F32>(x, &Digamma);
    public static Vector512<float> Digamma(Vector512<float> x) => Map<Lanes512F32>(x, &Digamma);

    public static float Atan2(float x, float y) => (float)Math.Atan2((double)x, y);
    public static Vector128<float> Atan2(Vector128<float> x, Vector128<float> y) => Map<Lanes128F32>(x, y, &Atan2);
    public static Vector256<float> Atan2(Vector256<float> x, Vector256<float> y) => Map<Lanes256F32>(x, y, &Atan2);
    public static Vector512<float> Atan2(Vector512<float> x, Vector512<float> y) => Map<Lanes512F32>(x, y, &Atan2);

    public static float Rem(float x, float y) => x % y;
    public static Vector128<float> Rem(Vector128<float> x, Vector128<float> y) => Map<Lanes128F32>(x, y, &Rem);
    public static Vector256<float> Rem(Vector256<float> x, Vector256<float> y) => Map<Lanes256F32>(x, y, &Rem);
    public static Vector512<float> Rem(Vector512<float> x, Vector512<float> y) => Map<Lanes512F32>(x, y, &Rem);

    public static float NextAfter(float x, float y) => SpecialFunctions.NextAfter(x, y);
    public static Vector128<float> NextAfter(Vector128<float> x, Vector128<float> y) => Map<Lanes128F32>(x, y, &NextAfter);
    public static Vector256<float> NextAfter(Vector256<float> x, Vector256<float> y) => Map<Lanes256F32>(x, y, &NextAfter);
    public static Vector512<float> NextAfter(Vector512<float> x, Vector512<float> y) => Map<Lanes512F32>(x, y, &NextAfter);
}
