using System.Numerics;

namespace SpikeJit.Cpu;

/// <summary>What the scalar operations mean on one floating point number; a method has the name of its <see cref="Compilation.ScalarOp"/>. The
/// transcendental ones are in <see cref="VectorMath"/>.</summary>
internal static class FloatFunctions<T> where T : struct, IBinaryFloatingPointIeee754<T>
{
    public static T Neg(T x) => -x;

    public static T Abs(T x) => T.Abs(x);

    public static T Floor(T x) => T.Floor(x);

    public static T Ceil(T x) => T.Ceiling(x);

    public static T Trunc(T x) => T.Truncate(x);

    public static T Round(T x) => T.Round(x, MidpointRounding.ToEven);

    public static T Sqrt(T x) => T.Sqrt(x);

    public static bool IsFinite(T x) => T.IsFinite(x);

    public static T Add(T a, T b) => a + b;

    public static T Sub(T a, T b) => a - b;

    public static T Mul(T a, T b) => a * b;

    public static T Div(T a, T b) => a / b;

    public static T Max(T a, T b) => T.Max(a, b);

    public static T Min(T a, T b) => T.Min(a, b);

    public static bool Equal(T a, T b) => a == b;

    public static bool NotEqual(T a, T b) => a != b;

    public static bool Less(T a, T b) => a < b;

    public static bool LessEqual(T a, T b) => a <= b;

    public static T Select(bool condition, T a, T b) => condition ? a : b;

    public static T FusedMultiplyAdd(T a, T b, T c) => T.FusedMultiplyAdd(a, b, c);
}
