using CsCheck;
using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Graphs;
using SpikeJit.Transforms;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Laws of the compiler, on random programs and their gradients: passes leave legal graphs, and no result changes.</summary>
public sealed class CompilerLawTests
{
    private static void Holds(Action<Graph, Tensor[]> law) => Gen.Select(RandomProgram.Any(ProgramKind.Mixed), Gen.Bool).Sample((p, gradient) =>
    {
        Graph graph = p.Graph;
        if (!gradient)
        {
            law(graph, p.GraphInputs);
            return;
        }
        bool[] active = [.. p.GraphInputs.Select((t, i) => i < p.Inputs.Length && t.DType.IsFloat())], present = [.. graph.Outputs.Select(v => v.Type.DType.IsFloat())];
        Tensor[] ones = [.. graph.Outputs.Where((_, o) => present[o]).Select(v => Tensor.Ones(v.Type.Shape, v.Type.DType))];
        law(Linearize.Reverse(graph, active, present), [.. p.GraphInputs, .. ones]);
    }, iter: 40, threads: 1, print: p => $"{(p.Item2 ? "gradient of " : "")}{p.Item1}");

    private static void AreNear(Tensor[] expected, Tensor[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Select(t => t.Type), found.Select(t => t.Type));
        for (int i = 0; i < expected.Length; i++)
            Near.Relative<double>(expected[i].As(DType.F64).ToArray<double>(), found[i].As(DType.F64).ToArray<double>(), tolerance, 1, $"{what}, output {i}");
    }

    [Fact]
    public void Every_pass_leaves_a_legal_graph_and_only_splitting_may_change_the_order_of_sums() => Holds((graph, inputs) =>
    {
        Tensor[] expected = Interpreter.Run(graph, inputs);
        foreach ((string name, Func<Graph, Graph> pass) in new (string, Func<Graph, Graph>)[]
        {
            ("inline calls", g => InlineCalls.Run(g, checkpoints: false)), ("simplify", Simplify.Run), ("inline checkpoints", g => InlineCalls.Run(g, checkpoints: true)),
            ("split scans", SplitScans.Run), ("simplify again", Simplify.Run),
        })
        {
            graph = pass(graph);
            GraphVerifier.Check(graph);
            AreNear(expected, Interpreter.Run(graph, inputs), name == "split scans" ? 1e-5 : 0, name);
            if (name == "split scans") expected = Interpreter.Run(graph, inputs);
        }
    });

    [Fact]
    public void Compiled_code_agrees_with_the_interpreter() => Holds((graph, inputs) =>
        AreNear(Interpreter.Run(graph, inputs), Executable.For(graph).Run(inputs), 1e-5, "compiled"));
}
