// Part 3 of the tutorial: a training loop in plain C#, differentiated and compiled.

const int steps = 50;
Tensor target = Tensor.From([1f, 0f, 0f]);
var loss = (Weights w, Tensor xs, Tensor wanted) =>
{
    Tensor v1 = Tensor.Zeros([32]), v2 = Tensor.Zeros([3]), spikes = Tensor.Zeros([3]);
    for (int t = 0; t < steps; t++)
    {
        v1 += (-v1 + xs[t].Dot(w.W1)) / 20f;
        Tensor s1 = (10f * (v1 - 1f)).Sigmoid();
        v1 *= 1f - s1;
        v2 += (-v2 + s1.Dot(w.W2)) / 20f;
        Tensor s2 = (10f * (v2 - 1f)).Sigmoid();
        v2 *= 1f - s2;
        spikes += s2;
    }
    return (spikes / (float)steps - wanted).Square().Mean();
};

Console.WriteLine("As the tutorial prints it:");
(double first, double last) = Train(scale: 0.1f, learningRate: 0.01f);
Claim.Holds($"{first:f4}" == "0.3333" && $"{last:f4}" == "0.3333", "it does not learn: weights this small never bring a neuron near its threshold, the gradient is about 1e-7");

Console.WriteLine("With weights that make neurons fire, and longer steps:");
(first, last) = Train(scale: 2f, learningRate: 20f);
Claim.Holds(last < first / 4, "it learns: the loss falls to less than a quarter of what it was");

(double First, double Last) Train(float scale, float learningRate)
{
    (RandomKey k1, RandomKey k2) = new RandomKey(42).Split();
    var w = new Weights(k1.Normal([10, 32]) * scale, k2.Normal([32, 3]) * scale);
    var grad = Fn.Jit(Fn.Grad(loss));
    var value = Fn.Jit(loss);
    var losses = new List<double>();
    for (int epoch = 0; epoch < 100; epoch++)
    {
        Tensor xs = new RandomKey(epoch).Uniform([steps, 10]);
        Weights g = grad(w, xs, target);
        w = Tree.Map((p, d) => p - learningRate * d, w, g);
        if (epoch % 20 != 0 && epoch != 99) continue;
        losses.Add(value(w, xs, target).ToDouble());
        Console.WriteLine($"Epoch {epoch}: loss = {losses[^1]:f4}");
    }
    return (losses[0], losses[^1]);
}

/// <summary>The parameters: a record of tensors is a tree.</summary>
internal sealed record Weights(Tensor W1, Tensor W2);
