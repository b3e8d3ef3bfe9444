using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>
/// Elementary functions in single precision, each written once for every vector width. Constants are minimax fits of the function the line names;
/// arguments are reduced with multiply-adds (Cody and Waite).
/// </summary>
internal static partial class Float32Formulas
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int SignBit = int.MinValue;

    /// <summary>1.5·2^23: added to a small number it leaves the nearest integer in the low bits.</summary>
    private const float Shifter = 12582912f;

    [MethodImpl(Inline)]
    public static T Rsqrt<T>(T x) where T : struct, IFloat32Lanes<T> => (T)1f / T.Sqrt(x);

    [MethodImpl(Inline)]
    public static T Sign<T>(T x) where T : struct, IFloat32Lanes<T>
        => T.Select(T.Abs(x) > 0f, (T)1f | (x & T.Bits(SignBit)), x);

    /// <summary>The lanes of <paramref name="mask"/> replaced by what <paramref name="function"/> gives for x there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe T Patch<T>(T result, T mask, T x, delegate*<float, float> function) where T : struct, IFloat32Lanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
        {
            if (BitConverter.SingleToInt32Bits(T.Get(mask, lane)) != 0)
                result = T.With(result, lane, function(T.Get(x, lane)));
        }

        return result;
    }
}
