namespace SpikeJit.Snn;

/// <summary>Synaptic current i and membrane potential v.</summary>
public sealed record SynapticState(Tensor I, Tensor V);

/// <summary>
/// LIF neuron with a synaptic current: <c>i ← αi + I; v ← βv + i</c>, then spike and reset. snnTorch's Synaptic, SpikingJelly's CUBALIFNode (α .5, β .75),
/// sc-neurocore's SynapticCell and SecondOrderLIFCell (α .95), Spyx's CuBaLIF, whose late reset comes before the decay.
/// </summary>
/// <param name="Alpha">Decay of the current per step, in [0, 1].</param>
/// <param name="Beta">Decay of the potential per step, in [0, 1].</param>
/// <param name="Firing">Threshold, surrogate and reset; the tutorial's when null.</param>
public sealed record Synaptic(double Alpha = 0.9, double Beta = 0.8, Firing? Firing = null) : ICell<SynapticState>
{
    /// <summary>α.</summary>
    public double Alpha { get; } = Check.Fraction(Alpha);

    /// <summary>β.</summary>
    public double Beta { get; } = Check.Fraction(Beta);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? new();

    /// <inheritdoc/>
    public SynapticState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (SynapticState State, Tensor Output) Step(SynapticState state, Tensor input)
    {
        Tensor i = state.I * Alpha + input;
        (Tensor v, Tensor spikes) = Firing!.Step(state.V, v => v * Beta + i, resetFirst: Firing.Timing == ResetTiming.NextStepWithSpike);
        return (new(i, v), spikes);
    }
}
