namespace SpikeJit.Snn;

/// <summary>
/// Time-to-first-spike code: the stronger the value, the earlier its one spike, at step <c>round((1 − x)(T − 1))</c>, halves to the even step.
/// </summary>
public static class LatencyCode
{
    /// <summary>The entry of a value that has no spike.</summary>
    public const int NoSpike = -1;

    /// <summary>The step at which each value spikes.</summary>
    /// <param name="values">Values in [0, 1], <c>[N]</c>.</param>
    /// <param name="steps">The number of steps T.</param>
    /// <param name="times">Receives the steps, 0 to T − 1, or <see cref="NoSpike"/> for a value below <paramref name="threshold"/>; <c>[N]</c>.</param>
    /// <param name="threshold">The value below which there is no spike, in [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is outside [0, 1].</exception>
    public static void Times(ReadOnlySpan<float> values, int steps, Span<int> times, float threshold = 0.01f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        if (threshold is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is in [0, 1].");
        if (times.Length != values.Length)
            throw new ArgumentException($"{times.Length} times for {values.Length} values. Give room for as many.", nameof(times));
        for (int i = 0; i < values.Length; i++)
        {
            float x = values[i];
            if (x is not (>= 0 and <= 1)) throw new ArgumentException($"Value {i} is {x}. Values are in [0, 1]; scale them.", nameof(values));
            times[i] = x < threshold ? NoSpike : (int)MathF.Round((1 - x) * (steps - 1), MidpointRounding.ToEven);
        }
    }

    /// <summary>The spike trains, <c>[T, N]</c> of 0 and 1: one spike for each value that is not below <paramref name="threshold"/>.</summary>
    /// <inheritdoc cref="Times"/>
    public static float[] Spikes(ReadOnlySpan<float> values, int steps, float threshold = 0.01f)
    {
        var times = new int[values.Length];
        Times(values, steps, times, threshold);
        if ((long)steps * values.Length > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"{steps} steps of {values.Length} values are more than an array can hold. Take fewer steps.");
        var spikes = new float[steps * values.Length];
        for (int i = 0; i < times.Length; i++)
            if (times[i] != NoSpike) spikes[times[i] * values.Length + i] = 1;
        return spikes;
    }
}
