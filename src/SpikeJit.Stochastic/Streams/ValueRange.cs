namespace SpikeJit.Stochastic;

/// <summary>An interval of values, mapped linearly onto densities: p = (x − min) / (max − min).</summary>
public readonly record struct ValueRange
{
    /// <summary>The interval [<paramref name="min"/>, <paramref name="max"/>].</summary>
    /// <exception cref="ArgumentException">A bound is not finite, or min is not below max.</exception>
    public ValueRange(double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || !(min < max))
            throw new ArgumentException($"A range needs finite bounds with min < max; got [{min}, {max}].");
        Min = min;
        Max = max;
    }

    /// <summary>The value of density 0.</summary>
    public double Min { get; }

    /// <summary>The value of density 1.</summary>
    public double Max { get; }

    /// <summary>The density that stands for a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or outside the range.</exception>
    public double ToProbability(double value) => value >= Min && value <= Max
        ? (value - Min) / (Max - Min)
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The range is [{Min}, {Max}]. Widen it, or Clamp the value first.");

    /// <summary>The value that a density stands for.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is no probability.</exception>
    public double ToValue(double probability)
    {
        Require.Probability(probability);
        return Min + (probability * (Max - Min));
    }

    /// <summary>The nearest value inside the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public double Clamp(double value) => double.IsNaN(value)
        ? throw new ArgumentOutOfRangeException(nameof(value), value, "NaN lies nowhere in a range.")
        : Math.Clamp(value, Min, Max);
}
