namespace SpikeJit.Benchmarks.Workloads;

/// <summary>Two LIF layers on a batch of spike trains <c>[T, B, N]</c>: value and gradient of <c>mean((rate − 0.1)²)</c>.</summary>
internal static class SpikingNetwork
{
    public static Workload[] All { get; } =
    [
        new("W2a", 8000, () => Prepare(50, 64, 784, 256, 10), Expected.Spiking(.0106775, 3.63993, .2593103)),
        new("W2b", 3500, () => Prepare(100, 16, 704, 256, 20), Expected.Spiking(.006445937, 1.966907, .2416941)),
        new("W2c", 8500, () => Prepare(25, 256, 784, 128, 10), Expected.Spiking(.007888739, 1.186598, .1127284)),
    ];

    private sealed record Weights(Tensor W1, Tensor W2);

    private static Tensor Loss(Weights w, Tensor spikes)
    {
        (int steps, int batch) = (spikes.Shape[0], spikes.Shape[1]);
        (Tensor, Tensor, Tensor) start = (Tensor.Zeros([batch, w.W1.Shape[1]]), Tensor.Zeros([batch, w.W2.Shape[1]]), Tensor.Zeros([batch, w.W2.Shape[1]]));
        ((_, _, Tensor counts), _) = Fn.Scan<(Tensor V1, Tensor V2, Tensor Counts), Tensor, object?>(
            (state, x) =>
            {
                (Tensor v1, Tensor s1) = Lif.Step(state.V1, x.As(DType.F32).Dot(w.W1));
                (Tensor v2, Tensor s2) = Lif.Step(state.V2, s1.Dot(w.W2));
                return ((v1, v2, state.Counts + s2), null);
            },
            start, spikes);
        return (counts / steps - .1f).Square().Mean();
    }

    private static Case Prepare(int steps, int batch, int inputs, int hidden, int outputs)
    {
        var w = new Weights(new RandomKey(2).Normal([inputs, hidden]) * .06f, new RandomKey(3).Normal([hidden, outputs]) * .2f);
        return Case.Gradient(Fn.Jit(Fn.ValueAndGrad<Weights, Tensor>(Loss)), w, new RandomKey(1).Bernoulli([steps, batch, inputs], .13));
    }
}
