using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Transforms;

/// <summary>A function and its derivative at a point, as two graphs joined by residuals.</summary>
/// <param name="Primal">Inputs → outputs, residuals.</param>
/// <param name="Tangent">Residuals, tangents of active inputs → tangents of active outputs.</param>
/// <param name="Active">Which outputs have a tangent.</param>
internal sealed record Linearized(Graph Primal, Graph Tangent, bool[] Active);

/// <summary>Linearisation: the forward derivative, split into what needs no tangent and what is linear in the tangents. And its reverse.</summary>
internal static class Linearize
{
    public static Linearized Transform(Graph graph, bool[] active)
    {
        (Graph jvp, bool[] found) = Jvp.Transform(graph, active);
        int n = graph.Inputs.Length, outputs = graph.Outputs.Length;
        bool[] unknown = [.. jvp.Inputs.Select((_, i) => i >= n)];
        SplitGraph split = PartialEvaluation.Split(jvp, unknown, [.. jvp.Outputs.Select((_, o) => o >= outputs)]);
        return new Linearized(split.Known, split.Unknown, found);
    }

    /// <summary>Inputs, cotangents of the outputs flagged in <paramref name="present"/> → outputs, cotangents of the active inputs.</summary>
    public static Graph Reverse(Graph graph, bool[] active, bool[] present)
    {
        Linearized linear = Transform(graph, active);
        int outputs = graph.Outputs.Length, residuals = linear.Primal.Outputs.Length - outputs;
        bool[] arriving = [.. present.Where((_, o) => linear.Active[o])];
        Graph back = Transpose.Transform(linear.Tangent, [.. linear.Tangent.Inputs.Select((_, i) => i >= residuals)], arriving);
        using Trace trace = Trace.Open("reverse");
        Tensor[] inputs = [.. graph.Inputs.Select(v => trace.NewInput(v.Type))];
        Tensor?[] cotangents = [.. graph.Outputs.Select((v, o) => present[o] ? trace.NewInput(v.Type) : null)];
        Tensor[] results = linear.Primal.Bind(inputs);
        Tensor[] gradients = back.Bind([.. results[outputs..], .. cotangents.Where((ct, o) => ct is not null && linear.Active[o]).Select(ct => ct!)]);
        return trace.Close([.. results[..outputs], .. gradients]).Alone;
    }
}
