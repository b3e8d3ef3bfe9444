using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Transforms;

/// <summary>
/// Whether a graph is linear in some inputs: each operation on them must have a derivative that does not depend on them, as that of sin does through cos.
/// </summary>
internal static class Linearity
{
    /// <summary>The first operation that is not linear, or null.</summary>
    public static Primitive? FirstCurved(Graph graph, bool[] linear)
    {
        HashSet<Value> reached = [.. graph.Inputs.Where((_, i) => linear[i])];
        foreach (Equation e in graph.Equations)
        {
            bool[] active = Array.ConvertAll(e.Inputs, reached.Contains);
            if (!active.Contains(true)) continue;
            if (!IsLinear(e, active)) return e.Primitive;
            reached.UnionWith(e.Outputs);
        }
        return null;
    }

    private static bool IsLinear(Equation equation, bool[] active)
    {
        Value[] inputs = Array.ConvertAll(equation.Inputs, v => new Value(v.Type)), outputs = Array.ConvertAll(equation.Outputs, v => new Value(v.Type));
        Linearized found = Linearize.Transform(new Graph(inputs, [new Equation(equation.Primitive, inputs, outputs)], outputs), active);
        HashSet<Value> dependent = [.. found.Primal.Inputs.Where((_, i) => active[i])];
        foreach (Equation e in found.Primal.Equations)
            if (e.Inputs.Any(dependent.Contains)) dependent.UnionWith(e.Outputs);
        return !found.Active.Contains(false) && !found.Primal.Outputs[outputs.Length..].Any(dependent.Contains);
    }
}
