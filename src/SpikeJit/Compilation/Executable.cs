using SpikeJit.Graphs;

namespace SpikeJit.Compilation;

/// <summary>A graph made ready to run.</summary>
internal sealed class Executable(Graph graph)
{
    public static Executable For(Graph graph) => new(graph);

    public Tensor[] Run(Tensor[] inputs) => Interpreter.Run(graph, inputs);

    public string Explain() => graph.ToString();
}
