namespace SpikeJit.Snn;

/// <summary>
/// A leaky membrane that is rectified and never reset: <c>v ← max(0, βv + I); s = v &gt; θ</c> (snnTorch's LeakyParallel, behind a projection).
/// </summary>
/// <param name="Beta">Decay per step, in [0, 1].</param>
/// <param name="Firing">Threshold and surrogate; snnTorch's when null.</param>
public sealed record RectifiedLeaky(double Beta = 0.9, Firing? Firing = null) : ICell<LifState>
{
    /// <summary>β.</summary>
    public double Beta { get; } = Check.Fraction(Beta);

    /// <summary>Threshold and surrogate.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.SnnTorch(reset: Reset.None);

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        Tensor v = (state.V * Beta + input).Relu();
        return (new(v), Firing!.Spikes(v));
    }
}
