using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Tests.Compilation;

/// <summary>A loop's matrices are transposed before the loop.</summary>
public sealed class ArrangeConstantsTests
{
    [Theory]
    [InlineData(10, true), InlineData(2, false)]
    public void A_long_loop_multiplies_with_a_matrix_that_was_transposed_once(int length, bool arranged)
    {
        Tensor x = new RandomKey(1).Normal([3, 5]), w = new RandomKey(2).Normal([5, 5]);
        Graph graph = Chain(x.Type, w.Type, length), simple = Simplify.Run(InlineCalls.Run(graph, checkpoints: true)), found = ArrangeConstants.Run(simple);

        GraphVerifier.Check(found);
        Assert.Equal([0, 1], ContractedAxes(simple));
        Assert.Equal(arranged ? [0, 0] : [0, 1], ContractedAxes(found));
        Assert.Equal(Interpreter.Run(graph, [x, w])[0].ToArray<float>(), Interpreter.Run(found, [x, w])[0].ToArray<float>());
        Assert.Equal(Interpreter.Run(graph, [x, w])[0].ToArray<float>(), Executable.For(graph).Run([x, w])[0].ToArray<float>());
    }

    /// <summary>Which axis of the matrix the products of the loops sum over.</summary>
    private static int[] ContractedAxes(Graph graph) =>
        [.. graph.Equations.Select(e => e.Primitive).OfType<Scan>().SelectMany(s => s.Body.Equations).Select(e => e.Primitive).OfType<Dot>().Select(d => d.RightContract[0])];

    /// <summary>The derivative of a chain of products, whose loop forward sums over the first axis of the matrix and whose loop back over the last.</summary>
    private static Graph Chain(TensorType x, TensorType w, int length)
    {
        using Trace trace = Trace.Open("loop");
        Tensor a = trace.NewInput(x), b = trace.NewInput(w);
        Tensor Loss(Tensor start, Tensor matrix) => Fn.Scan<Tensor, object?>(v => (v.Dot(matrix).Tanh(), null), start, length).Carry.Sum();
        return trace.Close([Fn.Grad<Tensor, Tensor>(Loss)(a, b)]).Alone;
    }
}
