using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>What the scalar operations mean on one integer; a method has the name of its <see cref="Compilation.ScalarOp"/>. Everything wraps,
/// nothing throws.</summary>
internal static class IntegerFunctions<T> where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static bool Signed => T.MinValue != T.Zero;

    private static ulong Width => (ulong)Unsafe.SizeOf<T>() * 8;

    public static T Neg(T x) => unchecked(T.Zero - x);

    public static T Abs(T x) => x < T.Zero ? unchecked(T.Zero - x) : x;

    public static T Sign(T x) => x > T.Zero ? T.One : x == T.Zero ? T.Zero : unchecked(T.Zero - T.One);

    public static T Not(T x) => ~x;

    public static T PopCount(T x) => T.PopCount(x);

    public static T LeadingZeros(T x) => T.LeadingZeroCount(x);

    public static T Add(T a, T b) => unchecked(a + b);

    public static T Sub(T a, T b) => unchecked(a - b);

    public static T Mul(T a, T b) => unchecked(a * b);

    public static T Div(T a, T b) => b == T.Zero ? T.AllBitsSet : Signed && b == T.AllBitsSet ? unchecked(T.Zero - a) : a / b;

    public static T Rem(T a, T b) => b == T.Zero ? a : Signed && b == T.AllBitsSet ? T.Zero : a % b;

    public static T Max(T a, T b) => a > b ? a : b;

    public static T Min(T a, T b) => a < b ? a : b;

    public static T Pow(T a, T b)
    {
        if (b < T.Zero) return a == T.One ? T.One : a == T.AllBitsSet ? (T.IsEvenInteger(b) ? T.One : a) : T.Zero;
        T power = T.One;
        for (; b != T.Zero; b >>= 1)
        {
            if (T.IsOddInteger(b)) power = unchecked(power * a);
            a = unchecked(a * a);
        }
        return power;
    }

    public static T And(T a, T b) => a & b;

    public static T Or(T a, T b) => a | b;

    public static T Xor(T a, T b) => a ^ b;

    public static T ShiftLeft(T a, T b) => ulong.CreateTruncating(b) < Width ? a << int.CreateTruncating(b) : T.Zero;

    public static T ShiftRightLogical(T a, T b) => ulong.CreateTruncating(b) < Width ? a >>> int.CreateTruncating(b) : T.Zero;

    public static T ShiftRightArithmetic(T a, T b)
    {
        int count = (int)Math.Min(ulong.CreateTruncating(b), Width - 1);
        T shifted = a >>> count;
        bool negative = a >>> (int)(Width - 1) != T.Zero;
        return negative ? shifted | ~(T.AllBitsSet >>> count) : shifted;
    }

    public static bool Equal(T a, T b) => a == b;

    public static bool NotEqual(T a, T b) => a != b;

    public static bool Less(T a, T b) => a < b;

    public static bool LessEqual(T a, T b) => a <= b;

    public static T Select(bool condition, T a, T b) => condition ? a : b;
}
