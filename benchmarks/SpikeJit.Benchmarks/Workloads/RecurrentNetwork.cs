namespace SpikeJit.Benchmarks.Workloads;

/// <summary>A recurrent layer of 256 LIF neurons with 700 inputs and a leaky read-out, 100 steps, 64 examples.</summary>
internal static class RecurrentNetwork
{
    private const int Steps = 100;
    private const int Batch = 64;

    public static Workload[] All { get; } = [new("W5", 24000, Prepare, Expected.Spiking(6.735844, 2076.655, 901.0035, 1041.645))];

    private sealed record Weights(Tensor Input, Tensor Recurrent, Tensor Output);

    private static Tensor Loss(Weights w, Tensor spikes)
    {
        Tensor hidden = Tensor.Zeros([Batch, 256]), output = Tensor.Zeros([Batch, 20]);
        ((_, _, _, Tensor sum), _) = Fn.Scan<(Tensor V, Tensor S, Tensor Out, Tensor Sum), Tensor, object?>(
            (state, x) =>
            {
                Tensor v = .95f * state.V + x.As(DType.F32).Dot(w.Input) + state.S.Dot(w.Recurrent);
                Tensor s = Lif.Spike(v);
                Tensor o = .95f * state.Out + s.Dot(w.Output);
                return ((v * (1f - s), s, o, state.Sum + o), null);
            },
            (hidden, hidden, output, output), spikes);
        return (sum / Steps - .1f).Square().Mean();
    }

    private static Case Prepare()
    {
        var w = new Weights(new RandomKey(2).Normal([700, 256]) * .1f, new RandomKey(3).Normal([256, 256]) * .05f, new RandomKey(4).Normal([256, 20]) * .1f);
        return Case.Gradient(Fn.Jit(Fn.ValueAndGrad<Weights, Tensor>(Loss)), w, new RandomKey(1).Bernoulli([Steps, Batch, 700], .05));
    }
}
