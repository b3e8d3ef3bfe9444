using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// Takes scans apart. What lies on no cycle through the carries runs outside of the loop, on all steps at once; what is only added up becomes a sum over
/// time; each cycle keeps a smaller scan of its own. <c>scan { v x w . i = dot x w; n = add v i; return n }</c> →
/// <c>i = dot xs w; scan { v i . n = add v i; return n }</c>.
/// </summary>
internal static class SplitScans
{
    public static Graph Run(Graph graph)
    {
        if (!graph.Equations.Any(e => e.Primitive.Subgraphs.Any())) return graph;
        using Trace trace = Trace.Open("split");
        var values = new Dictionary<Value, Tensor>();
        foreach (Value v in graph.Inputs) values[v] = trace.NewInput(v.Type);
        HashSet<Value> zeros = [.. graph.Equations.Where(e => e.Primitive is Fill { Bits: 0 }).Select(e => e.Outputs[0])];
        foreach (Equation e in graph.Equations)
        {
            Tensor[] operands = Array.ConvertAll(e.Inputs, v => values[v]);
            Tensor[] results = Subgraphs.Rewrite(e.Primitive, Run) switch
            {
                Scan { Length: > 1, IsStrips: false, HasEffect: false } scan => new ScanSplit(scan, operands, Array.ConvertAll(e.Inputs, zeros.Contains)).Run(),
                var primitive => Tensor.Bind(primitive, operands),
            };
            for (int o = 0; o < results.Length; o++) values[e.Outputs[o]] = results[o];
        }
        return trace.Close(graph.Outputs.Select(v => values[v])).Alone;
    }
}
