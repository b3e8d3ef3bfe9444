using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>
/// Functions of double precision for kernels that call so many that the compiler would stop inlining: the first operand is replaced by the result.
/// By reference to an aligned place a call costs a few cycles; a 512-bit vector passed by value, or across a cache line, costs a hundred.
/// </summary>
internal static partial class VectorMath
{
    [MethodImpl(Outlined)]
    public static void Exp(ref Vector128<double> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Exp(ref Vector256<double> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Exp(ref Vector512<double> x) => x = Exp(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector128<double> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector256<double> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Expm1(ref Vector512<double> x) => x = Expm1(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector128<double> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector256<double> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log(ref Vector512<double> x) => x = Log(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector128<double> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector256<double> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Log1p(ref Vector512<double> x) => x = Log1p(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector128<double> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector256<double> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Sin(ref Vector512<double> x) => x = Sin(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector128<double> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector256<double> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Cos(ref Vector512<double> x) => x = Cos(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector128<double> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector256<double> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Tanh(ref Vector512<double> x) => x = Tanh(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector128<double> x) => x = Sigmoid(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector256<double> x) => x = Sigmoid(x);

    [MethodImpl(Outlined)]
    public static void Sigmoid(ref Vector512<double> x) => x = Sigmoid(x);
}
