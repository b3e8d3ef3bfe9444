using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Compilation.Passes.Strips;

/// <summary>
/// Cuts a batch into strips. Where a program does the same with each example and adds up at the end, a few examples at a time go through all of it:
/// what lies between its steps stays in a core's cache, and cores share strips, not steps. Sums over the batch become sums of sums, the same for every
/// number of threads. <c>y = f x; g = reduceSum(0) y</c> → <c>p = scan[strips] { y = f x; g = reduceSum(0) y }; g = reduceSum(0) p</c>.
/// </summary>
internal static class BatchStrips
{
    public static Graph Run(Graph graph) => Run(graph, StripLimits.Default);

    public static Graph Run(Graph graph, StripLimits limits)
    {
        // What has an effect would have it once for each strip.
        if (graph.HasEffect) return graph;
        // Without a loop the whole is a few kernels, which fusion takes care of.
        long loops = 0;
        foreach (Equation e in graph.Equations)
            if (e.Primitive is Scan) loops += e.Outputs.Sum(v => v.Type.Bytes);
        if (loops <= limits.StripBytes / 2) return graph;
        IEnumerable<Value> batches = graph.Inputs.Where(v => v.Type.Shape.Rank > 1 && v.Type.Shape[0] >= 2 * limits.FewestExamples);
        foreach (Value input in batches.OrderByDescending(v => v.Type.Bytes).DistinctBy(v => v.Type.Shape[0]).Take(2))
        {
            BatchAnalysis analysis = BatchAnalysis.Of(graph, input);
            if (Strips(analysis, limits) is > 1 and int strips) return Cut(analysis, strips);
        }
        return graph;
    }

    /// <summary>The number of strips; 1 where cutting does not pay.</summary>
    private static int Strips(BatchAnalysis analysis, StripLimits limits)
    {
        if (analysis.Later.Any(e => e.Primitive is Scan) || !analysis.Region.Any(e => e.Primitive is Scan)) return 1;
        Value[] made = [.. analysis.Region.Where(e => e.Primitive is Scan or Dot).SelectMany(e => e.Outputs)];
        long bytes = made.Where(v => analysis.StateOf(v).IsExamples).Sum(v => v.Type.Bytes), sums = made.Where(v => analysis.StateOf(v).Kind == BatchKind.Sum).Sum(v => v.Type.Bytes);
        // Each strip reads the weights again.
        long weights = analysis.Region.SelectMany(e => e.Inputs).Distinct().Where(v => analysis.StateOf(v).IsWhole && analysis.Definition(v)?.Primitive is not Nullary).Sum(v => v.Type.Bytes);
        int batch = analysis.Batch, strips = 1;
        while (batch % (2 * strips) == 0 && batch / (2 * strips) >= limits.FewestExamples && bytes / strips > Math.Max(limits.StripBytes, limits.LargestWeights * weights)) strips *= 2;
        return sums * strips * limits.LargestSums <= bytes ? strips : 1;
    }

    private static Graph Cut(BatchAnalysis analysis, int strips)
    {
        Graph graph = analysis.Graph;
        using Trace trace = Trace.Open("strips");
        var values = new Dictionary<Value, Tensor>();
        foreach (Value v in graph.Inputs) values[v] = trace.NewInput(v.Type);
        void Bind(Equation e)
        {
            Tensor[] results = Tensor.Bind(e.Primitive, Array.ConvertAll(e.Inputs, v => values[v]));
            for (int o = 0; o < results.Length; o++) values[e.Outputs[o]] = results[o];
        }
        foreach (Equation e in graph.Equations)
            if (!analysis.Region.Contains(e) && !analysis.Later.Contains(e)) Bind(e);
        BindRegion(analysis, strips, values);
        foreach (Equation e in graph.Equations)
            if (analysis.Later.Contains(e)) Bind(e);
        return DeadCode.Remove(trace.Close(graph.Outputs.Select(v => values[v])).Alone);
    }

    private static void BindRegion(BatchAnalysis analysis, int strips, Dictionary<Value, Tensor> values)
    {
        Graph graph = analysis.Graph;
        int examples = analysis.Batch / strips;
        var made = new HashSet<Value>(analysis.Region.SelectMany(e => e.Outputs));
        HashSet<Value> read = [.. analysis.Later.SelectMany(e => e.Inputs), .. graph.Outputs];
        Value[] outputs = [.. made.Where(read.Contains)];
        var constants = new List<(Value Value, Tensor Inside)>();
        var sliced = new List<(Value Value, Tensor Inside)>();
        Graph body;
        using (Trace trace = Trace.Open("strip"))
        {
            Tensor Outside(Value v, int axis)
            {
                List<(Value Value, Tensor Inside)> list = axis < 0 ? constants : sliced;
                if (list.Find(i => i.Value == v).Inside is { } known) return known;
                Tensor input = trace.NewInput(axis < 0 ? v.Type : v.Type with { Shape = [examples, .. v.Type.Shape.Dims[1..]] });
                list.Add((v, input));
                return input;
            }
            var strip = new StripBody(analysis, examples, Outside);
            foreach (Equation e in graph.Equations)
                if (analysis.Region.Contains(e)) strip.Add(e);
            Tensor[] found = Array.ConvertAll(outputs, v => analysis.StateOf(v) is { IsExamples: true } s ? strip[v].MoveAxis(s.Axis, 0) : strip[v]);
            Graph traced = trace.Close(found).Alone;
            // Inputs in the order of their first use; a loop wants its constants first.
            Value[] order = [.. constants.Concat(sliced).Select(i => i.Inside.Value!)];
            body = traced.With(order, traced.Outputs);
        }
        Tensor[] results = Tensor.Bind(new Scan(strips, false, constants.Count, 0, body) { IsStrips = true },
        [
            .. constants.Select(c => values[c.Value]),
            .. sliced.Select(s => values[s.Value].Reshape([strips, examples, .. s.Value.Type.Shape.Dims[1..]])),
        ]);
        for (int o = 0; o < outputs.Length; o++)
        {
            BatchState state = analysis.StateOf(outputs[o]);
            values[outputs[o]] = state.Kind switch
            {
                BatchKind.Sum => Tensor.Bind1(new ReduceSum([0]), results[o]),
                BatchKind.Examples => results[o].Reshape([analysis.Batch, .. results[o].Shape.Dims[2..]]).MoveAxis(0, state.Axis),
                _ => results[o][0],
            };
        }
    }
}

/// <summary>When a batch is worth cutting.</summary>
/// <param name="StripBytes">A strip's arrays should fit the second-level cache together.</param>
/// <param name="FewestExamples">Vectors and products want some examples.</param>
/// <param name="LargestWeights">A strip's arrays should be as many times as large as what it reads besides.</param>
/// <param name="LargestSums">Sums over the batch are written once a strip; all of them may be this part of the arrays.</param>
internal readonly record struct StripLimits(long StripBytes, int FewestExamples, int LargestWeights, int LargestSums)
{
    public static StripLimits Default { get; } = new(768 * 1024, 8, 2, 16);
}
