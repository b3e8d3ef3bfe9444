using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Rare functions of single precision: one lane after another.</summary>
internal static unsafe partial class VectorMath
{
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

    public static float Rem(float x, float y) => x % y;
    public static Vector128<float> Rem(Vector128<float> x, Vector128<float> y) => Map<Lanes128F32>(x, y, &Rem);
    public static Vector256<float> Rem(Vector256<float> x, Vector256<float> y) => Map<Lanes256F32>(x, y, &Rem);
    public static Vector512<float> Rem(Vector512<float> x, Vector512<float> y) => Map<Lanes512F32>(x, y, &Rem);

    public static float NextAfter(float x, float y) => SpecialFunctions.NextAfter(x, y);
    public static Vector128<float> NextAfter(Vector128<float> x, Vector128<float> y) => Map<Lanes128F32>(x, y, &NextAfter);
    public static Vector256<float> NextAfter(Vector256<float> x, Vector256<float> y) => Map<Lanes256F32>(x, y, &NextAfter);
    public static Vector512<float> NextAfter(Vector512<float> x, Vector512<float> y) => Map<Lanes512F32>(x, y, &NextAfter);
}
