namespace SpikeJit.Benchmarks.Workloads;

/// <summary>The neuron of the spiking workloads, written by hand: <c>v ← 0.9v + I; s = v ≥ 1; v ← v(1 − s)</c>, backward <c>1/(1 + |10(v − 1)|)²</c>.</summary>
internal static class Lif
{
    /// <summary>1 where the potential has reached the threshold.</summary>
    public static Func<Tensor, Tensor> Spike { get; } = Fn.CustomVjp<Tensor, Tensor, Tensor>(
        v => (v >= 1f).As(DType.F32),
        v => ((v >= 1f).As(DType.F32), v),
        (v, g) => g / (1f + (10f * (v - 1f)).Abs()).Square());

    /// <summary>One step: the potential after the reset, and the spikes.</summary>
    public static (Tensor V, Tensor Spikes) Step(Tensor v, Tensor current)
    {
        v = .9f * v + current;
        Tensor s = Spike(v);
        return (v * (1f - s), s);
    }
}
