using System.Globalization;
using SpikeJit;

namespace Docs;

/// <summary>The README's program, as it is printed there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_training_loop_of_the_README_learns_as_it_does_in_JAX()
    {
        Console.Lines.Clear();
        TrainingLoop();

        // jax_tutorial.json, tutorial_learning: the loss at the start. From there on the last bits decide which way training goes.
        double[] losses = [.. Console.Lines.Select(l => double.Parse(l.Split(": ")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(0.2452, losses[0], 4);
        Assert.True(losses[^1] < 0.23, $"{losses[^1]}");
    }

    private static void TrainingLoop()
    {
        var loss = (Weights w, Tensor xs, Tensor target) =>
        {
            Tensor v1 = Tensor.Zeros([32]), v2 = Tensor.Zeros([3]), spikes = Tensor.Zeros([3]);
            for (int t = 0; t < 50; t++)
            {
                v1 += (-v1 + xs[t].Dot(w.W1)) / 20f;        // leak and input
                Tensor s1 = (10f * (v1 - 1f)).Sigmoid();    // soft spike at the threshold 1
                v1 *= 1f - s1;                              // reset
                v2 += (-v2 + s1.Dot(w.W2)) / 20f;
                Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
                v2 *= 1f - s2;
                spikes += s2;
            }
            return (spikes / 50f - target).Square().Mean();
        };

        (RandomKey k1, RandomKey k2) = new RandomKey(42).Split();
        var w = new Weights(k1.Normal([10, 32]) * 3f, k2.Normal([32, 3]) * 3f);
        var step = Fn.Jit(Fn.ValueAndGrad(loss));
        for (int epoch = 0; epoch < 100; epoch++)
        {
            Tensor xs = new RandomKey(epoch).Uniform([50, 10]);
            (Tensor value, Weights gradient) = step(w, xs, new float[] { 1, 0, 0 });
            w = Tree.Map((p, g) => p - 0.5f * g, w, gradient);
            if (epoch % 20 == 0) Console.WriteLine($"Epoch {epoch}: {value.ToSingle():f4}");
        }
    }

    record Weights(Tensor W1, Tensor W2);

    /// <summary>Keeps what the program prints.</summary>
    private static class Console
    {
        public static List<string> Lines { get; } = [];

        public static void WriteLine(string line) => Lines.Add(line);
    }
}
