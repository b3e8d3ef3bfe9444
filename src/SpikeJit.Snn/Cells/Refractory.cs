namespace SpikeJit.Snn;

/// <summary>The state of the neuron inside, and what is left of its refractory period, in steps.</summary>
public sealed record RefractoryState(SynapticState Inner, Tensor Rest);

/// <summary>
/// A <see cref="CurrentLif"/> that holds its potential and is silent for some steps after a spike: <c>k = H(ρ); v ← (1 − k)v' + kv; s ← (1 − k)s;
/// ρ ← (1 − s)max(0, ρ − k) + s·ρ_reset</c>. Its current goes on all the while (Norse's lif_refrac_feed_forward_step).
/// </summary>
/// <param name="Neuron">The neuron inside.</param>
/// <param name="Steps">ρ_reset.</param>
public sealed record Refractory(CurrentLif? Neuron = null, int Steps = 5) : ICell<RefractoryState>
{
    /// <summary>The neuron inside.</summary>
    public CurrentLif? Neuron { get; } = Neuron ?? new();

    /// <summary>ρ_reset.</summary>
    public int Steps { get; } = Check.Count(Steps);

    /// <inheritdoc/>
    public RefractoryState Initial(Shape shape, DType dtype = DType.F32) => new(Neuron!.Initial(shape, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (RefractoryState State, Tensor Output) Step(RefractoryState state, Tensor input)
    {
        (SynapticState inner, Tensor spikes) = Neuron!.Step(state.Inner, input);
        Tensor held = Surrogate.Spike(state.Rest, Neuron.Firing!.Surrogate, atThreshold: false);
        Tensor v = inner.V * (1 - held) + state.Inner.V * held, s = spikes * (1 - held);
        return (new(inner with { V = v }, (state.Rest - held).Relu() * (1 - s) + s * (double)Steps), s);
    }
}
