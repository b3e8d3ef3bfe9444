namespace SpikeJit.Benchmarks.Workloads;

/// <summary>
/// The tutorial's network, 10-32-3 for 50 steps, with sigmoids in place of spikes: as a plain loop, as a scan, for batches, and example by example.
/// </summary>
internal static class TutorialNetwork
{
    private const int Steps = 50;

    private static readonly Tensor Target = new float[] { 1, 0, 0 };

    public static Workload[] All { get; } =
    [
        new("W1-loop", 8, () => One(LossByLoop), Expected.Smooth(.3333445, 1.509742e-3, 1.876356e-4)),
        new("W1-scan", 8, () => One(LossByScan), Expected.Smooth(.3333445, 1.509742e-3, 1.876356e-4)),
        new("W1b-64", 180, () => MeanOverBatch(64), Expected.Smooth(.3338067, .01208572, .001745726)),
        new("W1b-1024", 2400, () => MeanOverBatch(1024), Expected.Smooth(.3337719, .01059491, .001582108)),
        new("W7", 800, () => PerExample(256), new Expected("g1", 2.933031, 1e-3), new Expected("g2", .3917435, 1e-3)),
    ];

    private sealed record Weights(Tensor W1, Tensor W2);

    private static Weights Initial => new(new RandomKey(2).Normal([10, 32]) * 4f, new RandomKey(3).Normal([32, 3]) * 8f);

    private static Tensor LossByLoop(Weights w, Tensor xs)
    {
        Tensor v1 = Tensor.Zeros([32]), v2 = Tensor.Zeros([3]), spikes = Tensor.Zeros([3]);
        for (int t = 0; t < Steps; t++)
        {
            v1 += (-v1 + xs[t].Dot(w.W1)) / 20f;
            Tensor s1 = (10f * (v1 - 1f)).Sigmoid();
            v1 *= 1f - s1;
            v2 += (-v2 + s1.Dot(w.W2)) / 20f;
            Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
            v2 *= 1f - s2;
            spikes += s2;
        }
        return (spikes / Steps - Target).Square().Mean();
    }

    private static Tensor LossByScan(Weights w, Tensor xs)
    {
        ((_, _, Tensor spikes), _) = Fn.Scan<(Tensor V1, Tensor V2, Tensor Spikes), Tensor, object?>(
            (state, x) =>
            {
                (Tensor v1, Tensor v2, Tensor spikes) = state;
                v1 += (-v1 + x.Dot(w.W1)) / 20f;
                Tensor s1 = (10f * (v1 - 1f)).Sigmoid();
                v2 += (-v2 + s1.Dot(w.W2)) / 20f;
                Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
                return ((v1 * (1f - s1), v2 * (1f - s2), spikes + s2), null);
            },
            (Tensor.Zeros([32]), Tensor.Zeros([3]), Tensor.Zeros([3])), xs);
        return (spikes / Steps - Target).Square().Mean();
    }

    private static Case One(Func<Weights, Tensor, Tensor> loss) =>
        Case.Gradient(Fn.Jit(Fn.ValueAndGrad(loss)), Initial, new RandomKey(1).Uniform([Steps, 10]));

    private static Case MeanOverBatch(int batch)
    {
        Func<Weights, Tensor, Tensor> losses = Fn.VMap<Weights, Tensor, Tensor>(LossByScan, (null, 0));
        var loss = (Weights w, Tensor xs) => losses(w, xs).Mean();
        return Case.Gradient(Fn.Jit(Fn.ValueAndGrad(loss)), Initial, new RandomKey(1).Uniform([batch, Steps, 10]));
    }

    private static Case PerExample(int batch)
    {
        Func<Weights, Tensor, Weights> gradients = Fn.Jit(Fn.VMap(Fn.Grad<Weights, Tensor>(LossByScan), (null, 0)));
        Weights w = Initial;
        Tensor xs = new RandomKey(1).Uniform([batch, Steps, 10]);
        return Case.Of(() => gradients(w, xs), g => [Case.SumOfAbsolutes(g.W1), Case.SumOfAbsolutes(g.W2)], timed => timed ? gradients.Profile(w, xs) : gradients.Explain(w, xs));
    }
}
