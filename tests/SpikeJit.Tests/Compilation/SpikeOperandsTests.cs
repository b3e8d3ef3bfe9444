using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Tests.Compilation;

/// <summary>Which values are known to be spikes, and that products read those as truth values with the same results.</summary>
public sealed class SpikeOperandsTests
{
    private static readonly Func<Tensor, Tensor, Tensor>[] Spikes =
    [
        (x, _) => (x >= 1f).As(DType.F32),
        (x, _) => Tensor.Select(x < 0f, 1f, 0f),
        (x, _) => Tensor.Select(x < 0f, 0f, 1f),
        (x, _) => 1f - (x >= 1f).As(DType.F32),
        (x, _) => (x >= 1f).As(DType.U8).As(DType.F32),
        (x, y) => (x >= 1f).As(DType.F32) * (y >= 1f).As(DType.F32),
        (x, y) => Tensor.Maximum((x >= 1f).As(DType.F32), (y >= 1f).As(DType.F32)),
        (x, y) => Tensor.Minimum((x >= 1f).As(DType.F32), (y >= 1f).As(DType.F32)),
        (x, _) => (x >= 1f).As(DType.F32).Transpose(),
        (x, _) => (x >= 1f).As(DType.F32)[.., 1..3],
        (x, _) => (x >= 1f).As(DType.F32).Reshape([8, 2]),
        (x, y) => Tensor.Concatenate([(x >= 1f).As(DType.F32), (y >= 1f).As(DType.F32), Tensor.Zeros([4, 4])]),
        (x, _) => Tensor.Ones([4, 4]),
    ];

    private static readonly Func<Tensor, Tensor, Tensor>[] Numbers =
    [
        (x, _) => x,
        (x, _) => x.Abs(),
        (x, y) => (x >= 1f).As(DType.F32) * y,
        (x, y) => (x >= 1f).As(DType.F32) + (y >= 1f).As(DType.F32),
        (x, y) => (x >= 1f).As(DType.F32) - (y >= 1f).As(DType.F32),
        (x, _) => Tensor.Select(x < 0f, 2f, 0f),
        (x, _) => Tensor.Full([4, 4], .5f),
        (x, _) => x.As(DType.U8).As(DType.F32),
        (x, y) => Tensor.Concatenate([(x >= 1f).As(DType.F32), y]),
    ];

    public static TheoryData<int> SpikeRows => [.. Enumerable.Range(0, Spikes.Length)];

    public static TheoryData<int> NumberRows => [.. Enumerable.Range(0, Numbers.Length)];

    [Theory, MemberData(nameof(SpikeRows))]
    public void What_is_made_of_truth_values_alone_is_a_spike(int row) => Assert.True(IsSpike(Spikes[row]));

    [Theory, MemberData(nameof(NumberRows))]
    public void What_may_be_another_number_is_none(int row) => Assert.False(IsSpike(Numbers[row]));

    [Fact]
    public void A_product_reads_the_truth_values_that_were_converted_for_it()
    {
        Graph graph = Optimised((x, w) => x.As(DType.F32).Dot(w), Tensor.Zeros([50, 64, 30], DType.Bool), Tensor.Zeros([30, 16]));
        Equation product = Assert.Single(graph.Equations);
        Assert.IsType<Dot>(product.Primitive);
        Assert.Equal(DType.Bool, product.Inputs[0].Type.DType);
    }

    [Fact]
    public void A_small_product_keeps_its_numbers()
    {
        Graph graph = Optimised((x, w) => x.As(DType.F32).Dot(w), Tensor.Zeros([1, 30], DType.Bool), Tensor.Zeros([30, 16]));
        Assert.Equal(2, graph.Equations.Length);
    }

    [Fact]
    public void A_loop_stacks_truth_values_for_a_product()
    {
        Graph graph = Optimised(LayerOfNeurons, RandomCurrents, RandomWeights);
        Assert.Contains(graph.Equations, e => e.Primitive is Scan && e.Outputs.Any(v => v.Type.DType == DType.Bool));
        Assert.DoesNotContain(graph.Equations, e => e.Primitive is Dot && e.Inputs.All(v => v.Type.DType == DType.F32));
        SameAsInterpreted(LayerOfNeurons, RandomCurrents, RandomWeights);
    }

    [Fact]
    public void A_recurrent_loop_carries_truth_values()
    {
        Graph graph = Optimised(RecurrentLayer, RandomCurrents, RandomRecurrence);
        var scan = (Scan)Assert.Single(graph.Equations, e => e.Primitive is Scan).Primitive;
        Assert.Contains(scan.Body.Inputs[scan.Constants..(scan.Constants + scan.Carries)], v => v.Type.DType == DType.Bool);
        SameAsInterpreted(RecurrentLayer, RandomCurrents, RandomRecurrence);
    }

