using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>ln x and ln(1 + x).</summary>
internal static partial class Float64Formulas
{
    private const long TwoThirds = 0x3FE5555555555555;
    private const long ExponentMask = unchecked((long)0xFFF0000000000000);

    [MethodImpl(Inline)]
    public static T Log<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var subnormal = x < 2.2250738585072014e-308;
        var scaled = T.Select(subnormal, x * 4503599627370496d, x);
        var exponent = T.SubtractBits(scaled, T.Bits(TwoThirds));
        var m = T.SubtractBits(scaled, exponent & T.Bits(ExponentMask));
        var k = T.BitsToNumber(T.ShiftRight(exponent, 52)) - T.Select(subnormal, 52d, 0d);
        var y = LogOfProduct(m - 1d, k);
        var edge = T.Select(T.Same(x, 0d), double.NegativeInfinity, double.NaN);
        return T.Select(x > 0d, T.Select(x < double.PositiveInfinity, y, x), edge);
    }

    [MethodImpl(Inline)]
    public static T Log1p<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        // The exponent of the rounded sum serves; the reduced argument 2^-k(1 + x) - 1 is then rounded once.
        var exponent = T.SubtractBits(x + 1d, T.Bits(TwoThirds));
        var k = T.BitsToNumber(T.ShiftRight(exponent, 52));
        var scale = T.Scale(1d, (T)0d - k);
        var y = LogOfProduct(T.Fma(x, scale, scale - 1d), k);
        y = T.Select(T.Abs(x) < 1e-17, x, y);
        var edge = T.Select(T.Same(x, -1d), double.NegativeInfinity, double.NaN);
        return T.Select(x > -1d, T.Select(x < double.PositiveInfinity, y, x), edge);
    }

    /// <summary>ln(2^k(1 + f)) for -1/3 ≤ f ≤ 1/3, by ln(1 + f) = 2·artanh(f / (2 + f)).</summary>
    [MethodImpl(Inline)]
    private static T LogOfProduct<T>(T f, T k) where T : struct, IFloat64Lanes<T>
    {
        var s = f / (f + 2d);
        var z = s * s;
        var p = T.Fma(z, 0.1384427269208727, 0.13173412908794954);
        p = T.Fma(p, z, 0.15391123361169054);
        p = T.Fma(p, z, 0.18181665512920561);
        p = T.Fma(p, z, 0.22222224302827584);
        p = T.Fma(p, z, 0.28571428555768313);
        p = T.Fma(p, z, 0.40000000000056946);
        p = T.Fma(p, z, 0.66666666666666596);
        // ln(1 + f) = f - (f²/2 - s(f²/2 + z·p)).
        var half = f * f * 0.5;
        var low = T.Fma(s, T.Fma(z, p, half), k * Ln2Low) - half;
        return T.Fma(k, Ln2High, f + low);
    }
}
