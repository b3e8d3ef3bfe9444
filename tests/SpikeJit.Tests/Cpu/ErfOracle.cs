namespace SpikeJit.Tests.Cpu;

/// <summary>erf by its power series and erfc by its continued fraction (Abramowitz and Stegun 7.1.6, 7.1.14): slow, and independent of fits.</summary>
internal static class ErfOracle
{
    public static double Erf(double x) => Math.Abs(x) < 2 ? Series(x) : x > 0 ? 1 - Fraction(x) : double.IsNaN(x) ? x : Fraction(-x) - 1;

    public static double Erfc(double x) => x < 2 ? 1 - Erf(x) : Fraction(x);

    /// <summary>The x with erf(x) = p, by Newton's method on erf, in the tails on erfc.</summary>
    public static double ErfInv(double p)
    {
        double a = Math.Abs(p), rest = 1 - a;
        if (!(a < 1)) return a == 1 ? p * double.PositiveInfinity : double.NaN;
        // Winitzki's approximation, within 0.2 %.
        double log = Math.Log(rest * (1 + a)), half = 2 / (Math.PI * 0.147) + log / 2;
        var x = Math.Sqrt(Math.Max(0, Math.Sqrt(half * half - log / 0.147) - half));
        for (var i = 0; i < 4; i++)
        {
            var error = a < 0.9 ? Erf(x) - a : rest - Erfc(x);
            var step = error * Math.Sqrt(Math.PI) / 2 * Math.Exp(x * x);
            // Halley's correction: the second derivative of erf is -2x times the first.
            x -= step / (1 + x * step);
        }

        return a < 1e-4 ? p * Math.Sqrt(Math.PI) / 2 * (1 + Math.PI * p * p / 12) : Math.CopySign(x, p);
    }

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
