using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>ln x, and inverse functions made of it.</summary>
internal static partial class Float32Formulas
{
    private const int TwoThirds = 0x3F2AAAAB;
    private const int ExponentMask = unchecked((int)0xFF800000);

    [MethodImpl(Inline)]
    public static T Log<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var subnormal = x < 1.17549435e-38f;
        var scaled = T.Select(subnormal, x * 8388608f, x);
        var exponent = T.SubtractBits(scaled, T.Bits(TwoThirds));
        var m = T.SubtractBits(scaled, exponent & T.Bits(ExponentMask));
        var k = T.BitsToNumber(T.ShiftRight(exponent, 23)) - T.Select(subnormal, 23f, 0f);
        var y = LogOfProduct(m - 1f, k);
        var edge = T.Select(T.Same(x, 0f), float.NegativeInfinity, float.NaN);
        return T.Select(x > 0f, T.Select(x < float.PositiveInfinity, y, x), edge);
    }

    [MethodImpl(Inline)]
    public static T Log1p<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        // The exponent of the rounded sum serves; the reduced argument 2^-k(1 + x) - 1 is then rounded once.
        var exponent = T.SubtractBits(x + 1f, T.Bits(TwoThirds));
        var k = T.BitsToNumber(T.ShiftRight(exponent, 23));
        var scale = T.Scale(1f, (T)0f - k);
        var y = LogOfProduct(T.Fma(x, scale, scale - 1f), k);
        y = T.Select(T.Abs(x) < 1e-8f, x, y);
        var edge = T.Select(T.Same(x, -1f), float.NegativeInfinity, float.NaN);
        return T.Select(x > -1f, T.Select(x < float.PositiveInfinity, y, x), edge);
    }

    /// <summary>ln(2^k(1 + f)) for -1/3 ≤ f ≤ 1/3.</summary>
    [MethodImpl(Inline)]
    private static T LogOfProduct<T>(T f, T k) where T : struct, IFloat32Lanes<T>
    {
        var p = T.Fma(f, -0.128886506f, 0.139851555f);
        p = T.Fma(p, f, -0.121848814f);
        p = T.Fma(p, f, 0.14005731f);
        p = T.Fma(p, f, -0.166804492f);
        p = T.Fma(p, f, 0.200104132f);
        p = T.Fma(p, f, -0.249997988f);
        p = T.Fma(p, f, 0.333332151f);
        p = T.Fma(p, f, -0.5f);
        return T.Fma(k, 0.693147182f, T.Fma(f * f, p, f));
    }
}