    [Fact]
    public void A_carry_that_is_a_spike_only_at_the_start_stays_a_number()
    {
        Func<Tensor, Tensor, Tensor> leaky = (x, w) =>
        {
            (Tensor last, _) = Fn.Scan<Tensor, Tensor, object?>((s, current) => (.5f * s.Dot(w) + (current >= 1f).As(DType.F32), null), Tensor.Zeros([64, 64]), x);
            return last;
        };
        Graph graph = Optimised(leaky, RandomCurrents, RandomRecurrence);
        var scan = (Scan)Assert.Single(graph.Equations, e => e.Primitive is Scan).Primitive;
        Assert.DoesNotContain(scan.Body.Inputs[..(scan.Constants + scan.Carries)], v => v.Type.DType == DType.Bool);
        SameAsInterpreted(leaky, RandomCurrents, RandomRecurrence);
    }

    [Fact]
    public void The_gradient_of_the_weights_reads_truth_values_too()
    {
        Func<Tensor, Tensor, Tensor> loss = (w, x) => (x >= .4f).As(DType.F32).Dot(w).Square().Mean();
        Func<Tensor, Tensor, Tensor> ofWeights = (x, w) => Fn.Grad<Tensor, Tensor>(loss)(w, x);
        Graph graph = Optimised(ofWeights, RandomCurrents, RandomWeights);
        Assert.Equal(2, graph.Equations.Count(e => e.Primitive is Dot && e.Inputs.Any(v => v.Type.DType == DType.Bool)));
        SameAsInterpreted(ofWeights, RandomCurrents, RandomWeights);
    }

    private static Tensor RandomCurrents => new RandomKey(1).Uniform([20, 64, 64]);

    private static Tensor RandomWeights => new RandomKey(2).Normal([64, 10]);

    private static Tensor RandomRecurrence => new RandomKey(2).Normal([64, 64]) * .1f;

    private static Tensor LayerOfNeurons(Tensor currents, Tensor w)
    {
        (_, Tensor spikes) = Fn.Scan<Tensor, Tensor, Tensor>(
            (v, current) =>
            {
                v = .9f * v + current;
                Tensor s = (v >= 1f).As(DType.F32);
                return (v * (1f - s), s);
            },
            Tensor.Zeros([64, 64]), currents);
        return spikes.Dot(w);
    }

    private static Tensor RecurrentLayer(Tensor currents, Tensor w)
    {
        ((_, Tensor last), _) = Fn.Scan<(Tensor V, Tensor S), Tensor, object?>(
            (state, current) =>
            {
                Tensor v = .9f * state.V + current + state.S.Dot(w);
                Tensor s = (v >= 1f).As(DType.F32);
                return ((v * (1f - s), s), null);
            },
            (Tensor.Zeros([64, 64]), Tensor.Zeros([64, 64])), currents);
        return last;
    }

    private static bool IsSpike(Func<Tensor, Tensor, Tensor> f)
    {
        Graph graph = TracedCallOf(f, Tensor.Zeros([4, 4]), Tensor.Zeros([4, 4]));
        return SpikeOperands.IsSpike(graph, graph.Outputs[0]);
    }

    private static Graph Optimised(Func<Tensor, Tensor, Tensor> f, Tensor x, Tensor y)
    {
        Graph graph = Compiler.Optimise(TracedCallOf(f, x, y));
        GraphVerifier.Check(graph);
        return graph;
    }

    private static Graph TracedCallOf(Func<Tensor, Tensor, Tensor> f, Tensor x, Tensor y)
    {
        using Trace trace = Trace.Open("spikes");
        Tensor a = trace.NewInput(x.Type), b = trace.NewInput(y.Type);
        return trace.Close([f(a, b)]).Alone;
    }

    private static void SameAsInterpreted(Func<Tensor, Tensor, Tensor> f, Tensor x, Tensor y)
    {
        Graph graph = TracedCallOf(f, x, y), simple = Simplify.Run(SplitScans.Run(Simplify.Run(InlineCalls.Run(graph, checkpoints: true))));
        Tensor expected = Interpreter.Run(simple, [x, y])[0];
        Assert.Equal(expected.ToArray<float>(), Interpreter.Run(Compiler.Optimise(graph), [x, y])[0].ToArray<float>());
        Assert.Equal(expected.ToArray<float>(), Executable.For(graph).Run([x, y])[0].ToArray<float>());
    }
}
