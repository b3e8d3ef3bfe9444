namespace SpikeJit.Cpu;

/// <summary>ln |Γ(x)| and its derivative.</summary>
internal static partial class SpecialFunctions
{
    /// <summary>ln Γ(2 + t) / t for |t| ≤ 1/2.</summary>
    private static ReadOnlySpan<double> LogGammaNearTwo =>
    [
        0.42278433509846713, 0.32246703342411326, -0.06735230105319831, 0.02058080842778057, -0.007385551028649729,
        0.0028905103310236198, -0.0011927539127576572, 0.00050966951567907543, -0.00022315473518009027, 9.945766999322711e-5,
        -4.4926530966950451e-5, 2.0505617706161636e-5, -9.4372378338886116e-6, 4.3845883619091856e-6, -2.0497499764126385e-6,
        9.2031792981565739e-7, -4.2005232159723907e-7, 2.7849134272095696e-7, -1.4328683659415202e-7,
    ];

    /// <summary>Stirling's series, B(2k) / (2k(2k - 1)), in powers of 1/x².</summary>
    private static ReadOnlySpan<double> Stirling =>
        [1d / 12, -1d / 360, 1d / 1260, -1d / 1680, 1d / 1188, -691d / 360360, 1d / 156, -3617d / 122400];

    /// <summary>B(2k) / 2k, in powers of 1/x².</summary>
    private static ReadOnlySpan<double> DigammaSeries =>
        [1d / 12, -1d / 120, 1d / 252, -1d / 240, 1d / 132, -691d / 32760, 1d / 12, -3617d / 8160];

    /// <summary>ln |Γ(x)|; +∞ at 0, -1, -2, … and at ±∞.</summary>
    public static double Lgamma(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (double.IsInfinity(x) || (x <= 0d && Math.Floor(x) == x))
            return double.PositiveInfinity;
        if (x < -0.5)
        {
            // Γ(x)·Γ(1 - x) = π / sin πx.
            var sine = Math.Sin(Math.PI * Math.Abs(x - Math.Round(x)));
            return Math.Log(Math.PI / (sine * -x)) - Lgamma(-x);
        }

        if (x < 0.5)
            return NearTwo(x) - Math.Log(Math.Abs(x * (x + 1d)));
        if (x < 1.5)
            return NearTwo(x - 1d) - Math.Log(x);
        if (x < 10d)
        {
            var product = 1d;
            for (; x > 2.5; product *= x)
                x--;
            return NearTwo(x - 2d) + Math.Log(product);
        }

        const double halfLogTwoPiLessHalf = 0.41893853320467274;
        var inverse = 1d / x;
        return (x - 0.5) * (Math.Log(x) - 1d) + (halfLogTwoPiLessHalf + inverse * Polynomial(Stirling, inverse * inverse));
    }

    private static double NearTwo(double t) => t * Polynomial(LogGammaNearTwo, t);

    /// <summary>Γ'(x) / Γ(x); NaN at 0, -1, -2, … (poles without a sign) and at -∞.</summary>
    public static double Digamma(double x)
    {
        if (x <= 0d)
        {
            // ψ(x) = ψ(1 - x) - π / tan πx; the difference to the nearest integer is exact, πx is not.
            var offset = x - Math.Round(x);
            return offset == 0d || double.IsInfinity(x) ? double.NaN : DigammaPositive(1d - x) - Math.PI / Math.Tan(Math.PI * offset);
        }

        return DigammaPositive(x);
    }

    private static double DigammaPositive(double x)
    {
        var shift = 0d;
        for (; x < 10d; x++)
            shift += 1d / x;
        var inverse = 1d / x;
        var square = inverse * inverse;
        return Math.Log(x) - 0.5 * inverse - square * Polynomial(DigammaSeries, square) - shift;
    }
}
