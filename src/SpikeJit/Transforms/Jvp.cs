using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Transforms;

/// <summary>
/// Forward-mode derivative of a graph: <c>{ x . y = sin x; return y }</c> → <c>{ x dx . y = sin x; c = cos x; dy = mul dx c; return y dy }</c>.
/// Only values that have a tangent get one; zero tangents are never written down.
/// </summary>
internal static class Jvp
{
    /// <param name="graph">The function.</param>
    /// <param name="active">Which inputs have a tangent.</param>
    /// <param name="wanted">Which outputs must have one, zero if need be.</param>
    /// <returns>Inputs: primals, tangents of active inputs. Outputs: primals, tangents of active outputs.</returns>
    public static (Graph Graph, bool[] Active) Transform(Graph graph, bool[] active, bool[]? wanted = null)
    {
        using Trace trace = Trace.Open("jvp");
        var primals = new Dictionary<Value, Tensor>();
        var tangents = new Dictionary<Value, Tensor>();
        foreach (Value v in graph.Inputs) primals[v] = trace.NewInput(v.Type);
        for (int i = 0; i < active.Length; i++)
            if (active[i]) tangents[graph.Inputs[i]] = trace.NewInput(graph.Inputs[i].Type);

        foreach (Equation e in graph.Equations)
        {
            Tensor[] x = Array.ConvertAll(e.Inputs, v => primals[v]);
            Tensor?[] dx = Array.ConvertAll(e.Inputs, v => tangents.GetValueOrDefault(v));
            Tensor[] y;
            Tensor?[]? dy = null;
            if (Array.TrueForAll(dx, d => d is null)) y = Tensor.Bind(e.Primitive, x);
            else (y, dy) = e.Primitive.Jvp(x, dx);
            for (int o = 0; o < y.Length; o++)
            {
                primals[e.Outputs[o]] = y[o];
                if (dy?[o] is { } d && y[o].DType.IsFloat()) tangents[e.Outputs[o]] = d;
            }
        }

        bool[] found = [.. graph.Outputs.Select((v, o) => tangents.ContainsKey(v) || (wanted is not null && wanted[o]))];
        IEnumerable<Tensor> outputs = graph.Outputs.Select(v => primals[v]);
        IEnumerable<Tensor> derivatives = graph.Outputs.Where((_, o) => found[o])
            .Select(v => tangents.GetValueOrDefault(v) ?? Tensor.Zeros(v.Type.Shape, v.Type.DType));
        return (trace.Close(outputs.Concat(derivatives)).Alone, found);
    }
}
