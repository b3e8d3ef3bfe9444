using SpikeJit.Snn;

namespace SpikeJit.Benchmarks.Workloads;

/// <summary>One step of Adam on spike counts of LIF layers that get a constant current for 25 steps; 128 examples.</summary>
internal static class TrainingStep
{
    private const int Steps = 25;
    private const int Batch = 128;

    public static Workload[] All { get; } =
    [
        new("W4a", 700, () => Prepare(784, 128, 10), new Expected("loss", 5.29976, 1e-3), new Expected("w1", 4269.722, 1e-3)),
        new("W4b", 5500, () => Prepare(784, 256, 256, 10), new Expected("loss", 4.592232, 1e-3), new Expected("w1", 8567.351, 1e-3)),
    ];

    private static Tensor Loss(Tensor[] weights, Tensor current, Tensor labels)
    {
        Tensor[] rest = [.. weights.Select(w => Tensor.Zeros([Batch, w.Shape[1]]))];
        ((_, Tensor counts), _) = Fn.Scan<(Tensor[] V, Tensor Counts), object?>(
            state =>
            {
                Tensor[] v = [.. state.V];
                Tensor x = current;
                for (int layer = 0; layer < v.Length; layer++) (v[layer], x) = Lif.Step(v[layer], x.Dot(weights[layer]));
                return ((v, state.Counts + x), null);
            },
            (rest, rest[^1]), Steps);
        return SpikeJit.Snn.Loss.CrossEntropy(counts, labels);
    }

    private static Case Prepare(params int[] widths)
    {
        Optimizer adam = Optimizer.Adam(1e-3);
        Func<Tensor[], Tensor, Tensor, (Tensor Value, Tensor[] Gradient)> gradient = Fn.ValueAndGrad<Tensor[], Tensor, Tensor>(Loss);
        var step = Fn.Jit((Tensor[] weights, OptimizerState state, Tensor current, Tensor labels) =>
        {
            (Tensor loss, Tensor[] g) = gradient(weights, current, labels);
            (Tensor[] next, OptimizerState after) = adam.Update(weights, g, state);
            return (loss, next, after);
        });

        Tensor[] weights = [.. widths.SkipLast(1).Select((n, i) => new RandomKey(2 + i).Normal([n, widths[i + 1]]) * (1.5f / MathF.Sqrt(n)))];
        OptimizerState state = adam.Init(weights);
        Tensor current = new RandomKey(1).Uniform([Batch, widths[0]]) * new RandomKey(9).Bernoulli([Batch, widths[0]], .19).As(DType.F32);
        Tensor labels = Tensor.Arange(Batch) % 10;
        return Case.Of(
            () => step(weights, state, current, labels),
            result => [result.loss.ToDouble(), Case.SumOfAbsolutes(result.next[0])],
            timed => timed ? step.Profile(weights, state, current, labels) : step.Explain(weights, state, current, labels));
    }
}
