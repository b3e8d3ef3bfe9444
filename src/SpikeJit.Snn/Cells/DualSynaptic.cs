namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron with an excitatory and an inhibitory current: <c>e ← α_e e + I_e; i ← α_i i + I_i; v ← βv + e − i</c>, then spike and reset (sc-neurocore's
/// AlphaCell).
/// </summary>
/// <param name="ExcitatoryDecay">α_e per step, in [0, 1].</param>
/// <param name="InhibitoryDecay">α_i per step, in [0, 1].</param>
/// <param name="Beta">Membrane decay per step, in [0, 1].</param>
/// <param name="Firing">Threshold, surrogate and reset; sc-neurocore's when null.</param>
public sealed record DualSynaptic(double ExcitatoryDecay = 0.9, double InhibitoryDecay = 0.85, double Beta = 0.9, Firing? Firing = null) : ICell<AlphaState>
{
    /// <summary>α_e.</summary>
    public double ExcitatoryDecay { get; } = Check.Fraction(ExcitatoryDecay);

    /// <summary>α_i.</summary>
    public double InhibitoryDecay { get; } = Check.Fraction(InhibitoryDecay);

    /// <summary>β.</summary>
    public double Beta { get; } = Check.Fraction(Beta);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.ScNeurocore();

    /// <inheritdoc/>
    public AlphaState Initial(Shape shape, DType dtype = DType.F32)
    {
        Tensor zero = Sequences.Filled(shape, 0, dtype);
        return new(zero, zero, zero);
    }

    /// <summary>One step with both currents.</summary>
    public (AlphaState State, Tensor Output) Step(AlphaState state, Tensor excitatory, Tensor inhibitory)
    {
        Tensor e = state.Excitatory * ExcitatoryDecay + excitatory, i = state.Inhibitory * InhibitoryDecay + inhibitory;
        (Tensor v, Tensor spikes) = Firing!.Step(state.V, v => v * Beta + e - i);
        return (new(e, i, v), spikes);
    }

    /// <summary>One step: what is positive excites, what is negative inhibits.</summary>
    /// <inheritdoc/>
    public (AlphaState State, Tensor Output) Step(AlphaState state, Tensor input) => Step(state, input.Relu(), (-input).Relu());
}
