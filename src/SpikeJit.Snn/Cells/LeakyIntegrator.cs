namespace SpikeJit.Snn;

/// <summary>A membrane without spikes, as a readout: <c>v ← βv + gI</c>; its output is v (Spyx's LI).</summary>
/// <param name="Beta">Decay per step, in [0, 1].</param>
/// <param name="Gain">g.</param>
public sealed record LeakyIntegrator(double Beta = 0.9, double Gain = 1) : ICell<LifState>
{
    /// <summary>β.</summary>
    public double Beta { get; } = Check.Fraction(Beta);

    /// <summary>g.</summary>
    public double Gain { get; } = Check.Finite(Gain);

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        Tensor v = state.V * Beta + (Gain == 1 ? input : input * Gain);
        return (new(v), v);
    }
}
