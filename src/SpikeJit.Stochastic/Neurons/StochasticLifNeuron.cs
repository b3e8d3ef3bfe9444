namespace SpikeJit.Stochastic;

/// <summary>
/// Leaky integrate-and-fire neuron with explicit time and additive noise:
/// <c>v ← v − (v − v_rest)·dt/τ + R·I·dt + σ·√dt·ξ</c>; a spike where v ≥ θ, then v ← v_reset and the neuron is held at v_rest, deaf to its
/// input, for the refractory steps.
/// </summary>
public sealed record StochasticLifNeuron
{
    /// <summary>Potential without input.</summary>
    public double Rest { get; init => field = Require.Finite(value); }

    /// <summary>Potential right after a spike.</summary>
    public double Reset { get; init => field = Require.Finite(value); }

    /// <summary>Potential θ from which the neuron spikes.</summary>
    public double Threshold { get; init => field = Require.Finite(value); } = 1;

    /// <summary>Membrane time constant τ in ms.</summary>
    public double TauMs { get; init => field = Require.Positive(value); } = 20;

    /// <summary>Time step in ms.</summary>
    public double DtMs { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Membrane resistance R.</summary>
    public double Resistance { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Standard deviation σ of the noise over 1 ms.</summary>
    public double NoiseStd { get; init => field = Require.NonNegative(value); }

    /// <summary>Steps without input after a spike.</summary>
    public int RefractorySteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The state before the first step: at rest.</summary>
    /// <exception cref="InvalidOperationException">Parameters that each are valid do not go together.</exception>
    public StochasticLifState Initial
    {
        get
        {
            if (Reset >= Threshold)
                throw new InvalidOperationException(
                    $"A reset potential of {Reset} is not below the threshold {Threshold}: the neuron would spike for ever.");
            if (DtMs > TauMs)
                throw new InvalidOperationException($"A step of {DtMs} ms is longer than the time constant of {TauMs} ms: the leak would overshoot.");
            return new StochasticLifState(Rest, 0);
        }
    }

    /// <summary>One step.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="current">Input current I.</param>
    /// <param name="normal">A standard normal number ξ; it is used once, so a spike always comes with its reset.</param>
    /// <exception cref="ArgumentOutOfRangeException">The current or the noise is not finite.</exception>
    public (StochasticLifState State, bool Spike) Step(StochasticLifState state, double current, double normal = 0)
    {
        Require.Finite(current);
        Require.Finite(normal);
        if (state.Refractory > 0) return (new StochasticLifState(Rest, state.Refractory - 1), false);
        double leak = (state.Potential - Rest) * DtMs / TauMs;
        double v = state.Potential - leak + (Resistance * current * DtMs) + (NoiseStd * Math.Sqrt(DtMs) * normal);
        return v >= Threshold ? (new StochasticLifState(Reset, RefractorySteps), true) : (new StochasticLifState(v, 0), false);
    }
}

/// <summary>State of a <see cref="StochasticLifNeuron"/>.</summary>
/// <param name="Potential">Membrane potential v.</param>
/// <param name="Refractory">Refractory steps left.</param>
public readonly record struct StochasticLifState(double Potential, int Refractory);
