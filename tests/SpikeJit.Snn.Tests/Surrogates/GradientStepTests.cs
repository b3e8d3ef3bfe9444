using System.Text.Json;

namespace SpikeJit.Snn.Tests.Surrogates;

public sealed class GradientStepTests
{
    private sealed record Step(JsonElement Case)
    {
        public SurrogatePath Path => Case.Text("path") == "custom_vjp" ? SurrogatePath.CustomVjp : SurrogatePath.LegacyStopGradient;
        public int Steps => (int)Case.Number("n_steps");
        public double LearningRate => Case.Number("lr");
        public double Beta => Case.Number("beta");
        public double Threshold => Case.Number("threshold");
        public Tensor[] Weights => Case.ReadAll("weights");
        public Tensor X => Case.Read("x");
        public Tensor Targets => Case.Read("targets");
        public bool Single => Case.Text("dtype") == "f32";
        public double Tolerance => Single ? Math.Max(1e-5, 10 * Case.Number("rel_err_f32")) : 1e-11;

        public (Tensor[] Weights, float Loss) Run(Tensor[] weights) =>
            Surrogate.GradientStep(weights, X, Targets, Steps, LearningRate, Beta, Threshold, Path);
    }

    private static IEnumerable<Step> Cases(string kind) => Golden.Cases("sc_surrogate_step.json", "kind", kind).Select(c => new Step(c));

    [Fact]
    public void Loss_and_gradients_are_those_of_the_reference()
    {
        foreach (Step step in Cases("step"))
        {
            (Tensor loss, Tensor[] gradients) = Fn.ValueAndGrad<Tensor[]>(
                w => Surrogate.RateLoss(w, step.X, step.Targets, step.Steps, step.Beta, step.Threshold, step.Path))(step.Weights);
            Near.Relative<double>(step.Case.Tensor("loss").Doubles, loss.Doubles(), step.Single ? 1e-5 : 1e-12, what: "loss");
            Tensors.NearLargest(step.Case.ReadAll("grads"), gradients, step.Tolerance, $"{step.Path} gradient");
        }
    }

    [Fact]
    public void The_step_gives_the_reference_s_weights_and_loss()
    {
        foreach (Step step in Cases("step"))
        {
            (Tensor[] updated, float loss) = step.Run(step.Weights);
            Near.Relative<double>(step.Case.Tensor("loss").Doubles, [loss], 1e-5, what: "loss");
            // What is compared is the change, as far as the weights' own precision lets it be seen.
            double rate = step.LearningRate * step.Case.ReadAll("grads").LargestMagnitude();
            Tensor[] expected = step.Case.ReadAll("updated");
            double scale = Math.Max(rate * step.Tolerance, (step.Single ? 1.2e-7 : 1e-15) * expected.LargestMagnitude());
            Tensors.NearLargest(expected, updated, scale / expected.LargestMagnitude(), $"{step.Path} weights");
        }
    }

    [Fact]
    public void Steps_repeated_on_their_own_result_follow_the_reference()
    {
        foreach (Step step in Cases("trajectory"))
        {
            Tensor[] weights = step.Weights;
            var losses = new List<double>();
            double[] expected = step.Case.Tensor("losses").Doubles;
            for (int i = 0; i < expected.Length; i++)
            {
                (weights, float loss) = step.Run(weights);
                losses.Add(loss);
            }
            double tolerance = Math.Max(1e-5, 10 * step.Case.Number("rel_err_f32"));
            Near.Relative<double>(expected, [.. losses], tolerance, what: $"{step.Path} losses");
            Tensors.NearLargest(step.Case.ReadAll("final"), weights, step.Single ? tolerance : 1e-10, $"{step.Path} final weights");
        }
    }

    [Fact]
    public void Both_paths_agree_in_what_they_reset_but_not_in_what_they_count()
    {
        Tensor w = Tensor.From<float>([1.2f], [1, 1]), x = Tensor.Ones([1, 1]), targets = Tensor.Ones([1, 1]);
        (_, float hard) = Surrogate.GradientStep([w], x, targets);
        (_, float soft) = Surrogate.GradientStep([w], x, targets, path: SurrogatePath.LegacyStopGradient);
        // One output: the softmax of one score is 1, whatever the rate.
        Assert.Equal(0f, hard);
        Assert.Equal(0f, soft);
    }

    private static readonly Tensor[] Weights = [Tensor.From<float>([.4f, -.1f, .2f, .5f], [2, 2])];
    private static readonly Tensor X = Tensor.From<float>([1, .2f, .3f, 1.1f], [2, 2]);
    private static readonly Tensor Targets = Tensor.Eye(2);

