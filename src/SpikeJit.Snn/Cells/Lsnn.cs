namespace SpikeJit.Snn;

/// <summary>
/// Adaptive-threshold neuron with a synaptic current: <c>v ← v + λ_m(v_rest − v + i); i ← i(1 − λ_s) + I; b ← b + λ_b(θ − b); s = v &gt; b;
/// b ← b + s·β</c>, then reset: the input acts one step later, and b is the threshold itself (Norse's lsnn_feed_forward_step, λ = dt/τ). The state's A is b.
/// </summary>
/// <param name="SynapticLeak">λ_s in [0, 1].</param>
/// <param name="MembraneLeak">λ_m in [0, 1].</param>
/// <param name="ThresholdLeak">λ_b in [0, 1].</param>
/// <param name="Jump">β, what a spike adds to the threshold.</param>
/// <param name="Rest">v_rest.</param>
/// <param name="Firing">Resting threshold, surrogate and reset; Norse's when null.</param>
public sealed record Lsnn(
    double SynapticLeak = 0.2, double MembraneLeak = 0.1, double ThresholdLeak = 1.25e-6, double Jump = 0.2, double Rest = 0, Firing? Firing = null)
    : ICell<CurrentAdaptiveState>
{
    /// <summary>λ_s.</summary>
    public double SynapticLeak { get; } = Check.Fraction(SynapticLeak);

    /// <summary>λ_m.</summary>
    public double MembraneLeak { get; } = Check.Fraction(MembraneLeak);

    /// <summary>λ_b.</summary>
    public double ThresholdLeak { get; } = Check.Fraction(ThresholdLeak);

    /// <summary>β.</summary>
    public double Jump { get; } = Check.Finite(Jump);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>Resting threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.Norse();

    /// <inheritdoc/>
    public CurrentAdaptiveState Initial(Shape shape, DType dtype = DType.F32) =>
        new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, Rest, dtype), Sequences.Filled(shape, Firing!.Threshold, dtype));

    /// <inheritdoc/>
    public (CurrentAdaptiveState State, Tensor Output) Step(CurrentAdaptiveState state, Tensor input)
    {
        Tensor threshold = state.A + (Firing!.Threshold - state.A) * ThresholdLeak;
        (Tensor v, Tensor spikes) = Firing.Step(state.V, v => v + (Rest - v + state.I) * MembraneLeak, threshold: threshold);
        return (new(state.I * (1 - SynapticLeak) + input, v, threshold + Firing.Felt(spikes) * Jump), spikes);
    }
}
