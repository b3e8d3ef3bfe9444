using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>One number as another type: <see cref="Compilation.ScalarOp.Convert"/> and <see cref="Compilation.ScalarOp.Bitcast"/>.</summary>
internal static class Conversions
{
    public static TTo Convert<TFrom, TTo>(TFrom x)
        where TFrom : struct, INumber<TFrom>
        where TTo : struct, INumber<TTo>
    {
        if (typeof(TFrom) == typeof(ulong) && typeof(TTo) == typeof(float)) return TTo.CreateTruncating(ToSingle(ulong.CreateTruncating(x)));
        bool saturates = typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double);
        return saturates ? TTo.CreateSaturating(x) : TTo.CreateTruncating(x);
    }

    public static bool ToBool<TFrom>(TFrom x) where TFrom : struct, INumber<TFrom> => x != TFrom.Zero;

    public static TTo FromBool<TTo>(bool x) where TTo : struct, INumber<TTo> => x ? TTo.One : TTo.Zero;

    public static bool BoolToBool(bool x) => x;

    public static TTo Bitcast<TFrom, TTo>(TFrom x) where TFrom : struct where TTo : struct => Unsafe.BitCast<TFrom, TTo>(x);

    // Halving with a sticky lowest bit keeps the one rounding; going through double would round twice.
    private static float ToSingle(ulong x) => x <= long.MaxValue ? (long)x : 2f * (long)((x >> 1) | (x & 1));
}
