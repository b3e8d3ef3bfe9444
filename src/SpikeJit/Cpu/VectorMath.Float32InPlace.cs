using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>
/// Functions of single precision for kernels that call so many that the compiler would stop inlining: the first operand is replaced by the result.
/// By reference to an aligned place a call costs a few cycles; a 512-bit vector passed by value, or across a cache line, costs a hundred.
/// </summary>
internal static partial class VectorMath
{
    // Called from generated code, they must be fast from the first call on, not after a hundred milliseconds.
    private const MethodImplOptions Outlined = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    [MethodImpl(Outlined)]
    public static void Exp(ref Vector128<float> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Exp(ref Vector256<float> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Exp(ref Vector512<float> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector128<float> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector256<float> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector512<float> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector128<float> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector256<float> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector512<float> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector128<float> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector256<float> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector512<float> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector128<float> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector256<float> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector512<float> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector128<float> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector256<float> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector512<float> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector128<float> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector256<float> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector512<float> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector128<float> x) => x = Sigmoid(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector256<float> x) => x = Sigmoid(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector512<float> x) => x = Sigmoid(x);

    [MethodImpl(Outlined)]
    public static void Erf(ref Vector128<float> x) => x = Erf(x);

    [MethodImpl(Outlined)]
    public static void Erf(ref Vector256<float> x) => x = Erf(x);

    [MethodImpl(Outlined)]
    public static void Erf(ref Vector512<float> x) => x = Erf(x);

    [MethodImpl(Outlined)]
    public static void ErfInv(ref Vector128<float> x) => x = ErfInv(x);

    [MethodImpl(Outlined)]
    public static void ErfInv(ref Vector256<float> x) => x = ErfInv(x);

    [MethodImpl(Outlined)]
    public static void ErfInv(ref Vector512<float> x) => x = ErfInv(x);

    [MethodImpl(Outlined)]
    public static void ErfInvOfDraw(ref Vector128<float> x) => x = ErfInvOfDraw(x);

    [MethodImpl(Outlined)]
    public static void ErfInvOfDraw(ref Vector256<float> x) => x = ErfInvOfDraw(x);

    [MethodImpl(Outlined)]
    public static void ErfInvOfDraw(ref Vector512<float> x) => x = ErfInvOfDraw(x);

    [MethodImpl(Outlined)]
    public static void Pow(ref Vector128<float> x, ref Vector128<float> y) => x = Pow(x, y);

    [MethodImpl(Outlined)]
    public static void Pow(ref Vector256<float> x, ref Vector256<float> y) => x = Pow(x, y);

    [MethodImpl(Outlined)]
    public static void Pow(ref Vector512<float> x, ref Vector512<float> y) => x = Pow(x, y);
}
