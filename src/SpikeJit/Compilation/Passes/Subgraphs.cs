using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>The graphs inside of loops, branches and checkpoints.</summary>
internal static class Subgraphs
{
    /// <summary>The same control flow with its graphs rewritten; any other primitive as it is.</summary>
    public static Primitive Rewrite(Primitive primitive, Func<Graph, Graph> pass) =>
        primitive is Scan or While or Switch or Checkpoint ? ((ControlFlow)primitive).WithSubgraphs(pass) : primitive;
}
