namespace SpikeJit.Graphs;

/// <summary>Removes equations that no output needs: <c>{ a . b = sin a; c = cos a; return c }</c> → <c>{ a . c = cos a; return c }</c>.</summary>
internal static class DeadCode
{
    public static Graph Remove(Graph graph)
    {
        var needed = new HashSet<Value>(graph.Outputs);
        var kept = new List<Equation>(graph.Equations.Length);
        for (int e = graph.Equations.Length - 1; e >= 0; e--)
        {
            Equation equation = graph.Equations[e];
            if (!equation.Outputs.Any(needed.Contains) && !equation.Primitive.HasEffect) continue;
            kept.Add(equation);
            needed.UnionWith(equation.Inputs);
        }
        kept.Reverse();
        return new Graph(graph.Inputs, [.. kept], graph.Outputs);
    }
}
