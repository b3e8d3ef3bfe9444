using System.Text.Json;

namespace SpikeJit.Snn.Tests.Training;

/// <summary>The tutorial's training loop in its three spellings, against what JAX recorded of it.</summary>
public sealed class TutorialTests
{
    private sealed record Weights(Tensor W1, Tensor W2);

    private const int Steps = 50;

    /// <summary>One step of both layers: soft spikes of the tutorial, or hard ones with its surrogate.</summary>
    private static (Tensor V1, Tensor V2, Tensor S2) Step(Weights w, Tensor v1, Tensor v2, Tensor x, bool hard)
    {
        v1 += (-v1 + x.Dot(w.W1)) / 20f;
        Tensor s1 = Spikes(v1);
        v1 *= 1f - s1;
        v2 += (-v2 + s1.Dot(w.W2)) / 20f;
        Tensor s2 = Spikes(v2);
        return (v1, v2 * (1f - s2), s2);

        Tensor Spikes(Tensor v) => hard ? Surrogate.Spike(v - 1f, Surrogate.SuperSpike(10)) : (10f * (v - 1f)).Sigmoid();
    }

    private static Tensor LoopLoss(Weights w, Tensor xs, Tensor target, bool hard)
    {
        Tensor v1 = Tensor.Zeros([32]), v2 = Tensor.Zeros([3]), spikes = Tensor.Zeros([3]);
        for (int t = 0; t < Steps; t++)
        {
            (v1, v2, Tensor s2) = Step(w, v1, v2, xs[t], hard);
            spikes += s2;
        }
        return (spikes / 50f - target).Square().Mean();
    }

    private static Tensor ScanLoss(Weights w, Tensor xs, Tensor target, bool hard)
    {
        ((_, _, Tensor spikes), _) = Fn.Scan<(Tensor, Tensor, Tensor), Tensor, object?>(
            (c, x) =>
            {
                (Tensor v1, Tensor v2, Tensor s2) = Step(w, c.Item1, c.Item2, x, hard);
                return ((v1, v2, c.Item3 + s2), null);
            },
            (Tensor.Zeros([32]), Tensor.Zeros([3]), Tensor.Zeros([3])), xs);
        return (spikes / 50f - target).Square().Mean();
    }

    private static Weights Initial(double scale)
    {
        (RandomKey k1, RandomKey k2) = new RandomKey(42).Split();
        return new(k1.Normal([10, 32]) * scale, k2.Normal([32, 3]) * scale);
    }

    public static TheoryData<string, bool> Runs
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string name in (string[])["tutorial", "tutorial_spiking_scale", "tutorial_learning", "hard_spikes"])
            {
                data.Add(name, false);
                data.Add(name, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_epoch_gives_the_recorded_loss_and_the_last_the_recorded_weights(string name, bool scan)
    {
        JsonElement c = Golden.Case("jax_tutorial.json", "name", name), config = c.GetProperty("config");
        bool hard = name.StartsWith("hard", StringComparison.Ordinal);
        Tensor target = c.Read("target");
        Weights w = Initial(config.Number("scale"));
        Near.Relative<double>(c.Read("w1_initial").Doubles(), w.W1.Doubles(), 1e-6, 1e-2);
        Func<Weights, Tensor, Tensor, Tensor> loss = scan ? (p, x, t) => ScanLoss(p, x, t, hard) : (p, x, t) => LoopLoss(p, x, t, hard);
        Func<Weights, Tensor, Tensor, Weights> gradient = Fn.Jit(Fn.Grad(loss));
        Func<Weights, Tensor, Tensor, Tensor> value = Fn.Jit(loss);
        double rate = config.Number("lr");
        double[] expected = c.Read("losses_after_update").Doubles();
        JsonElement sensitivity = c.GetProperty("sensitivity");
        double[] sensitive = sensitivity.Read("losses").Doubles();
        for (int epoch = 0; epoch < expected.Length; epoch++)
        {
            Tensor xs = new RandomKey(epoch).Uniform([Steps, 10]);
            Weights g = gradient(w, xs, target);
            if (epoch == 0)
            {
                Tensors.NearLargest([c.Read("grad_w1_epoch0")], [g.W1], 1e-4, "gradient of w1");
                Tensors.NearLargest([c.Read("grad_w2_epoch0")], [g.W2], 1e-4, "gradient of w2");
            }
            w = Tree.Map((p, d) => p - rate * d, w, g);
            double allowed = 1e-5 + 10 * sensitive[epoch];
            Near.Relative<double>([expected[epoch]], value(w, xs, target).Doubles(), allowed, 1, $"loss after epoch {epoch}");
        }
        Near.Relative<double>(c.Read("w1_final").Doubles(), w.W1.Doubles(), 1e-5 + 10 * sensitivity.Read("w1_final").ToDouble(), 1, "w1");
        Near.Relative<double>(c.Read("w2_final").Doubles(), w.W2.Doubles(), 1e-5 + 10 * sensitivity.Read("w2_final").ToDouble(), 1, "w2");
    }

    [Theory]
    [InlineData("batched", false, false)]
    [InlineData("batched", false, true)]
    [InlineData("hard_batched", true, false)]
    [InlineData("hard_batched", true, true)]
    public void A_batch_of_examples_gives_the_recorded_losses_and_gradients(string name, bool hard, bool scan)
    {
        JsonElement c = Golden.Case("jax_tutorial.json", "name", name), config = c.GetProperty("config");
        Weights w = Initial(config.Number("scale"));
        int batch = (int)config.Number("B");
        Tensor xs = Tensor.Stack([.. Enumerable.Range(0, batch).Select(b => new RandomKey(100 + b).Uniform([Steps, 10]))]);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, batch).Select(b => b % 3)]).OneHot(3);
        Func<Weights, Tensor, Tensor, Tensor> loss = scan ? (p, x, t) => ScanLoss(p, x, t, hard) : (p, x, t) => LoopLoss(p, x, t, hard);
        Func<Weights, Tensor, Tensor, Tensor> batched = Fn.VMap(loss, (null, 0, 0));
        Near.Relative<double>(c.Read("losses").Doubles(), Fn.Jit(batched)(w, xs, targets).Doubles(), 1e-5);
        Weights g = Fn.Jit(Fn.Grad<Weights, Tensor, Tensor>((p, x, t) => batched(p, x, t).Mean()))(w, xs, targets);
        JsonElement mean = c.GetProperty("grad_of_mean");
        Tensor[] expected = mean.ValueKind == JsonValueKind.Array ? [.. mean.EnumerateArray().Select(e => Tensors.Of(GoldenTensor.Parse(e)))] : [.. mean.EnumerateObject().Select(e => Tensors.Of(GoldenTensor.Parse(e.Value)))];
        Tensors.NearLargest(expected, [g.W1, g.W2], 1e-4, "gradient of the mean");
        if (!c.TryGetProperty("per_example_grad_w2", out _)) return;
        Weights each = Fn.Jit(Fn.VMap(Fn.Grad(loss), (null, 0, 0)))(w, xs, targets);
        Tensors.NearLargest([c.Read("per_example_grad_w2")], [each.W2], 1e-4, "gradients of each example");
    }
}
