using SpikeJit.Compilation.Execution;
using SpikeJit.Compilation.Passes;
using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>From a graph to a program: the passes in order.</summary>
internal static class Compiler
{
    public static Program Compile(Graph graph) => ProgramBuilder.Build(Optimise(graph));

    /// <summary>
    /// The graph as it is scheduled. Checkpoints are opened last, after equal subexpressions were found: what they compute again must stay apart from
    /// what was computed before.
    /// </summary>
    public static Graph Optimise(Graph graph)
    {
        graph = Simplify.Run(InlineCalls.Run(graph, checkpoints: false));
        graph = DeadCode.Remove(InlineCalls.Run(graph, checkpoints: true));
        return Simplify.Run(SumTimeFirst.Run(SplitScans.Run(graph)));
    }
}
