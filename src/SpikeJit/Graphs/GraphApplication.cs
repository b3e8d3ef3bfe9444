namespace SpikeJit.Graphs;

/// <summary>Putting a graph's equations elsewhere: into the open trace, or into a list of equations.</summary>
internal static class GraphApplication
{
    /// <summary>Runs or records the equations one by one on tensors.</summary>
    public static Tensor[] Bind(this Graph graph, ReadOnlySpan<Tensor> inputs)
    {
        var known = new Dictionary<Value, Tensor>(graph.Inputs.Length + graph.Equations.Length);
        for (int i = 0; i < graph.Inputs.Length; i++) known[graph.Inputs[i]] = inputs[i];
        foreach (Equation e in graph.Equations)
        {
            Tensor[] results = Tensor.Bind(e.Primitive, Array.ConvertAll(e.Inputs, v => known[v]));
            for (int o = 0; o < results.Length; o++) known[e.Outputs[o]] = results[o];
        }
        return Array.ConvertAll(graph.Outputs, v => known[v]);
    }

    /// <summary>Appends a copy of the equations, with fresh values, that reads <paramref name="inputs"/>; returns the values of the outputs.</summary>
    public static Value[] Inline(this Graph graph, ReadOnlySpan<Value> inputs, List<Equation> into)
    {
        var copy = new Dictionary<Value, Value>();
        for (int i = 0; i < graph.Inputs.Length; i++) copy[graph.Inputs[i]] = inputs[i];
        foreach (Equation e in graph.Equations)
        {
            Value[] outputs = Array.ConvertAll(e.Outputs, v => new Value(v.Type));
            into.Add(new Equation(e.Primitive, Array.ConvertAll(e.Inputs, v => copy[v]), outputs));
            for (int o = 0; o < outputs.Length; o++) copy[e.Outputs[o]] = outputs[o];
        }
        return Array.ConvertAll(graph.Outputs, v => copy[v]);
    }
}
