namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron with a learned time constant: <c>v ← v + (I − (v − v_rest))·σ(w)</c>, or <c>v − (v − v_rest)σ(w) + I</c>; 1/τ = σ(w) (W. Fang et al.,
/// "Incorporating learnable membrane time constant", ICCV 2021; SpikingJelly's ParametricLIFNode). The cell is a tree whose leaf is w.
/// </summary>
/// <param name="Weight">w, a scalar or one for each neuron.</param>
/// <param name="DecayInput">Whether the input is divided by τ.</param>
/// <param name="Firing">Threshold, surrogate and reset; SpikingJelly's when null. v_rest is v_reset, or 0 for the soft reset.</param>
public sealed record ParametricLif(Tensor Weight, bool DecayInput = true, Firing? Firing = null) : ICell<LifState>
{
    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.SpikingJelly();

    /// <summary>The w of a time constant: −ln(τ − 1).</summary>
    /// <param name="tau">τ &gt; 1, in steps.</param>
    public static Tensor WeightOf(double tau) => Tensor.Scalar((float)-Math.Log(Check.Positive(tau - 1, "tau - 1")));

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Firing!.ResetValue, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        Tensor rate = Weight.Sigmoid();
        double rest = Firing!.ResetValue;
        (Tensor v, Tensor spikes) = Firing.Step(state.V, v => DecayInput ? v + (input - (v - rest)) * rate : v - (v - rest) * rate + input);
        return (new(v), spikes);
    }
}
