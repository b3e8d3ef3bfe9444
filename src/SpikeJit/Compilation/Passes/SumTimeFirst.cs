using SpikeJit.Compilation.Scheduling;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// A sum over time and lanes of what an elementwise loop collects becomes a sum over time, then one over lanes: the first belongs to the loop's kernel,
/// and what the loop collects need not be stored. Sums re-associate. <c>s = scan { … }; m = reduceSum(0,1) s</c> →
/// <c>s = scan { … }; p = reduceSum(0) s; m = reduceSum(0) p</c>.
/// </summary>
internal static class SumTimeFirst
{
    // Chains of elementwise operations between the loop and the sum are short; what lies behind longer ones is summed as it is written.
    private const int Deepest = 8;

    public static Graph Run(Graph graph)
    {
        var definitions = new Dictionary<Value, Equation>();
        var equations = new List<Equation>();
        foreach (Equation e in graph.Equations)
        {
            foreach (Value v in e.Outputs) definitions[v] = e;
            if (e.Primitive is ReduceSum { Axes.Count: > 1 } sum && sum.Axes.Contains(0) && IsCollected(e.Inputs[0], definitions, Deepest))
            {
                var first = new ReduceSum([0]);
                var lanes = new Value(first.Infer([e.Inputs[0].Type])[0]);
                equations.Add(new Equation(first, e.Inputs, [lanes]));
                equations.Add(new Equation(new ReduceSum([.. sum.Axes.Where(a => a != 0).Select(a => a - 1)]), [lanes], e.Outputs));
            }
            else equations.Add(e with { Primitive = Subgraphs.Rewrite(e.Primitive, Run) });
        }
        return new Graph(graph.Inputs, [.. equations], graph.Outputs);
    }

    /// <summary>Whether a value is made element by element of what elementwise loops collect.</summary>
    private static bool IsCollected(Value v, Dictionary<Value, Equation> definitions, int depth)
    {
        if (depth == 0 || !definitions.TryGetValue(v, out Equation? e)) return false;
        return e.Primitive switch
        {
            Scan scan => Array.IndexOf(e.Outputs, v) >= scan.Carries && LaneLocality.Check(scan),
            Elementwise => e.Inputs.Any(x => IsCollected(x, definitions, depth - 1)),
            _ => false,
        };
    }
}
