using System.Collections.Concurrent;
using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>
/// Runs graphs of transformations that were not jitted. The first time operation by operation; a graph of the same structure that comes again is compiled,
/// and found again by its structure.
/// </summary>
internal static class Executor
{
    private const int KeptGraphs = 512;

    private static readonly ConcurrentDictionary<Graph, Lazy<Executable>?> Known = new();

    public static Tensor[] Run(Graph graph, Tensor[] inputs)
    {
        if (Known.TryGetValue(graph, out Lazy<Executable>? compiled))
        {
            if (compiled is null)
            {
                compiled = new Lazy<Executable>(() => Executable.For(graph));
                if (!Known.TryUpdate(graph, compiled, null)) compiled = Known.GetValueOrDefault(graph) ?? compiled;
            }
            return compiled.Value.Run(inputs);
        }
        // Programs that make new shapes for ever must not fill the memory.
        if (Known.Count >= KeptGraphs) Known.Clear();
        Known.TryAdd(graph, null);
        return graph.Bind(inputs);
    }
}
