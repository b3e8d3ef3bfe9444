using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>The bound from which a stream's length is chosen.</summary>
public enum LengthBound
{
    /// <summary>ln(2/δ) / (2ε²): for any density.</summary>
    Hoeffding,

    /// <summary>p(1 − p) / (ε²δ): from the variance alone.</summary>
    Chebyshev,

    /// <summary>p(1 − p) / ε²: the standard deviation is ε, with no regard to confidence.</summary>
    Variance,
}

/// <summary>How long a stream of independent random bits must be.</summary>
public static class StreamLength
{
    /// <summary>Shortest length given.</summary>
    public const int Shortest = 64;

    /// <summary>Longest length given, even where the bound asks for more.</summary>
    public const int Longest = 65536;

    /// <summary>
    /// The length with which a density is off by at most <paramref name="error"/> with probability <paramref name="confidence"/>: the bound,
    /// rounded up to a power of two, between <see cref="Shortest"/> and <see cref="Longest"/>.
    /// </summary>
    /// <param name="probability">The density p.</param>
    /// <param name="error">The error ε, positive.</param>
    /// <param name="confidence">1 − δ, in (0, 1).</param>
    /// <param name="bound">Which bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int For(double probability, double error, double confidence = 0.95, LengthBound bound = LengthBound.Hoeffding)
    {
        Require.Probability(probability);
        Require.Positive(error);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        double delta = 1 - confidence, square = error * error, variance = probability * (1 - probability);
        double bits = bound switch
        {
            LengthBound.Hoeffding => Math.Log(2 / delta) / (2 * square),
            LengthBound.Chebyshev => variance / (square * delta),
            LengthBound.Variance => variance / square,
            _ => throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound is none of Hoeffding, Chebyshev and Variance."),
        };
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Math.Ceiling(bits), Shortest, Longest));
    }
}
