namespace SpikeJit.Stochastic;

/// <summary>What the product of two streams is in the mean, and how far a finite stream strays from it.</summary>
public static class ProductModel
{
    /// <summary>
    /// Variance of the decoded product of two independent random streams: pq(1 − pq)/L for AND, (1 − x²y²)/L for XNOR.
    /// </summary>
    /// <param name="a">One value, in the encoding's range.</param>
    /// <param name="b">The other value.</param>
    /// <param name="length">Length in bits.</param>
    /// <param name="encoding">Decides the gate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Variance(double a, double b, int length, ScEncoding encoding)
    {
        Require.Length(length);
        _ = encoding.ToProbability(a);
        _ = encoding.ToProbability(b);
        double product = a * b;
        return encoding == ScEncoding.Unipolar ? product * (1 - product) / length : (1 - (product * product)) / length;
    }

    /// <summary>
    /// The product of two correlated streams and its derivatives. P(both) = pq + ρ·√(p(1−p)q(1−q)), with ρ their Pearson correlation, clipped to
    /// what two streams of these densities can have, [max(0, p + q − 1), min(p, q)]; bipolar value 4·P − 2p − 2q + 1.
    /// </summary>
    /// <param name="a">One value, in the encoding's range.</param>
    /// <param name="b">The other value.</param>
    /// <param name="correlation">Pearson correlation ρ, in [−1, 1].</param>
    /// <param name="encoding">Decides the gate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static CorrelatedProduct Correlated(double a, double b, double correlation, ScEncoding encoding)
    {
        if (!(correlation is >= -1 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(correlation), correlation, "A correlation lies in [-1, 1].");
        double p = encoding.ToProbability(a), q = encoding.ToProbability(b);
        (double least, double most) = Correlation.FeasibleBoth(p, q);
        double spreadP = Math.Sqrt(p * (1 - p)), spreadQ = Math.Sqrt(q * (1 - q));
        double both = (p * q) + (correlation * spreadP * spreadQ);
        double byP, byQ;
        if (both > most) (both, byP, byQ) = (most, p <= q ? 1 : 0, p <= q ? 0 : 1);
        else if (both < least) (both, byP, byQ) = (least, least > 0 ? 1 : 0, least > 0 ? 1 : 0);
        else
        {
            byP = q + (correlation * Slope(p, spreadP) * spreadQ);
            byQ = p + (correlation * Slope(q, spreadQ) * spreadP);
        }
        return encoding == ScEncoding.Unipolar
            ? new CorrelatedProduct(both, byP, byQ)
            : new CorrelatedProduct((4 * both) - (2 * p) - (2 * q) + 1, (2 * byP) - 1, (2 * byQ) - 1);
    }

    // Derivative of √(p(1 − p)); at p = 0 and 1 it grows without bound, but there the product is clipped to pq, which ρ does not move.
    private static double Slope(double p, double spread) => spread == 0 ? 0 : (1 - (2 * p)) / (2 * spread);
}

/// <summary>A product of two values and its derivatives by each.</summary>
/// <param name="Value">The product.</param>
/// <param name="ByA">Derivative by the first value.</param>
/// <param name="ByB">Derivative by the second value.</param>
public readonly record struct CorrelatedProduct(double Value, double ByA, double ByB);
