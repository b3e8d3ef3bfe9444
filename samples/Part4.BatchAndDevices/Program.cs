// Part 4 of the tutorial: the same code on any device, and a loss for one example made one for a batch.
Console.WriteLine(string.Join(", ", Device.All));
Console.WriteLine($"default: {Device.Default}, vectors of {Device.Default.VectorBits} bits, {Device.Default.Threads} threads");

const int steps = 50, batch = 4;
var loss = (Weights w, Tensor xs, Tensor target) =>
{
    (_, Tensor rates) = Fn.Scan<(Tensor V1, Tensor V2), Tensor, Tensor>(
        (state, x) =>
        {
            Tensor v1 = state.V1 + (-state.V1 + x.Dot(w.W1)) / 20f, s1 = (10f * (v1 - 1f)).Sigmoid();
            Tensor v2 = state.V2 + (-state.V2 + s1.Dot(w.W2)) / 20f, s2 = (10f * (v2 - 1f)).Sigmoid();
            return ((v1 * (1f - s1), v2 * (1f - s2)), s2);
        },
        (Tensor.Zeros([32]), Tensor.Zeros([3])), xs);
    return (rates.Mean(0) - target).Square().Mean();
};

(RandomKey k1, RandomKey k2) = new RandomKey(42).Split();
var weights = new Weights(k1.Normal([10, 32]), k2.Normal([32, 3]));
Tensor sequences = new RandomKey(1).Uniform([batch, steps, 10]);
Tensor targets = Tensor.Eye(3)[Tensor.From([0, 1, 2, 0])];

// Weights shared, sequences and targets one for each example: a loss for each example, from one compiled function.
var losses = Fn.Jit(Fn.VMap(loss, inAxes: (null, 0, 0)));
Tensor all = losses(weights, sequences, targets);
Console.WriteLine($"losses of the batch: {all}");
Claim.Holds(all.Shape == [batch], "one loss for each example");
Tensor each = Tensor.Stack([.. Enumerable.Range(0, batch).Select(i => loss(weights, sequences[i], targets[i]))]);
Claim.Holds(Largest(all - each) < 1e-6, "they are those of a loop over the examples");

// Gradients of each example, and of the mean, compose in the same way.
Weights perExample = Fn.Jit(Fn.VMap(Fn.Grad(loss), inAxes: (null, 0, 0)))(weights, sequences, targets);
Weights ofMean = Fn.Jit(Fn.Grad((Weights w, Tensor xs, Tensor t) => Fn.VMap(loss, inAxes: (null, 0, 0))(w, xs, t).Mean()))(weights, sequences, targets);
Console.WriteLine($"gradients of each example: {perExample.W1.Type}");
Claim.Holds(Largest(perExample.W1.Mean(0) - ofMean.W1) < 1e-6, "their mean is the gradient of the mean loss");

static double Largest(Tensor difference) => difference.Abs().Max().ToDouble();

/// <summary>The parameters: a record of tensors is a tree.</summary>
internal sealed record Weights(Tensor W1, Tensor W2);
