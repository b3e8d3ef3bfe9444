using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>What an equation is to the scheduler.</summary>
internal enum NodeKind : byte
{
    /// <summary>Numbers made where they are needed.</summary>
    Generate,
    /// <summary>Another way to address an operand.</summary>
    View,
    /// <summary>Element by element: part of a kernel over its shape.</summary>
    Scalars,
    /// <summary>Part of a kernel over the axes it keeps.</summary>
    Reduce,
    /// <summary>A time loop each lane runs by itself: part of a kernel over its carries' shape.</summary>
    LaneScan,
    /// <summary>A step of its own.</summary>
    Step,
}

/// <summary>The equations of a graph with their definitions, consumers and kinds.</summary>
internal sealed class GraphFacts
{
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, List<Equation>> _consumers = [];
    private readonly Dictionary<Equation, Lowering> _lowerings = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Equation, NodeKind> _kinds = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Equation, IReadOnlyList<(Value, IndexMap?)>> _reads = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Value> _outputs;

    public GraphFacts(Graph graph)
    {
        Graph = graph;
        _outputs = [.. graph.Outputs];
        foreach (Equation e in graph.Equations)
        {
            foreach (Value v in e.Outputs) _definitions[v] = e;
            foreach (Value v in e.Inputs.Distinct())
            {
                if (!_consumers.TryGetValue(v, out List<Equation>? list)) _consumers[v] = list = [];
                list.Add(e);
            }
            _lowerings[e] = e.Primitive.Lower(Array.ConvertAll(e.Inputs, v => v.Type), Array.ConvertAll(e.Outputs, v => v.Type));
            _kinds[e] = KindOf(e);
        }
    }

    public Graph Graph { get; }

    public Equation? Definition(Value v) => _definitions.GetValueOrDefault(v);

    public IReadOnlyList<Equation> Consumers(Value v) => _consumers.TryGetValue(v, out List<Equation>? list) ? list : [];

    public bool IsOutput(Value v) => _outputs.Contains(v);

    public Lowering LoweringOf(Equation e) => _lowerings[e];

    public NodeKind Kind(Equation e) => _kinds[e];

    /// <summary>The kind of a value's definition; inputs are results of a step.</summary>
    public NodeKind Kind(Value v) => Definition(v) is { } e ? Kind(e) : NodeKind.Step;

    /// <summary>
    /// Where an equation reads its operands, in terms of its lanes, then of the loops inside; a null index means: anywhere.
    /// </summary>
    public IReadOnlyList<(Value Value, IndexMap? Index)> Reads(Equation e)
    {
        if (_reads.TryGetValue(e, out IReadOnlyList<(Value, IndexMap?)>? known)) return known;
        IndexMap? lane = Kind(e) == NodeKind.Scalars ? IndexMap.Identity(e.Outputs[0].Type.Shape.Rank) : null;
        var reads = new List<(Value, IndexMap?)>();
        if (Kind(e) == NodeKind.LaneScan)
        {
            var scan = (Scan)e.Primitive;
            IndexMap identity = IndexMap.Identity(LaneLocality.Lanes(scan).Rank);
            for (int c = 0; c < scan.Carries; c++) reads.Add((e.Inputs[scan.Constants + c], identity));
            reads.AddRange(LaneLocality.Reads(scan)!.Select(r => (e.Inputs[r.Operand], r.Index)));
        }
        else if (LoweringOf(e) is Lowering.Reduce reduce) reads.Add((e.Inputs[0], ReduceIndex(reduce, e.Inputs[0].Type.Shape.Rank)));
        else reads.AddRange(e.Inputs.Select(v => (v, lane)));
        return _reads[e] = reads;
    }

    /// <summary>The operand's index: the axes that are kept are the lanes, the others loops inside.</summary>
    private static IndexMap ReduceIndex(Lowering.Reduce reduce, int rank)
    {
        int kept = 0, reduced = rank - reduce.Axes.Count;
        return new IndexMap([.. Enumerable.Range(0, rank).Select(a => Affine.Variable(reduce.Axes.Contains(a) ? reduced++ : kept++))]);
    }

    private NodeKind KindOf(Equation e) => _lowerings[e] switch
    {
        Lowering.Generate => NodeKind.Generate,
        Lowering.View or Lowering.SameOrder => NodeKind.View,
        Lowering.Scalars => NodeKind.Scalars,
        Lowering.Reduce => NodeKind.Reduce,
        Lowering.Control when e.Primitive is Scan scan && LaneLocality.Check(scan) => NodeKind.LaneScan,
        _ => NodeKind.Step,
    };
}
