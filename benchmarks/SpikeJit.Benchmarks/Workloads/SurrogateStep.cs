using SpikeJit.Snn;

namespace SpikeJit.Benchmarks.Workloads;

/// <summary>The library's own surrogate-gradient step: 64-128-10, 32 examples, 25 steps.</summary>
internal static class SurrogateStep
{
    public static Workload[] All { get; } =
    [
        new("W3", 70, Prepare, new Expected("loss", 2.380189, 1e-3), new Expected("w1", 1980.607, 1e-3), new Expected("w2", 317.7631, 1e-3)),
    ];

    private static Case Prepare()
    {
        Tensor[] weights = [new RandomKey(2).Normal([128, 64]) * .3f, new RandomKey(3).Normal([10, 128]) * .3f];
        Tensor x = new RandomKey(1).Uniform([32, 64]), targets = (Tensor.Arange(32) % 10).OneHot(10);
        return Case.Of(
            () => Surrogate.GradientStep(weights, x, targets, steps: 25, learningRate: 5e-3),
            result => [result.Loss, .. result.Weights.Select(Case.SumOfAbsolutes)],
            _ => "GradientStep holds its jitted function itself.");
    }
}
