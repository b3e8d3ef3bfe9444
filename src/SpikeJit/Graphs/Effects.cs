using SpikeJit.Primitives;

namespace SpikeJit.Graphs;

/// <summary>Graphs whose equations do more than give results.</summary>
internal static class Effects
{
    /// <summary>The graph without its effects, those inside of loops and branches included.</summary>
    public static Graph WithoutEffects(this Graph graph) => !graph.HasEffect
        ? graph
        : new Graph(graph.Inputs, [.. graph.Equations.Where(e => e.Primitive is not Effect).Select(e => e with { Primitive = e.Primitive.WithoutEffects() })], graph.Outputs);

    public static Primitive WithoutEffects(this Primitive primitive) =>
        primitive is ControlFlow { HasEffect: true } control ? control.WithSubgraphs(g => g.WithoutEffects()) : primitive;
}
