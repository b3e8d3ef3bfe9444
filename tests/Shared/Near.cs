using System.Numerics;

namespace SpikeJit.Tests.Shared;

/// <summary>
/// Compares arrays element by element and says where they differ. NaN agrees with NaN, an infinity with itself, and both with nothing else.
/// </summary>
internal static class Near
{
    /// <summary>|actual − expected| ≤ tolerance · max(|expected|, floor).</summary>
    /// <param name="floor">The magnitude below which the tolerance becomes absolute.</param>
    public static void Relative<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double tolerance, double floor = 0, string what = "") where T : IBinaryFloatingPointIeee754<T>
    {
        Length(expected.Length, actual.Length, what);
        for (int i = 0; i < expected.Length; i++)
        {
            double e = double.CreateChecked(expected[i]), a = double.CreateChecked(actual[i]);
            if (e == a || (double.IsNaN(e) && double.IsNaN(a))) continue;
            double bound = tolerance * Math.Max(Math.Abs(e), floor);
            // Written so that a NaN on one side fails.
            if (!(Math.Abs(a - e) <= bound) || double.IsInfinity(e)) Fail(what, i, expected[i], actual[i], $"difference {Math.Abs(a - e):g3}, allowed {bound:g3}");
        }
    }

    /// <summary>At most <paramref name="ulps"/> floats apart; +0 and −0 are none apart.</summary>
    public static void Ulps(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, long ulps, string what = "")
    {
        Length(expected.Length, actual.Length, what);
        for (int i = 0; i < expected.Length; i++)
        {
            long apart = UlpDistance(expected[i], actual[i]);
            if (apart > ulps) Fail(what, i, expected[i], actual[i], $"{apart} ulps, allowed {ulps}");
        }
    }

    /// <summary>The same bits, except that any NaN agrees with any NaN.</summary>
    public static void Exact<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what = "") where T : unmanaged, IEquatable<T>
    {
        Length(expected.Length, actual.Length, what);
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].Equals(actual[i]) || IsNegativeZero(expected[i]) != IsNegativeZero(actual[i])) Fail(what, i, expected[i], actual[i], "not the same");
    }

    /// <summary>How many floats lie from one to the other; from NaN to a number, and between an infinity and anything else, the most there can be.</summary>
    public static long UlpDistance(float a, float b)
    {
        if (a == b || (float.IsNaN(a) && float.IsNaN(b))) return 0;
        if (!float.IsFinite(a) || !float.IsFinite(b)) return long.MaxValue;
        return Math.Abs(Ordered(a) - Ordered(b));

        static long Ordered(float x) => BitConverter.SingleToInt32Bits(x) is int bits && bits < 0 ? int.MinValue - (long)bits : bits;
    }

    private static bool IsNegativeZero<T>(T x) => x switch
    {
        float f => f == 0 && float.IsNegative(f),
        double d => d == 0 && double.IsNegative(d),
        _ => false,
    };

    private static void Length(int expected, int actual, string what)
    {
        if (expected != actual) Assert.Fail($"{what}: {actual} elements, expected {expected}");
    }

    private static void Fail<T>(string what, int index, T expected, T actual, string why) =>
        Assert.Fail($"{what}[{index}]: {actual}, expected {expected} ({why})");
}
