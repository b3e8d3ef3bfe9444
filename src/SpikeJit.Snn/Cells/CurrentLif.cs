namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron driven by a current that its input lifts at once: <c>i ← i + I; v ← v + λ_m(v_rest − v + i); i ← i(1 − λ_s)</c>, then spike and reset (Norse's
/// lif_feed_forward_step, λ = dt/τ).
/// </summary>
/// <param name="SynapticLeak">λ_s in [0, 1].</param>
/// <param name="MembraneLeak">λ_m in [0, 1].</param>
/// <param name="Rest">v_rest, where the potential starts.</param>
/// <param name="Firing">Threshold, surrogate and reset; Norse's when null.</param>
public sealed record CurrentLif(double SynapticLeak = 0.2, double MembraneLeak = 0.1, double Rest = 0, Firing? Firing = null) : ICell<SynapticState>
{
    /// <summary>λ_s.</summary>
    public double SynapticLeak { get; } = Check.Fraction(SynapticLeak);

    /// <summary>λ_m.</summary>
    public double MembraneLeak { get; } = Check.Fraction(MembraneLeak);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.Norse();

    /// <inheritdoc/>
    public SynapticState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, Rest, dtype));

    /// <inheritdoc/>
    public (SynapticState State, Tensor Output) Step(SynapticState state, Tensor input)
    {
        Tensor i = state.I + input;
        (Tensor v, Tensor spikes) = Firing!.Step(state.V, v => v + (Rest - v + i) * MembraneLeak);
        return (new(i * (1 - SynapticLeak), v), spikes);
    }
}
