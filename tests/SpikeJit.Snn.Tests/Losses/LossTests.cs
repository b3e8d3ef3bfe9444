using System.Text.Json;

namespace SpikeJit.Snn.Tests.Losses;

public sealed class LossTests
{
    private static readonly JsonElement Inputs = Golden.Case("snn_losses.json", "name", "inputs");

    private static readonly Tensor Targets = Inputs.Read("targets").As(DType.I32), Weights = Inputs.Read("class_weights");

    /// <summary>The recorded loss as one of ours, of outputs <c>[T, B, C]</c> or counts; null where it is faulty or no loss.</summary>
    private static Func<Tensor, Tensor>? Of(JsonElement c)
    {
        string name = c.Text("name")!;
        JsonElement p = c.TryGetProperty("params", out JsonElement found) ? found : default;
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "ce_rate_loss" => p.TryGetProperty("weight", out _) ? x => Loss.StepwiseCrossEntropy(x, Targets, Weights) : x => Loss.StepwiseCrossEntropy(x, Targets),
            "ce_count_loss" => p.TryGetProperty("num_classes", out JsonElement k) ? x => Loss.CountCrossEntropy(x, Targets, k.GetInt32()) : x => Loss.CountCrossEntropy(x, Targets),
            "ce_max_membrane_loss" => x => Loss.PeakCrossEntropy(x, Targets),
            "mse_count_loss" => x => Loss.CountMeanSquared(x, Targets, p.Number("correct_rate"), p.Number("incorrect_rate")),
            "mse_membrane_loss" => x => Loss.PotentialMeanSquared(x, Targets, p.Number("on_target"), p.Number("off_target")),
            "ce_temporal_loss" => x => Loss.FirstSpikeCrossEntropy(x, Targets, p.Text("inverse") == "reciprocal"),
            "mse_temporal_loss" => TemporalTargets(c, p) is { } wanted
                ? x => Loss.FirstSpikeMeanSquared(x, wanted, p.TryGetProperty("tolerance", out JsonElement t) ? t.GetDouble() : 0)
                : null,
            "l1_rate_sparsity" => x => Loss.SpikeCost(x, p.Number("Lambda")),
            "temporal_efficient_training_cross_entropy" => x => Loss.StepwiseCrossEntropy(x, Targets),
            "integral_crossentropy" => x => Loss.CrossEntropy(x.Sum(0), Targets, p.Number("smoothing")),
            "silence_reg" => x => Loss.SilenceCost(x, p.Number("min_spikes")),
            "sparsity_reg" => x => Loss.ActivityCost(x, p.Number("max_spikes")),
            "spike_count_loss" => x => Loss.CrossEntropy(x, Targets),
            _ => null,
        };
    }

    /// <summary>snnTorch's wrong classes get the target 0 instead of the documented one; the formula beyond that is checked with its own numbers.</summary>
    private static Tensor? TemporalTargets(JsonElement c, JsonElement p)
    {
        if (c.TryGetProperty("targets", out _)) return c.Read("targets");
        double on = p.Number("on_target"), off = p.Number("off_target");
        return (Targets.OneHot(3) * on).Clip(off, double.MaxValue);
    }

    [Fact]
    public void Values_and_gradients_are_those_of_the_libraries()
    {
        int compared = 0;
        foreach (JsonElement c in Golden.Cases("snn_losses.json").Skip(1))
        {
            if (Of(c) is not { } loss) continue;
            string name = $"{c.Text("name")} {c.GetProperty("params")}", input = c.Text("input") ?? "spk";
            Tensor x = c.TryGetProperty("spk", out _) ? c.Read("spk") : Inputs.Read(input[..3]);
            if (input.Contains("counts", StringComparison.Ordinal)) x = x.Sum(0);
            (Tensor value, Tensor gradient) = Fn.ValueAndGrad(loss)(x);
            Near.Relative<double>([c.Number("value")], value.Doubles(), 2e-5, what: name);
            Tensors.NearLargest([c.Read("grad")], [gradient], 2e-5, name);
            compared++;
        }
        Assert.Equal(19, compared);
    }

    [Theory]
    [InlineData("spike_rate_loss")]
    [InlineData("spike_l1_loss")]
    [InlineData("spike_l2_loss")]
    public void Losses_of_rates_are_sc_neurocore_s_of_counts(string name)
    {
        JsonElement c = Golden.Case("snn_losses.json", "name", "sc_neurocore.training.losses." + name);
        Func<Tensor, Tensor> loss = name switch
        {
            "spike_rate_loss" => x => Loss.RateMeanSquared(x, Targets, 0.8),
            "spike_l1_loss" => Loss.RateCost,
            _ => Loss.SquaredRateCost,
        };
        (Tensor value, Tensor gradient) = Fn.ValueAndGrad(loss)(Inputs.Read("spk"));
        Near.Relative<double>([c.Number("value")], value.Doubles(), 2e-5);
        // The gradient by a spike is that by its count.
        if (name != "spike_l1_loss") Tensors.NearLargest([c.Read("grad").ExpandDims(0).BroadcastTo(gradient.Shape)], [gradient], 2e-5, name);
    }

    [Fact]
    public void Accuracies_are_those_of_the_libraries()
    {
        Tensor spikes = Inputs.Read("spk");
        Assert.Equal(Golden.Case("snn_losses.json", "name", "snntorch.functional.accuracy_rate").Number("value"), Metrics.Accuracy(spikes.Sum(0), Targets));
        Assert.Equal(Golden.Case("snn_losses.json", "name", "snntorch.functional.accuracy_temporal").Number("value"), Metrics.FirstSpikeAccuracy(spikes, Targets));
        Assert.Equal(0.5, Metrics.Accuracy(Tensor.From<float>([1, 2, 3, 3], [2, 2]), new[] { 1, 1 }.AsTensor()));
    }

    private static JsonElement Optax(string start) => Golden.Cases("jax_optim.json").Single(c => c.Text("loss_function")?.StartsWith(start, StringComparison.Ordinal) == true);

    [Fact]
    public void Losses_of_scores_are_those_of_optax()
    {
        JsonElement c = Optax("softmax_cross_entropy_with_integer_labels");
        Tensor logits = c.GetProperty("inputs").Read("logits"), labels = c.GetProperty("inputs").Read("labels").As(DType.I32);
        Tensor oneHot = labels.OneHot(logits.Shape[1]);
        Mean(c, Loss.CrossEntropy(logits, labels));
        Mean(c, Loss.SoftCrossEntropy(logits, oneHot));
        Mean(Optax("softmax_cross_entropy(logits"), Loss.CrossEntropy(logits, labels, 0.1));
        Mean(Optax("sigmoid_binary"), Loss.BinaryCrossEntropy(logits, oneHot));
        Mean(Optax("kl_divergence"), Loss.KullbackLeibler(logits.LogSoftmax(), logits.Flip(0).Softmax()));
        JsonElement pairs = Optax("huber").GetProperty("inputs");
        (Tensor x, Tensor target) = (pairs.Read("pred"), pairs.Read("target"));
        Mean(Optax("huber"), Loss.Huber(x, target, 0.5));
        Mean(Optax("squared_error"), Loss.MeanSquared(x, target));
        Mean(Optax("l2_loss"), Loss.MeanSquared(x, target) / 2);
        Mean(Optax("cosine"), Loss.CosineSimilarity(x, target));

        static void Mean(JsonElement c, Tensor found) =>
            Near.Relative<double>([c.Read("out").Doubles().Average()], found.Doubles(), 1e-6, what: c.Text("loss_function")!);
    }

    [Fact]
    public void Large_scores_overflow_neither_loss_nor_gradient()
    {
        Tensor scores = Tensor.From<float>([1e30f, -1e30f, 0], [1, 3]);
        foreach (int label in new[] { 0, 1, 2 })
        {
            (Tensor value, Tensor gradient) = Fn.ValueAndGrad<Tensor>(s => Loss.CrossEntropy(s, new[] { label }.AsTensor()))(scores);
            Assert.True(float.IsFinite(value.ToSingle()));
            Assert.All(gradient.ToArray<float>(), g => Assert.True(float.IsFinite(g)));
        }
        Tensor zero = Tensor.Zeros([1, 3]);
        Assert.Equal(new float[3], Fn.Grad<Tensor>(s => Loss.CosineSimilarity(s, Tensor.Ones([1, 3])))(zero).ToArray<float>());
        Assert.All(Fn.Grad<Tensor>(q => Loss.KullbackLeibler(q, Tensor.From<float>([0, 0, 1], [1, 3])))(zero).ToArray<float>(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Time_is_the_first_axis()
    {
        // Two steps, three examples, two classes, so that no axis can stand for another.
        Tensor spikes = Tensor.From<float>([1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1], [2, 3, 2]);
        Assert.Equal([2, 0, 0, 2, 1, 1], Loss.Counts(spikes).ToArray<float>());
        Assert.Equal([0, 1, 0], Loss.Counts(spikes).ArgMax().ToArray<int>());
    }

    [Fact]
    public void Neurons_of_a_class_are_counted_together() =>
        Assert.Equal([3, 1], Loss.Counts(Tensor.From<float>([1, 1, 0, 0, 0, 1, 1, 0], [2, 4]), 2).ToArray<float>());

    public static TheoryData<Func<object>> Bad => new()
    {
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), new[] { 0 }.AsTensor()),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), new[] { 0, 3 }.AsTensor()),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), new[] { 0, -1 }.AsTensor()),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), Tensor.Zeros([2])),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3], DType.I32), new[] { 0, 1 }.AsTensor()),
        () => Loss.CrossEntropy(Tensor.Zeros([0, 3]), Tensor.Zeros([0], DType.I32)),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), new[] { 0, 1 }.AsTensor(), smoothing: 1.5),
        () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), new[] { 0, 1 }.AsTensor(), classWeights: Tensor.Ones([2])),
        () => Loss.CountCrossEntropy(Tensor.Zeros([5, 2, 3]), new[] { 0, 1 }.AsTensor(), 2),
        () => Loss.StepwiseCrossEntropy(Tensor.Zeros([0, 2, 3]), new[] { 0, 1 }.AsTensor()),
        () => Loss.StepwiseCrossEntropy(Tensor.Zeros([3]), new[] { 0 }.AsTensor()),
        () => Loss.MeanSquared(Tensor.Zeros([2]), Tensor.Zeros([3])),
        () => Loss.MeanSquared(Tensor.Zeros([0]), Tensor.Zeros([0])),
        () => Loss.Huber(Tensor.Zeros([2]), Tensor.Zeros([2]), 0),
        () => Loss.CountMeanSquared(Tensor.Zeros([5, 2, 3]), new[] { 0, 1 }.AsTensor(), correctRate: 2),
        () => Loss.SpikeCost(Tensor.Zeros([5]), double.NaN),
        () => Loss.FirstSpike(Tensor.Zeros([5])),
        () => Metrics.Correct(Tensor.Zeros([2, 3]), new[] { 0, 1, 2 }.AsTensor()),
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Arguments_that_do_not_fit_are_refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call);
}
