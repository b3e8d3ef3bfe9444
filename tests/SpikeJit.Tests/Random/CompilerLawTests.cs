using CsCheck;
using SpikeJit.Compilation;
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
    public void Every_pass_leaves_a_legal_graph_and_only_those_that_regroup_sums_may_change_a_bit() => Holds((graph, inputs) =>
    {
        Tensor[] expected = Interpreter.Run(graph, inputs);
        var passes = new HashSet<string>();
        Compiler.Optimise(graph, (name, after) =>
        {
            GraphVerifier.Check(after);
            Tensor[] found = Interpreter.Run(after, inputs);
            AreNear(expected, found, name is CompilerSettings.Strips or CompilerSettings.SplitScans or CompilerSettings.SumTimeFirst ? 1e-5 : 0, name);
            expected = found;
            passes.Add(name);
        });
        // Re-rolling belongs to tracing, fusion to scheduling.
        Assert.Subset(passes, CompilerSettings.Passes.Except([CompilerSettings.Reroll, CompilerSettings.Fuse]).ToHashSet());
    });

    [Fact]
    public void Compiled_code_agrees_with_the_interpreter() => Holds((graph, inputs) =>
        AreNear(Interpreter.Run(graph, inputs), Executable.For(graph).Run(inputs), 1e-5, "compiled"));
}
