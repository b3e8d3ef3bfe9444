using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>Runs a graph on concrete tensors.</summary>
internal static class Executor
{
    public static Tensor[] Run(Graph graph, Tensor[] inputs) => graph.Bind(inputs);
}
