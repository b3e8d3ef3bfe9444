using SpikeJit.Compilation.Execution;
using SpikeJit.Compilation.Passes;
using SpikeJit.Compilation.Passes.Strips;
using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>From a graph to a program: the passes in order.</summary>
internal static class Compiler
{
    public static Program Compile(Graph graph)
    {
        CompilationDump? dump = CompilationDump.Begin();
        dump?.Write("traced", graph);
        Program program = ProgramBuilder.Build(Optimise(graph, dump is null ? null : dump.Write));
        dump?.Write(program);
        return program;
    }

    /// <summary>
    /// The graph as it is scheduled. Checkpoints are opened after equal subexpressions were found and loops were taken apart: what they compute again must
    /// stay apart from what was computed before, and in its loop.
    /// </summary>
    /// <param name="graph">A traced graph.</param>
    /// <param name="after">Is given the name of each pass and the graph after it.</param>
    public static Graph Optimise(Graph graph, Action<string, Graph>? after = null)
    {
        Graph Pass(string name, Func<Graph, Graph> pass, Graph input)
        {
            if (!CompilerSettings.IsOn(name)) return input;
            Graph output = pass(input);
            after?.Invoke(name, output);
            return output;
        }

        graph = Pass("inline", g => InlineCalls.Run(g, checkpoints: false), graph);
        graph = Pass(CompilerSettings.Simplify, Simplify.Run, graph);
        graph = Pass(CompilerSettings.Strips, BatchStrips.Run, graph);
        graph = Pass(CompilerSettings.SplitScans, SplitScans.Run, graph);
        graph = Pass(CompilerSettings.SumTimeFirst, SumTimeFirst.Run, graph);
        graph = Pass(CompilerSettings.Simplify, Simplify.Run, graph);
        graph = Pass("open-checkpoints", g => DeadCode.Remove(InlineCalls.Run(g, checkpoints: true)), graph);
        graph = Pass(CompilerSettings.ArrangeConstants, ArrangeConstants.Run, graph);
        return Pass(CompilerSettings.SpikeOperands, SpikeOperands.Run, graph);
    }
}
