namespace SpikeJit.Stochastic;

/// <summary>Measures of how two bitstreams depend on each other.</summary>
public static class Correlation
{
    /// <summary>
    /// Stochastic computing correlation (Alaghi and Hayes 2013): the excess of P(both) over the product, as a part of the largest excess (or
    /// deficit) that the two densities allow. +1: the ones overlap as far as they can; −1: as little; 0: a product is exact. 0 when a stream is
    /// constant.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Scc(Bitstream a, Bitstream b)
    {
        (long both, long p, long q, long n) = Counts(a, b);
        long excess = (both * n) - (p * q);
        long extreme = excess > 0 ? (Math.Min(p, q) * n) - (p * q) : (p * q) - (Math.Max(0, p + q - n) * n);
        return extreme == 0 ? 0 : (double)excess / extreme;
    }

    /// <summary>Pearson correlation of the bits; 0 when a stream is constant.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Pearson(Bitstream a, Bitstream b)
    {
        (long both, long p, long q, long n) = Counts(a, b);
        double scale = Math.Sqrt((double)p * (n - p)) * Math.Sqrt((double)q * (n - q));
        return scale == 0 ? 0 : ((both * n) - (p * q)) / scale;
    }

    /// <summary>The probabilities that both of two streams are 1 which their densities allow: [max(0, p + q − 1), min(p, q)].</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is no probability.</exception>
    public static (double Least, double Most) FeasibleBoth(double p, double q)
    {
        Require.Probability(p);
        Require.Probability(q);
        return (Math.Max(0, p + q - 1), Math.Min(p, q));
    }

    private static (long Both, long P, long Q, long N) Counts(Bitstream a, Bitstream b) =>
        (StochasticArithmetic.CountBoth(a, b), a.Ones, b.Ones, a.Length);
}