    [Fact]
    public void A_step_without_layers_is_refused() => Assert.Throws<ArgumentException>(() => Surrogate.GradientStep([], X, Targets));

    [Theory]
    [InlineData(0, 1e-3, 10, 1)]
    [InlineData(-1, 1e-3, 10, 1)]
    [InlineData(5, 0, 10, 1)]
    [InlineData(5, double.PositiveInfinity, 10, 1)]
    [InlineData(5, double.NaN, 10, 1)]
    [InlineData(5, 1e-3, 0, 1)]
    [InlineData(5, 1e-3, -10, 1)]
    [InlineData(5, 1e-3, 10, double.NaN)]
    public void A_number_out_of_range_is_refused(int steps, double learningRate, double beta, double threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Surrogate.GradientStep(Weights, X, Targets, steps, learningRate, beta, threshold));

    [Fact]
    public void An_unknown_path_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Surrogate.GradientStep(Weights, X, Targets, path: (SurrogatePath)7));

    public static TheoryData<string, Tensor[], Tensor, Tensor> BadArrays => new()
    {
        { "weights[0]", [Tensor.Zeros([4])], X, Targets },
        { "weights[0]", [Tensor.Zeros([2, 3])], X, Targets },
        { "weights[1]", [Weights[0], Tensor.Zeros([2, 3])], X, Targets },
        { "x is", Weights, Tensor.Zeros([2]), Targets },
        { "at least one example", Weights, Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2]) },
        { "x is", Weights, Tensor.Zeros([2, 2], DType.I32), Targets },
        { "targets are i32", Weights, X, Tensor.Zeros([2, 2], DType.I32) },
        { "targets are", Weights, X, Tensor.Zeros([3, 2]) },
        { "targets are", Weights, X, Tensor.Zeros([2, 3]) },
        { "weights[0] is f64", [Weights[0].As(DType.F64)], X, Targets },
        { "x holds NaN", Weights, Tensor.From<float>([1, float.NaN, 0, 0], [2, 2]), Targets },
        { "x holds NaN", Weights, Tensor.From<float>([1, float.PositiveInfinity, 0, 0], [2, 2]), Targets },
        { "a weight is NaN", [Tensor.Full([2, 2], float.NaN)], X, Targets },
        { "a weight is NaN", [Tensor.From<float>([0, 0, 0, float.NegativeInfinity], [2, 2])], X, Targets },
        { "distribution", Weights, X, Tensor.From<float>([-1, 2, 0, 1], [2, 2]) },
        { "distribution", Weights, X, Tensor.From<float>([1, 1, 0, 1], [2, 2]) },
        { "distribution", Weights, X, Tensor.Full([2, 2], float.NaN) },
    };

    [Theory]
    [MemberData(nameof(BadArrays), DisableDiscoveryEnumeration = true)]
    public void An_array_that_does_not_fit_is_refused(string message, Tensor[] weights, Tensor x, Tensor targets) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Surrogate.GradientStep(weights, x, targets)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Nothing_that_is_not_finite_gets_through_a_single_step(float bad)
    {
        Tensor hole = Tensor.From<float>([0, 0, 0, bad], [2, 2]);
        foreach (SurrogatePath path in Enum.GetValues<SurrogatePath>())
        {
            Assert.Throws<ArgumentException>(() => Surrogate.GradientStep([hole], X, Targets, 1, path: path));
            Assert.Throws<ArgumentException>(() => Surrogate.GradientStep(Weights, hole, Targets, 1, path: path));
            Assert.Throws<ArgumentException>(() => Surrogate.GradientStep([Tensor.Eye(2), hole], X, Targets, 1, path: path));
        }
    }

    [Fact]
    public void A_step_inside_a_traced_function_says_what_to_use_instead() => Assert.Contains(
        nameof(Surrogate.RateLoss),
        Assert.Throws<TraceException>(() => Fn.Jit<Tensor, Tensor>(x => Surrogate.GradientStep(Weights, x, Targets).Weights[0])(X)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_overflowing_gradient_is_an_error_and_no_weights()
    {
        // The first neuron spikes just above the threshold in every step, where the legacy gradient grows by nearly beta.
        Tensor w = Tensor.From<float>([1.0000001f, 0.5f], [2, 1]), x = Tensor.Ones([1, 1]), targets = Tensor.From<float>([1, 0], [1, 2]);
        Assert.Throws<ArithmeticException>(() => Surrogate.GradientStep([w], x, targets, 20, beta: 1e5, path: SurrogatePath.LegacyStopGradient));
        Assert.True(float.IsFinite(Surrogate.GradientStep([w], x, targets, 20, beta: 1e5).Loss));
    }
}
