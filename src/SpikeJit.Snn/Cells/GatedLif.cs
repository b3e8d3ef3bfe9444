namespace SpikeJit.Snn;

/// <summary>Membrane potential and last spikes.</summary>
public sealed record GatedState(Tensor V, Tensor Spikes);

/// <summary>
/// LIF neuron whose leak, input and reset are mixed by learned gates (X. Yao et al., "GLIF", NeurIPS 2022; SpikingJelly's GatedLIFNode):
/// <c>u = I(1 − β(1 − c)); d = 1 − α(1 − τ); v ← dv − (1 − α)l + u − dvγs − (1 − γ)r·s</c>, s the last spikes; <c>s = v ≥ θ</c>. The cell is a tree whose
/// leaves are its gates and constants, each a scalar or one for each neuron, in (0, 1).
/// </summary>
/// <param name="Alpha">α, between linear and exponential leak.</param>
/// <param name="Beta">β, of the input.</param>
/// <param name="Gamma">γ, between soft and hard reset.</param>
/// <param name="Tau">τ, the exponential leak's factor.</param>
/// <param name="Threshold">θ.</param>
/// <param name="LinearDecay">l.</param>
/// <param name="SoftReset">r.</param>
/// <param name="Conductance">c.</param>
/// <param name="Surrogate">The derivative of a spike; SpikingJelly's sigmoid with slope 4 when null.</param>
public sealed record GatedLif(
    Tensor Alpha, Tensor Beta, Tensor Gamma, Tensor Tau, Tensor Threshold, Tensor LinearDecay, Tensor SoftReset, Tensor Conductance,
    ISurrogate? Surrogate = null) : ICell<GatedState>
{
    /// <inheritdoc/>
    public GatedState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (GatedState State, Tensor Output) Step(GatedState state, Tensor input)
    {
        (Tensor v, Tensor s) = (state.V, state.Spikes);
        Tensor u = input * (1 - Beta * (1 - Conductance)), decayed = v * (1 - Alpha * (1 - Tau));
        Tensor next = decayed - (1 - Alpha) * LinearDecay + u - decayed * Gamma * s - (1 - Gamma) * SoftReset * s;
        Tensor spikes = Snn.Surrogate.Spike(next - Threshold, Surrogate ?? Snn.Surrogate.Sigmoid(4));
        return (new(next, spikes), spikes);
    }
}
