namespace SpikeJit.Tests.Cpu;

/// <summary>erf by its power series and erfc by its continued fraction (Abramowitz and Stegun 7.1.6, 7.1.14): slow, and independent of fits.</summary>
internal static class ErfOracle
{
    public static double Erf(double x) => Math.Abs(x) < 2 ? Series(x) : x > 0 ? 1 - Fraction(x) : double.IsNaN(x) ? x : Fraction(-x) - 1;

    public static double Erfc(double x) => x < 2 ? 1 - Erf(x) : Fraction(x);

    private static double Series(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Fraction(double x)
    {
        if (double.IsNaN(x) || x > 30)
            return double.IsNaN(x) ? x : 0;
        var tail = x;
        for (var n = 60; n >= 1; n--)
            tail = x + n / 2d / tail;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
