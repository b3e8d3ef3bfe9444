namespace SpikeJit.Stochastic;

/// <summary>
/// The leaky integrate-and-fire neuron of a <see cref="ScJitDenseLayer"/>:
/// <c>v ← v + ((v_rest − v)·dt/τ + R·I + σ·ξ); s = v ≥ θ; v ← v_reset where s</c>, ξ a standard normal number of each step.
/// </summary>
/// <remarks>Neither R·I nor the noise is scaled by dt; the neuron that does so is <see cref="StochasticLifNeuron"/>.</remarks>
public sealed record ScNeuron
{
    /// <summary>Potential v_rest without input, and at the start.</summary>
    public double Rest { get; init => field = Require.Finite(value); }

    /// <summary>Potential v_reset right after a spike; below <see cref="Threshold"/>.</summary>
    public double Reset { get; init => field = Require.Finite(value); }

    /// <summary>Potential θ from which the neuron spikes.</summary>
    public double Threshold { get; init => field = Require.Finite(value); } = 1;

    /// <summary>Membrane time constant τ in ms.</summary>
    public double TauMs { get; init => field = Require.Positive(value); } = 20;

    /// <summary>Membrane resistance R.</summary>
    public double Resistance { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Standard deviation σ of the noise of one step.</summary>
    public double NoiseStd { get; init => field = Require.NonNegative(value); } = 0.02;

    /// <summary>The part of the way to rest that a step goes: dt/τ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive, or longer than τ.</exception>
    internal double Leak(double dtMs)
    {
        Require.Positive(dtMs);
        double leak = dtMs / TauMs;
        if (leak > 1)
            throw new ArgumentOutOfRangeException(
                nameof(dtMs), dtMs, $"A step of {dtMs} ms is longer than the time constant of {TauMs} ms: the leak would overshoot. Shorten the step.");
        return leak;
    }

    /// <exception cref="ArgumentException">v_reset is not below θ.</exception>
    internal void RequireReset() => ScDynamics.RequireReset(Reset, Threshold);
}
