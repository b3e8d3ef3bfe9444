namespace SpikeJit.Snn.Tests.Training;

/// <summary>Steps of a usual size, against numbers that JAX gives for the same keys.</summary>
public sealed class RecordedStepTests
{
    private static Tensor Labels(int count) => Tensor.From([.. Enumerable.Range(0, count).Select(i => i % 10)]);

    [Fact]
    public void A_surrogate_step_of_64_128_10()
    {
        Tensor[] w = [new RandomKey(2).Normal([128, 64]) * 0.3, new RandomKey(3).Normal([10, 128]) * 0.3];
        (Tensor[] next, float loss) = Surrogate.GradientStep(w, new RandomKey(1).Uniform([32, 64]), Labels(32).OneHot(10), 25, 5e-3);
        Near.Relative<double>([2.380189, 1980.607, 317.7631], [loss, next[0].Abs().Sum().ToDouble(), next[1].Abs().Sum().ToDouble()], 2e-6);
    }

    [Theory]
    [InlineData(new[] { 784, 128, 10 }, 5.29976, 4269.722)]
    [InlineData(new[] { 784, 256, 256, 10 }, 4.592232, 8567.351)]
    public void An_Adam_step_on_spike_counts(int[] sizes, double expectedLoss, double expectedWeights)
    {
        Lif neuron = Lif.Tutorial();
        var net = new Sequential([.. Enumerable.Range(0, sizes.Length - 1).SelectMany(i => new ILayer[] { new Linear(sizes[i], sizes[i + 1], bias: false), neuron })]);
        var p = new Parameters(Enumerable.Range(0, sizes.Length - 1).ToDictionary(
            i => $"{2 * i}.weight", i => new RandomKey(2 + i).Normal([sizes[i], sizes[i + 1]]) * (1.5 / Math.Sqrt(sizes[i]))));
        Tensor x = new RandomKey(1).Uniform([128, 784]) * new RandomKey(9).Bernoulli([128, 784], 0.19).As(DType.F32), labels = Labels(128);
        Optimizer adam = Optimizer.Adam(1e-3);
        (Tensor loss, Parameters next) = Fn.Jit<Parameters, OptimizerState, (Tensor, Parameters)>((q, state) =>
        {
            (Tensor value, Parameters g) = Fn.ValueAndGrad<Parameters>(r => Loss.CrossEntropy(net.RunConstant(r, x, 25).Sum(0), labels))(q);
            return (value, adam.Update(q, g, state).Parameters);
        })(p, adam.Init(p));
        Near.Relative<double>([expectedLoss], loss.Doubles(), 1e-5);
        Near.Relative<double>([expectedWeights], next["0.weight"].Abs().Sum().Doubles(), 1e-5);
    }
}
