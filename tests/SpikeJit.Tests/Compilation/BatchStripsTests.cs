using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Compilation.Passes.Strips;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Tests.Compilation;

/// <summary>A batch cut into strips gives what it gives in one piece.</summary>
public sealed class BatchStripsTests
{
    private const int Time = 6, Batch = 12;
    private static readonly StripLimits Smallest = new(0, 1, 0, 0);

    private sealed record Weights(Tensor W1, Tensor W2);

    private static readonly Weights Network = new(new RandomKey(2).Normal([5, 7]), new RandomKey(3).Normal([7, 3]));

    /// <summary>Two layers of leaky neurons: x [T, 5] to firing rates [3].</summary>
    private static Tensor Rates(Weights w, Tensor x)
    {
        Tensor v1 = Tensor.Zeros([7]), v2 = Tensor.Zeros([3]), rates = Tensor.Zeros([3]);
        for (int t = 0; t < Time; t++)
        {
            v1 += (-v1 + x[t].Dot(w.W1)) / 4f;
            Tensor s1 = (4f * (v1 - 1f)).Sigmoid();
            v1 *= 1f - s1;
            v2 += (-v2 + s1.Dot(w.W2)) / 4f;
            Tensor s2 = (4f * (v2 - 1f)).Sigmoid();
            v2 *= 1f - s2;
            rates += s2 / (float)Time;
        }
        return rates;
    }

    private static Graph Prepared(Graph graph) => Simplify.Run(InlineCalls.Run(Simplify.Run(InlineCalls.Run(graph, checkpoints: false)), checkpoints: true));

    private static Scan Strips(Graph cut) => Assert.IsType<Scan>(Assert.Single(cut.Equations, e => e.Primitive is Scan { IsStrips: true }).Primitive);

    private static void Agree(Graph graph, Graph cut, Tensor[] inputs)
    {
        GraphVerifier.Check(cut);
        Tensor[] expected = Interpreter.Run(graph, inputs), interpreted = Interpreter.Run(cut, inputs), compiled = Executable.For(cut).Run(inputs);
        for (int o = 0; o < expected.Length; o++)
        {
            double[] e = expected[o].As(DType.F64).ToArray<double>(), i = interpreted[o].As(DType.F64).ToArray<double>(), c = compiled[o].As(DType.F64).ToArray<double>();
            double largest = e.Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int k = 0; k < e.Length; k++)
            {
                Assert.True(Math.Abs(e[k] - i[k]) <= 2e-6 * largest, $"output {o}, element {k}: {e[k]} and {i[k]} in strips");
                Assert.True(Math.Abs(i[k] - c[k]) <= 2e-6 * largest, $"output {o}, element {k}: {i[k]} interpreted and {c[k]} compiled");
            }
        }
    }

    [Fact]
    public void Losses_and_gradients_of_a_batch_are_sums_over_strips()
    {
        var loss = Fn.ValueAndGrad((Weights w, Tensor xs, Tensor targets) => (Fn.VMap((Tensor x) => Rates(w, x))(xs) - targets).Square().Mean());
        Tensor xs = new RandomKey(1).Uniform([Batch, Time, 5]) * 9f, targets = new RandomKey(4).Uniform([Batch, 3]);
        Graph graph = Prepared(Fn.Trace(loss)(Network, xs, targets).Graph), cut = BatchStrips.Run(graph, Smallest);

        Assert.Equal(4, Strips(cut).Length);
        Assert.DoesNotContain(Strips(cut).Body.Inputs, v => v.Type.Shape.Contains(Batch));
        Agree(graph, cut, [Network.W1, Network.W2, xs, targets]);
    }

    [Fact]
    public void Gradients_of_each_example_are_stacked()
    {
        var gradients = Fn.VMap(Fn.Grad((Weights w, Tensor x) => Rates(w, x).Square().Sum()), (null, 0));
        Tensor xs = new RandomKey(1).Uniform([Batch, Time, 5]) * 9f;
        Graph graph = Prepared(Fn.Trace(gradients)(Network, xs).Graph), cut = BatchStrips.Run(graph, Smallest);

        Assert.Equal(4, Strips(cut).Length);
        Agree(graph, cut, [Network.W1, Network.W2, xs]);
    }

    [Fact]
    public void What_looks_at_the_whole_batch_comes_after_the_strips()
    {
        var f = (Weights w, Tensor xs) =>
        {
            Tensor rates = Fn.VMap((Tensor x) => Rates(w, x))(xs);
            return (rates.Max(0), rates.Sort(0), (rates - rates.Mean(0)).Square().Sum());
        };
        Tensor xs = new RandomKey(1).Uniform([Batch, Time, 5]) * 9f;
        Graph graph = Prepared(Fn.Trace(f)(Network, xs).Graph), cut = BatchStrips.Run(graph, Smallest);

        Assert.Equal(4, Strips(cut).Length);
        Agree(graph, cut, [Network.W1, Network.W2, xs]);
    }

    [Fact]
    public void A_loop_that_mixes_examples_stays_whole()
    {
        var f = (Tensor w, Tensor xs) => Fn.ForLoop(0, Time, (_, h) => (h.Dot(w) - h.Mean(0)).Tanh(), xs);
        Tensor w = new RandomKey(2).Normal([5, 5]), xs = new RandomKey(1).Normal([Batch, 5]);
        Graph graph = Prepared(Fn.Trace(f)(w, xs).Graph);

        Assert.Same(graph, BatchStrips.Run(graph, Smallest));
    }

    [Fact]
    public void Small_batches_are_not_worth_cutting()
    {
        var f = (Weights w, Tensor xs) => Fn.VMap((Tensor x) => Rates(w, x))(xs);
        Graph graph = Prepared(Fn.Trace(f)(Network, Tensor.Zeros([Batch, Time, 5])).Graph);

        Assert.Same(graph, BatchStrips.Run(graph));
    }
}
