namespace SpikeJit.Snn;

/// <summary>
/// Exponential integrate-and-fire: <c>v ← v + λ(v_rest − v) + k·Δ·exp(min((v − v_rh)/Δ, c)) + gI</c>, the exponential of the potential before the step
/// (N. Fourcaud-Trocmé et al., J. Neuroscience 23, 2003). Then spike and reset.
/// </summary>
/// <param name="Leak">λ in [0, 1].</param>
/// <param name="Sharpness">Δ &gt; 0.</param>
/// <param name="Rheobase">v_rh.</param>
/// <param name="ExponentialGain">k ≥ 0.</param>
/// <param name="Gain">g.</param>
/// <param name="Rest">v_rest.</param>
/// <param name="Cap">c, where the exponent stops; ∞ for none.</param>
/// <param name="Start">The potential before the first step.</param>
/// <param name="Firing">Threshold, surrogate and reset; sc-neurocore's when null.</param>
public sealed record ExponentialLif(
    double Leak = 0.1, double Sharpness = 0.5, double Rheobase = 0.8, double ExponentialGain = 1, double Gain = 1, double Rest = 0, double Cap = 5,
    double Start = 0, Firing? Firing = null) : ICell<LifState>
{
    /// <summary>λ.</summary>
    public double Leak { get; } = Check.Fraction(Leak);

    /// <summary>Δ.</summary>
    public double Sharpness { get; } = Check.Positive(Sharpness);

    /// <summary>v_rh.</summary>
    public double Rheobase { get; } = Check.Finite(Rheobase);

    /// <summary>k.</summary>
    public double ExponentialGain { get; } = Check.NotNegative(ExponentialGain);

    /// <summary>g.</summary>
    public double Gain { get; } = Check.Finite(Gain);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>c.</summary>
    public double Cap { get; } = double.IsNaN(Cap) ? throw new ArgumentOutOfRangeException(nameof(Cap), Cap, "Cap is NaN.") : Cap;

    /// <summary>The potential before the first step.</summary>
    public double Start { get; } = Check.Finite(Start);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.ScNeurocore();

    /// <summary>sc-neurocore's ExpIFCell.</summary>
    public static ExponentialLif ScNeurocore(double beta = 0.9, double threshold = 1, double deltaT = 0.5, double rheobase = 0.8) =>
        new(1 - beta, deltaT, rheobase, Firing: Firing.ScNeurocore(threshold));

    /// <summary>SpikingJelly's EIFNode: everything over τ, no cap; starts at v_reset.</summary>
    public static ExponentialLif SpikingJelly(double tau = 2, double deltaT = 1, double rheobase = 0.8, double rest = 0, double threshold = 1, double resetValue = -0.1) =>
        new(1 / tau, deltaT, rheobase, 1 / tau, 1 / tau, rest, double.PositiveInfinity, resetValue, Firing.SpikingJelly(threshold, resetValue: resetValue));

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Start, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        (Tensor v, Tensor spikes) = Firing!.Step(state.V, v => Charged(v) + input * Gain);
        return (new(v), spikes);
    }

    /// <summary>The potential after leak and exponential, before the input.</summary>
    internal Tensor Charged(Tensor v)
    {
        Tensor exponent = (v - Rheobase) * (1 / Sharpness);
        if (!double.IsPositiveInfinity(Cap)) exponent = Tensor.Minimum(exponent, Cap);
        return v * (1 - Leak) + Rest * Leak + exponent.Exp() * (ExponentialGain * Sharpness);
    }
}
