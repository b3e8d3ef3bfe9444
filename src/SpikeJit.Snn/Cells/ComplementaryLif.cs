namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron with a second, slower potential m: <c>h = v − v/τ + I; s = h ≥ θ; m ← m·σ(h/τ) + s; v ← h − s(θ + σ(m))</c> (Y. Huang et al., "CLIF",
/// ICML 2024; SpikingJelly's ComplementaryLIFNode). The state's A is m.
/// </summary>
/// <param name="Tau">τ ≥ 1, in steps.</param>
/// <param name="Firing">Threshold and surrogate; SpikingJelly's default for it, a box of width 1, when null.</param>
public sealed record ComplementaryLif(double Tau = 2, Firing? Firing = null) : ICell<AdaptiveState>
{
    /// <summary>τ.</summary>
    public double Tau { get; } = Check.Positive(Tau);

    /// <summary>Threshold and surrogate.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.SpikingJelly(surrogate: Surrogate.Boxcar(1, 1));

    /// <inheritdoc/>
    public AdaptiveState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (AdaptiveState State, Tensor Output) Step(AdaptiveState state, Tensor input)
    {
        Tensor h = state.V * (1 - 1 / Tau) + input, spikes = Firing!.Spikes(h);
        Tensor m = state.A * (h * (1 / Tau)).Sigmoid() + spikes;
        return (new(h - Firing.Felt(spikes) * (m.Sigmoid() + Firing.Threshold), m), spikes);
    }
}
