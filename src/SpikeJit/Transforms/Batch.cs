using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Transforms;

/// <summary>
/// A graph for many examples at once: <c>{ x:f32[3] w:f32[3] . y = mul x w; return y }</c> with x batched by 8 →
/// <c>{ x:f32[8,3] w:f32[3] . r = broadcast w; y = mul x r; return y }</c>. A batched value has its batch axis first.
/// </summary>
internal static class Batch
{
    [ThreadStatic] private static string? t_axisName;

    /// <summary>The name of the axis that is being batched over, if it has one.</summary>
    public static string? AxisName => t_axisName;

    /// <summary>Batches over an axis whose examples the graph may combine by its name.</summary>
    public static (Graph Graph, bool[] Batched) OverAxis(string? name, Graph graph, int size, bool[] batched, bool[]? wanted = null)
    {
        string? outer = t_axisName;
        t_axisName = name;
        try
        {
            return Transform(graph, size, batched, wanted);
        }
        finally
        {
            t_axisName = outer;
        }
    }

    /// <param name="graph">The function of one example.</param>
    /// <param name="size">The number of examples.</param>
    /// <param name="batched">Which inputs differ between examples.</param>
    /// <param name="wanted">Which outputs must be batched, repeated if need be.</param>
    public static (Graph Graph, bool[] Batched) Transform(Graph graph, int size, bool[] batched, bool[]? wanted = null)
    {
        using Trace trace = Trace.Open("batch");
        var values = new Dictionary<Value, Tensor>();
        var isBatched = new HashSet<Value>();
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            Value v = graph.Inputs[i];
            values[v] = trace.NewInput(batched[i] ? v.Type with { Shape = v.Type.Shape.Insert(0, size) } : v.Type);
            if (batched[i]) isBatched.Add(v);
        }
        foreach (Equation e in graph.Equations)
        {
            Tensor[] x = Array.ConvertAll(e.Inputs, v => values[v]);
            bool[] flags = Array.ConvertAll(e.Inputs, isBatched.Contains);
            Tensor[] y;
            bool[]? outputs = null;
            if (!flags.Contains(true) && (t_axisName is null || !e.Primitive.AxisNames.Contains(t_axisName))) y = Tensor.Bind(e.Primitive, x);
            else (y, outputs) = e.Primitive.Batch(size, x, flags);
            for (int o = 0; o < y.Length; o++)
            {
                values[e.Outputs[o]] = y[o];
                if (outputs is not null && outputs[o]) isBatched.Add(e.Outputs[o]);
            }
        }
        bool[] found = [.. graph.Outputs.Select((v, o) => isBatched.Contains(v) || (wanted is not null && wanted[o]))];
        Graph result = trace.Close(graph.Outputs.Select((v, o) => found[o] && !isBatched.Contains(v) ? values[v].Repeated(size) : values[v])).Alone;
        return (result, found);
    }
}
