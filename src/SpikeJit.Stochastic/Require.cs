using System.Runtime.CompilerServices;

namespace SpikeJit.Stochastic;

/// <summary>Checks of arguments that several types share, each with one message.</summary>
internal static class Require
{
    public static void Probability(double p, [CallerArgumentExpression(nameof(p))] string? name = null)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(name, p, "A probability lies in [0, 1].");
    }

    public static void Length(int length, [CallerArgumentExpression(nameof(length))] string? name = null)
    {
        if (length < 1)
            throw new ArgumentOutOfRangeException(name, length, "A bitstream holds at least one bit.");
    }

    public static void SameLength(int a, int b, string what)
    {
        if (a != b)
            throw new ArgumentException($"{what}: the lengths differ: {a} and {b} bits. Give both streams one length.");
    }

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "The value must be finite.");

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "The value must be finite and positive.");

    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "The value must be finite and not negative.");
}
