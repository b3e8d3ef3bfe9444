namespace SpikeJit.Snn;

/// <summary>Synaptic current, membrane potential and adaptation.</summary>
public sealed record CurrentAdaptiveState(Tensor I, Tensor V, Tensor A);

/// <summary>
/// Adaptive exponential neuron with a synaptic current: <c>i ← i + I; v ← v + λ_m(v_rest − v + Δe^((v − θ)/Δ) + i − a); i ← i(1 − λ_s);
/// a ← a + λ_a(c(v_old − v_rest) − a) + b·s</c>, then reset (Norse's lif_adex_feed_forward_step, λ = dt/τ).
/// </summary>
/// <param name="SynapticLeak">λ_s in [0, 1].</param>
/// <param name="MembraneLeak">λ_m in [0, 1].</param>
/// <param name="AdaptationLeak">λ_a in [0, 1].</param>
/// <param name="Sharpness">Δ &gt; 0.</param>
/// <param name="Coupling">c.</param>
/// <param name="Jump">b.</param>
/// <param name="Rest">v_rest.</param>
/// <param name="Firing">Threshold, surrogate and reset; Norse's when null.</param>
public sealed record CurrentAdEx(
    double SynapticLeak = 0.2, double MembraneLeak = 0.1, double AdaptationLeak = 0.002, double Sharpness = 0.5, double Coupling = 4, double Jump = 0.02,
    double Rest = 0, Firing? Firing = null) : ICell<CurrentAdaptiveState>
{
    /// <summary>λ_s.</summary>
    public double SynapticLeak { get; } = Check.Fraction(SynapticLeak);

    /// <summary>λ_m.</summary>
    public double MembraneLeak { get; } = Check.Fraction(MembraneLeak);

    /// <summary>λ_a.</summary>
    public double AdaptationLeak { get; } = Check.Fraction(AdaptationLeak);

    /// <summary>Δ.</summary>
    public double Sharpness { get; } = Check.Positive(Sharpness);

    /// <summary>c.</summary>
    public double Coupling { get; } = Check.Finite(Coupling);

    /// <summary>b.</summary>
    public double Jump { get; } = Check.Finite(Jump);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.Norse();

    /// <inheritdoc/>
    public CurrentAdaptiveState Initial(Shape shape, DType dtype = DType.F32)
    {
        Tensor zero = Sequences.Filled(shape, 0, dtype);
        return new(zero, Sequences.Filled(shape, Rest, dtype), zero);
    }

    /// <inheritdoc/>
    public (CurrentAdaptiveState State, Tensor Output) Step(CurrentAdaptiveState state, Tensor input)
    {
        Tensor i = state.I + input, old = state.V;
        (Tensor v, Tensor spikes) = Firing!.Step(
            old, v => v + (Rest - v + ((v - Firing.Threshold) * (1 / Sharpness)).Exp() * Sharpness + i - state.A) * MembraneLeak);
        Tensor a = state.A + ((old - Rest) * Coupling - state.A) * AdaptationLeak + Firing.Felt(spikes) * Jump;
        return (new(i * (1 - SynapticLeak), v, a), spikes);
    }
}
