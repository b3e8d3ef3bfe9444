using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>Elementary functions in double precision, each written once for every vector width, like <see cref="Float32Formulas"/>.</summary>
internal static partial class Float64Formulas
{
    internal const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    internal const long SignBit = long.MinValue;

    /// <summary>1.5·2^52: added to a small number it leaves the nearest integer in the low bits.</summary>
    private const double Shifter = 6755399441055744d;

    [MethodImpl(Inline)]
    public static T Rsqrt<T>(T x) where T : struct, IFloat64Lanes<T> => (T)1d / T.Sqrt(x);

    [MethodImpl(Inline)]
    public static T Sign<T>(T x) where T : struct, IFloat64Lanes<T>
        => T.Select(T.Abs(x) > 0d, (T)1d | (x & T.Bits(SignBit)), x);

    /// <summary>The lanes of <paramref name="mask"/> replaced by what <paramref name="function"/> gives for x there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static unsafe T Patch<T>(T result, T mask, T x, delegate*<double, double> function) where T : struct, IFloat64Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
        {
            if (BitConverter.DoubleToInt64Bits(T.Get(mask, lane)) != 0)
                result = T.With(result, lane, function(T.Get(x, lane)));
        }

        return result;
    }
}
