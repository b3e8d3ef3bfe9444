using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>The graphs inside of loops and branches.</summary>
internal static class Subgraphs
{
    /// <summary>The same control flow with its graphs rewritten; any other primitive as it is.</summary>
    public static Primitive Rewrite(Primitive primitive, Func<Graph, Graph> pass) => primitive switch
    {
        Scan scan => scan with { Body = pass(scan.Body) },
        While loop => loop with { Condition = pass(loop.Condition), Body = pass(loop.Body) },
        Switch branches => new Switch(Array.ConvertAll(branches.Branches, branch => pass(branch))),
        _ => primitive,
    };
}
