using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Transforms;

/// <summary>A graph in two halves. Known: known inputs → known outputs, residuals. Unknown: residuals, unknown inputs → unknown outputs.</summary>
/// <param name="Known">What can run before the unknown inputs are there.</param>
/// <param name="Unknown">What waits for them.</param>
/// <param name="OutputUnknown">Which outputs of the whole come from the waiting half.</param>
/// <param name="Residuals">The values that cross, as values of the known half.</param>
internal sealed record SplitGraph(Graph Known, Graph Unknown, bool[] OutputUnknown, Value[] Residuals);

/// <summary>
/// Splits a graph by what depends on inputs that are not known yet: with dx unknown, <c>{ x dx . c = cos x; dy = mul dx c; return dy }</c> →
/// <c>{ x . c = cos x; return c }</c> and <c>{ c dx . dy = mul dx c; return dy }</c>.
/// </summary>
internal static class PartialEvaluation
{
    /// <param name="graph">The graph to split.</param>
    /// <param name="unknownInputs">Which inputs are not known yet.</param>
    /// <param name="wanted">Outputs to count as unknown even where they are known.</param>
    public static SplitGraph Split(Graph graph, bool[] unknownInputs, bool[] wanted)
    {
        var unknown = new HashSet<Value>();
        for (int i = 0; i < graph.Inputs.Length; i++)
            if (unknownInputs[i]) unknown.Add(graph.Inputs[i]);
        var known = new List<Equation>();
        var waiting = new List<Equation>();
        foreach (Equation e in graph.Equations)
        {
            bool[] flags = Array.ConvertAll(e.Inputs, unknown.Contains);
            if (!flags.Contains(true))
            {
                known.Add(e);
                continue;
            }
            if (e.Primitive is ControlFlow control && control.Split(e, flags) is { } halves)
            {
                known.AddRange(halves.Known);
                waiting.AddRange(halves.Unknown);
                foreach (Equation half in halves.Unknown) unknown.UnionWith(half.Outputs);
                continue;
            }
            waiting.Add(e);
            unknown.UnionWith(e.Outputs);
        }

        bool[] outputUnknown = [.. graph.Outputs.Select((v, o) => unknown.Contains(v) || wanted[o])];
        Value[] knownOutputs = [.. graph.Outputs.Where((_, o) => !outputUnknown[o])], unknownOutputs = [.. graph.Outputs.Where((_, o) => outputUnknown[o])];
        Value[] knownInputs = [.. graph.Inputs.Where((_, i) => !unknownInputs[i])], waitingInputs = [.. graph.Inputs.Where((_, i) => unknownInputs[i])];

        // Numbers and indices are made again rather than kept.
        Equation[] generated = [.. known.Where(e => e.Primitive is Nullary)];
        Graph second = DeadCode.Remove(new Graph(waitingInputs, [.. generated, .. waiting], unknownOutputs));
        HashSet<Value> defined = [.. waitingInputs, .. second.Equations.SelectMany(e => e.Outputs)];
        Value[] residuals = [.. second.Equations.SelectMany(e => e.Inputs).Concat(unknownOutputs).Where(v => !defined.Contains(v)).Distinct()];
        Graph first = DeadCode.Remove(new Graph(knownInputs, [.. known], [.. knownOutputs, .. residuals]));
        return new SplitGraph(first, second.With([.. residuals, .. waitingInputs]), outputUnknown, residuals);
    }
}
