using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>
/// Functions of single numbers for kernels that call so many that the compiler would stop inlining. Optimised from the first call on: the runtime may
/// keep a method that generated code calls in its slowest form for seconds.
/// </summary>
internal static class OutlinedFunctions
{
    private const MethodImplOptions Outlined = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    [MethodImpl(Outlined)]
    public static float Exp(float x) => VectorMath.Exp(x);

    [MethodImpl(Outlined)]
    public static double Exp(double x) => VectorMath.Exp(x);

    [MethodImpl(Outlined)]
    public static float Expm1(float x) => VectorMath.Expm1(x);

    [MethodImpl(Outlined)]
    public static double Expm1(double x) => VectorMath.Expm1(x);

    [MethodImpl(Outlined)]
    public static float Log(float x) => VectorMath.Log(x);

    [MethodImpl(Outlined)]
    public static double Log(double x) => VectorMath.Log(x);

    [MethodImpl(Outlined)]
    public static float Log1p(float x) => VectorMath.Log1p(x);

    [MethodImpl(Outlined)]
    public static double Log1p(double x) => VectorMath.Log1p(x);

    [MethodImpl(Outlined)]
    public static float Sin(float x) => VectorMath.Sin(x);

    [MethodImpl(Outlined)]
    public static double Sin(double x) => VectorMath.Sin(x);

    [MethodImpl(Outlined)]
    public static float Cos(float x) => VectorMath.Cos(x);

    [MethodImpl(Outlined)]
    public static double Cos(double x) => VectorMath.Cos(x);

    [MethodImpl(Outlined)]
    public static float Tanh(float x) => VectorMath.Tanh(x);

    [MethodImpl(Outlined)]
    public static double Tanh(double x) => VectorMath.Tanh(x);

    [MethodImpl(Outlined)]
    public static float Sigmoid(float x) => VectorMath.Sigmoid(x);

    [MethodImpl(Outlined)]
    public static double Sigmoid(double x) => VectorMath.Sigmoid(x);

    [MethodImpl(Outlined)]
    public static float Erf(float x) => VectorMath.Erf(x);

    [MethodImpl(Outlined)]
    public static float ErfInv(float x) => VectorMath.ErfInv(x);

    [MethodImpl(Outlined)]
    public static float ErfInvOfDraw(float x) => VectorMath.ErfInvOfDraw(x);

    [MethodImpl(Outlined)]
    public static float Pow(float x, float y) => VectorMath.Pow(x, y);
}
