namespace SpikeJit.Snn;

/// <summary>How <see cref="Surrogate.GradientStep"/> differentiates spikes.</summary>
public enum SurrogatePath
{
    /// <summary>Hard spikes with the surrogate as their derivative: <c>s = v ≥ θ; ds/dv = 1/(1 + |β(v − θ)|)²</c>.</summary>
    CustomVjp,

    /// <summary>
    /// For comparison only: soft spikes <c>r = 1/(1 + |β(v − θ)|)</c>, with a hard value for the reset, <c>r + stop_gradient(s − r)</c>. The loss sees the soft
    /// rates, which fall again above θ, and the gradient through the reset grows by up to β|v| a step without bound.
    /// </summary>
    LegacyStopGradient,
}
