namespace SpikeJit.Stochastic;

/// <summary>How the density p of ones in a bitstream stands for a value.</summary>
public enum ScEncoding
{
    /// <summary>The value is p, in [0, 1]; two streams are multiplied by AND.</summary>
    Unipolar,

    /// <summary>The value is 2p − 1, in [−1, 1]; two streams are multiplied by XNOR.</summary>
    Bipolar,
}

/// <summary>The two maps between values and densities.</summary>
public static class ScEncodings
{
    /// <summary>The density of ones that stands for a value: x, or (x + 1) / 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or outside the encoding's range.</exception>
    public static double ToProbability(this ScEncoding encoding, double value) => encoding switch
    {
        ScEncoding.Unipolar when value is >= 0 and <= 1 => value,
        ScEncoding.Bipolar when value is >= -1 and <= 1 => (value + 1) / 2,
        ScEncoding.Unipolar => throw Outside(value, "unipolar", "[0, 1]"),
        ScEncoding.Bipolar => throw Outside(value, "bipolar", "[-1, 1]"),
        _ => throw Unknown(encoding),
    };

    /// <summary>The value that a density of ones stands for: p, or 2p − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is no probability.</exception>
    public static double ToValue(this ScEncoding encoding, double probability)
    {
        Require.Probability(probability);
        return encoding switch
        {
            ScEncoding.Unipolar => probability,
            ScEncoding.Bipolar => (2 * probability) - 1,
            _ => throw Unknown(encoding),
        };
    }

    private static ArgumentOutOfRangeException Outside(double value, string encoding, string range) => new(
        nameof(value), value, $"A {encoding} stream holds values in {range}, not {value}. Scale the value, or map its range with ValueRange.");

    internal static ArgumentOutOfRangeException Unknown(ScEncoding encoding) => new(
        nameof(encoding), encoding, "The encoding is neither Unipolar nor Bipolar.");
}
