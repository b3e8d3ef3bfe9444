using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes.Strips;

/// <summary>
/// Which equations of a graph treat the examples of a batch one by one, so that a part of the batch needs only a part of their operands. Works on whole
/// graphs and, for the bodies of loops, on what a loop does with the batch.
/// </summary>
internal sealed class BatchAnalysis
{
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, BatchState> _states = [];
    private readonly Dictionary<Value, BatchState> _promoted = [];
    private readonly Func<Value, BatchState, bool>? _canPromote;
    private bool _failed;

    /// <param name="graph">The graph or the body of a loop.</param>
    /// <param name="batch">The number of examples.</param>
    /// <param name="canPromote">For a body: whether an input that is whole could depend on the batch in that way.</param>
    private BatchAnalysis(Graph graph, int batch, Func<Value, BatchState, bool>? canPromote = null)
    {
        (Graph, Batch, _canPromote) = (graph, batch, canPromote);
        foreach (Equation e in graph.Equations)
            foreach (Value v in e.Outputs) _definitions[v] = e;
    }

    public Graph Graph { get; }

    /// <summary>The number of examples.</summary>
    public int Batch { get; }

    /// <summary>Equations that treat examples one by one.</summary>
    public HashSet<Equation> Region { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Equations that need what the region computes for all examples.</summary>
    public HashSet<Equation> Later { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>For loops of the region: their bodies.</summary>
    public Dictionary<Equation, BatchAnalysis> Bodies { get; } = new(ReferenceEqualityComparer.Instance);

    public BatchState StateOf(Value v) => _states.GetValueOrDefault(v, BatchState.Whole);

    public Equation? Definition(Value v) => _definitions.GetValueOrDefault(v);

    /// <summary>The analysis of a whole graph for the batch that is the first axis of an input.</summary>
    public static BatchAnalysis Of(Graph graph, Value input)
    {
        var analysis = new BatchAnalysis(graph, input.Type.Shape[0]);
        analysis._states[input] = BatchState.Examples(0);
        HashSet<Value> early = [.. graph.Inputs], later = [];
        foreach (Equation e in graph.Equations)
        {
            if (e.Inputs.All(v => v != input && early.Contains(v))) early.UnionWith(e.Outputs);
            else if (e.Inputs.Any(v => analysis.StateOf(v).IsExamples) && !e.Inputs.Any(v => later.Contains(v) || analysis.StateOf(v).Kind == BatchKind.Sum) && analysis.Infer(e) is { } states)
                analysis.Keep(e, states);
            else
            {
                analysis.Later.Add(e);
                later.UnionWith(e.Outputs);
            }
        }
        return analysis;
    }

    private void Keep(Equation e, BatchState[] states)
    {
        Region.Add(e);
        for (int o = 0; o < states.Length; o++) _states[e.Outputs[o]] = states[o];
    }

    /// <summary>The analysis of a loop's body, as far as it goes.</summary>
    private static BatchAnalysis OfBody(Graph body, BatchState[] inputs, int batch, Func<Value, BatchState, bool> canPromote)
    {
        var analysis = new BatchAnalysis(body, batch, canPromote);
        for (int i = 0; i < inputs.Length; i++) analysis._states[body.Inputs[i]] = inputs[i];
        foreach (Equation e in body.Equations)
        {
            if (e.Inputs.All(v => analysis.StateOf(v).IsWhole)) continue;
            if (analysis.Infer(e) is { } states) analysis.Keep(e, states);
            else
            {
                analysis._failed = true;
                break;
            }
        }
        return analysis;
    }

    /// <summary>Whether a value has the batch on that axis, or can be had for a part of it.</summary>
    public bool HasExamples(Value v, int axis)
    {
        BatchState state = StateOf(v);
        if (!state.IsWhole) return state == BatchState.Examples(axis);
        if (axis >= v.Type.Shape.Rank || v.Type.Shape[axis] != Batch) return false;
        return CanResize(v, axis) || (_canPromote is null && axis == 0 && !(Definition(v) is { } definition && Region.Contains(definition)));
    }

    /// <summary>Whether a value is the same for all examples and can be made again for fewer.</summary>
    public bool CanResize(Value v, int axis) => StateOf(v).IsWhole && Definition(v)?.Primitive switch
    {
        null => Promote(v, BatchState.Examples(axis)),
        Fill => true,
        Iota iota => iota.Steps[axis] == 0,
        Broadcast broadcast => !broadcast.Axes.Contains(axis),
        Elementwise => Definition(v)!.Outputs.Length == 1 && Definition(v)!.Inputs.Length > 0 && Definition(v)!.Inputs.All(x => CanResize(x, axis)),
        _ => false,
    };

    /// <summary>Notes that an input of a loop's body would have to depend on the batch.</summary>
    private bool Promote(Value v, BatchState state)
    {
        if (_canPromote is null || !_canPromote(v, state)) return false;
        _promoted[v] = state;
        return true;
    }

    /// <summary>The states of an equation's results, or null if it does not treat examples one by one.</summary>
    private BatchState[]? Infer(Equation e)
    {
        if (e.Primitive is Scan scan) return InferScan(e, scan);
        if (e.Outputs.Length != 1) return null;
        BatchState first = e.Inputs.Select(StateOf).FirstOrDefault(s => !s.IsWhole);
        BatchState? state = first.Kind == BatchKind.Sum ? InferSum(e) : InferExamples(e, first.Axis);
        return state is { } found ? [found] : null;
    }

    /// <summary>Sums may be added to each other; anything else needs the whole sum.</summary>
    private BatchState? InferSum(Equation e) =>
        e.Primitive is Add && e.Inputs.All(v => StateOf(v).Kind == BatchKind.Sum || (Definition(v) is null && Promote(v, BatchState.Sum))) ? BatchState.Sum : null;

    private BatchState? InferExamples(Equation e, int axis)
    {
        Value x = e.Inputs[0];
        switch (e.Primitive)
        {
            case Elementwise: return e.Inputs.All(v => HasExamples(v, axis)) ? BatchState.Examples(axis) : null;
            case Dot dot: return InferDot(e, dot);
            case Broadcast broadcast: return BatchState.Examples(broadcast.Axes[axis]);
            case Permute permute: return BatchState.Examples(permute.Order.IndexOf(axis));
            case Reduction reduce when !reduce.Axes.Contains(axis): return BatchState.Examples(axis - reduce.Axes.Count(a => a < axis));
            case ReduceSum: return BatchState.Sum;
            case Reshape reshape: return SameAxis(x.Type.Shape, axis, reshape.Shape) is >= 0 and int kept ? BatchState.Examples(kept) : null;
            case Slice slice when slice.Starts[axis] == 0 && slice.Steps[axis] == 1 && slice.Shape[axis] == Batch: return BatchState.Examples(axis);
            case Embed embed when StateOf(e.Inputs[1]).IsWhole && embed.Starts[axis] == 0 && embed.Steps[axis] == 1 && embed.Shape[axis] == Batch: return BatchState.Examples(axis);
            case Concat concat when concat.Axis != axis: return e.Inputs.All(v => HasExamples(v, axis)) ? BatchState.Examples(axis) : null;
            default: return null;
        }
    }

    private BatchState? InferDot(Equation e, Dot dot)
    {
        (Value left, Value right) = (e.Inputs[0], e.Inputs[1]);
        (BatchState l, BatchState r) = (StateOf(left), StateOf(right));
        int rank = left.Type.Shape.Rank, batches = dot.LeftBatch.Count;
        int[] leftFree = dot.LeftFree(rank), rightFree = dot.RightFree(right.Type.Shape.Rank);
        if (l.IsExamples && leftFree.Contains(l.Axis)) return r.IsWhole ? BatchState.Examples(batches + Array.IndexOf(leftFree, l.Axis)) : null;
        if (r.IsExamples && rightFree.Contains(r.Axis)) return l.IsWhole ? BatchState.Examples(batches + leftFree.Length + Array.IndexOf(rightFree, r.Axis)) : null;
        if (Paired(dot.LeftContract, dot.RightContract)) return BatchState.Sum;
        int at = l.IsExamples ? dot.LeftBatch.IndexOf(l.Axis) : dot.RightBatch.IndexOf(r.Axis);
        return Paired(dot.LeftBatch, dot.RightBatch) ? BatchState.Examples(at) : null;

        bool Paired(Ints lefts, Ints rights)
        {
            int i = l.IsExamples ? lefts.IndexOf(l.Axis) : rights.IndexOf(r.Axis);
            return i >= 0 && HasExamples(left, lefts[i]) && HasExamples(right, rights[i]);
        }
    }

    /// <summary>The axis of a reshaped value that is an axis of the operand, elements in the same order; -1 if there is none.</summary>
    private static int SameAxis(Shape from, int axis, Shape to)
    {
        long before = 1, seen = 1;
        for (int a = 0; a < axis; a++) before *= from[a];
        for (int a = 0; a < to.Rank; a++)
        {
            if (seen == before && to[a] == from[axis]) return a;
            seen *= to[a];
        }
        return -1;
    }

    private bool IsZero(Value v) => Definition(v)?.Primitive is Fill { Bits: 0 };

    private BatchState[]? InferScan(Equation e, Scan scan)
    {
        if (scan.IsStrips || scan.Length == 0) return null;
        int before = scan.Constants + scan.Carries;
        var inputs = new BatchState[e.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            BatchState state = StateOf(e.Inputs[i]);
            if (i >= before && state == BatchState.Examples(0)) return null;
            if (state.Kind == BatchKind.Sum) return null;
            inputs[i] = i >= before && state.IsExamples ? BatchState.Examples(state.Axis - 1) : state;
        }
        while (true)
        {
            bool CanPromote(Value v, BatchState state)
            {
                int i = Array.IndexOf(scan.Body.Inputs, v);
                if (!inputs[i].IsWhole) return false;
                return state.IsExamples ? HasExamples(e.Inputs[i], i < before ? state.Axis : state.Axis + 1) : i >= scan.Constants && i < before && IsZero(e.Inputs[i]);
            }
            BatchAnalysis body = OfBody(scan.Body, inputs, Batch, CanPromote);
            bool changed = false;
            foreach ((Value v, BatchState state) in body._promoted)
            {
                inputs[Array.IndexOf(scan.Body.Inputs, v)] = state;
                changed = true;
            }
            for (int c = scan.Constants; c < before && !changed && !body._failed; c++)
            {
                Value output = scan.Body.Outputs[c - scan.Constants];
                BatchState now = inputs[c], next = body.StateOf(output);
                if (now == next || (now.IsExamples && next.IsWhole && body.CanResize(output, now.Axis))) continue;
                bool fits = now.IsWhole && (next.IsExamples ? HasExamples(e.Inputs[c], next.Axis) : IsZero(e.Inputs[c]));
                if (!fits) return null;
                inputs[c] = next;
                changed = true;
            }
            if (changed) continue;
            if (body._failed) return null;
            Bodies[e] = body;
            return
            [
                .. inputs[scan.Constants..before],
                .. scan.Body.Outputs[scan.Carries..].Select(v => body.StateOf(v) is { IsExamples: true } s ? BatchState.Examples(s.Axis + 1) : body.StateOf(v)),
            ];
        }
    }
}
