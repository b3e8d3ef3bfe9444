namespace SpikeJit.Benchmarks.Workloads;

/// <summary>Neurons without weights, where memory decides: many lanes, and many steps.</summary>
internal static class LongSequences
{
    public static Workload[] All { get; } =
    [
        new("W6", 7000, () => Prepare(MeanSpikes, new RandomKey(1).Uniform([128, 65536]) * .3f), Expected.Spiking(.08725095, .5282597)),
        new("W14", 3000, () => Prepare(MeanActivity, new RandomKey(1).Uniform([30000, 64]) * 2f), Expected.Smooth(.02887602, .05509153)),
    ];

    private static Tensor MeanSpikes(Tensor currents) => Fn.Scan<Tensor, Tensor, Tensor>(Lif.Step, Tensor.Zeros([currents.Shape[1]]), currents).Outputs.Mean();

    private static Tensor MeanActivity(Tensor xs) => Fn.Scan<Tensor, Tensor, Tensor>(
        (v, x) =>
        {
            v += (-v + x) / 20f;
            Tensor s = (10f * (v - 1f)).Sigmoid();
            return (v * (1f - s), s);
        },
        Tensor.Zeros([xs.Shape[1]]), xs).Outputs.Mean();

    private static Case Prepare(Func<Tensor, Tensor> f, Tensor xs) => Case.Gradient(Fn.Jit(Fn.ValueAndGrad(f)), xs);
}
