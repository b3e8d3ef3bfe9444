using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>The equations that one kernel computes, all lane by lane over the same shape.</summary>
internal sealed class FusionGroup(Shape lanes, int order)
{
    public Shape Lanes { get; } = lanes;

    /// <summary>When it runs, relative to other groups and steps.</summary>
    public int Order { get; } = order;

    public List<Equation> Equations { get; } = [];
}

/// <summary>
/// Which equations become one kernel. An equation joins a group of its shape when all it reads from outside the group is there before the group
/// starts. A value with a single reader in another index space (a reduction, a time loop, a view) is computed where it is read, and never stored.
/// </summary>
internal sealed class FusionPlan
{
    // Beyond this a kernel's code no longer fits the instruction cache, and compiling it takes longer than running it.
    private const int LargestGroup = 192;

    private readonly GraphFacts _facts;
    private readonly HashSet<Equation> _inlined = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Equation, FusionGroup> _groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, int> _available = [];
    private readonly HashSet<Value> _stored = [];

    public FusionPlan(GraphFacts facts)
    {
        _facts = facts;
        ChooseInlined();
        Group();
        foreach (Equation e in facts.Graph.Equations) MarkStored(e);
        foreach (Value v in facts.Graph.Outputs) Store(v);
    }

    /// <summary>Groups (<see cref="FusionGroup"/>) and steps (<see cref="Equation"/>) in the order in which they run.</summary>
    public List<object> Order { get; } = [];

    /// <summary>Whether a value has an array in memory.</summary>
    public bool IsStored(Value v) => _stored.Contains(v) || _facts.Definition(v) is null;

    public bool IsInlined(Equation e) => _inlined.Contains(e);

    public FusionGroup? GroupOf(Value v) => _facts.Definition(v) is { } e ? _groupOf.GetValueOrDefault(e) : null;

    private void ChooseInlined()
    {
        foreach (Equation e in _facts.Graph.Equations.Reverse())
        {
            if (_facts.Kind(e) != NodeKind.Scalars || e.Primitive is Copy || _facts.IsOutput(e.Outputs[0])) continue;
            var readers = new HashSet<Equation>(ReferenceEqualityComparer.Instance);
            if (FindReaders(e.Outputs[0], e.Outputs[0].Type.Size, readers) && (readers.Count == 1 || Costs.AreLow(e.Primitive))) _inlined.Add(e);
        }
    }

    /// <summary>
    /// The kernels' equations that would compute a value where they read it, in another index space; false if it is read in any other way, or more often
    /// than it has elements.
    /// </summary>
    private bool FindReaders(Value v, int size, HashSet<Equation> readers)
    {
        if (_facts.IsOutput(v) || _facts.Consumers(v).Count == 0) return false;
        foreach (Equation reader in _facts.Consumers(v))
        {
            switch (_facts.Kind(reader))
            {
                case NodeKind.Reduce: readers.Add(reader); break;
                case NodeKind.LaneScan:
                    var scan = (Scan)reader.Primitive;
                    if (Array.IndexOf(reader.Inputs, v) < scan.Constants + scan.Carries) return false;
                    readers.Add(reader);
                    break;
                case NodeKind.Scalars when _inlined.Contains(reader):
                    if (!FindReaders(reader.Outputs[0], size, readers)) return false;
                    break;
                case NodeKind.View:
                    Value view = reader.Outputs[0];
                    if (view.Type.Size > size) return false;
                    if (_facts.LoweringOf(reader) is Lowering.SameOrder && IndexMap.Identity(view.Type.Shape.Rank).Through(view.Type.Shape, v.Type.Shape) is null) return false;
                    if (!FindViewReaders(view, size, readers)) return false;
                    break;
                default: return false;
            }
        }
        return true;
    }

    /// <summary>Readers of a view; elementwise ones read it at another index than their own, and may compute it there.</summary>
    private bool FindViewReaders(Value view, int size, HashSet<Equation> readers)
    {
        if (_facts.IsOutput(view)) return false;
        foreach (Equation reader in _facts.Consumers(view))
        {
            if (_facts.Kind(reader) == NodeKind.Scalars && !_inlined.Contains(reader)) readers.Add(reader);
            else if (!FindReaders(view, size, readers)) return false;
        }
        return true;
    }

    private void Group()
    {
        foreach (Value v in _facts.Graph.Inputs) _available[v] = -1;
        var open = new Dictionary<Shape, List<FusionGroup>>();
        int clock = 0;
        foreach (Equation e in _facts.Graph.Equations)
        {
            NodeKind kind = _facts.Kind(e);
            int order;
            if (kind is NodeKind.Generate or NodeKind.View || _inlined.Contains(e))
                order = e.Inputs.Length == 0 ? -1 : e.Inputs.Max(v => _available[v]);
            else if (kind == NodeKind.Step)
            {
                order = clock++;
                Order.Add(e);
            }
            else
            {
                Shape lanes = kind == NodeKind.LaneScan ? LaneLocality.Lanes((Scan)e.Primitive) : e.Outputs[0].Type.Shape;
                if (!open.TryGetValue(lanes, out List<FusionGroup>? candidates)) open[lanes] = candidates = [];
                FusionGroup? group = candidates.LastOrDefault(g => CanJoin(e, kind, g));
                if (group is null)
                {
                    group = new FusionGroup(lanes, clock++);
                    candidates.Add(group);
                    Order.Add(group);
                }
                group.Equations.Add(e);
                _groupOf[e] = group;
                order = group.Order;
            }
            foreach (Value v in e.Outputs) _available[v] = order;
        }
    }

    private bool CanJoin(Equation e, NodeKind kind, FusionGroup group)
    {
        if (group.Equations.Count >= LargestGroup) return false;
        bool related = group.Lanes.Rank == 0;
        for (int i = 0; i < e.Inputs.Length; i++)
        {
            Value v = e.Inputs[i];
            if (IsLaneOperand(e, kind, i) && GroupOf(v) == group && SameLane(v, group))
            {
                related = true;
                continue;
            }
            if (_available[v] >= group.Order) return false;
            related |= group.Equations.Exists(other => other.Inputs.Contains(v));
        }
        return related;
    }

    /// <summary>Whether an operand is read at the lane's own index.</summary>
    private static bool IsLaneOperand(Equation e, NodeKind kind, int operand) => kind switch
    {
        NodeKind.Scalars => true,
        NodeKind.LaneScan => e.Primitive is Scan scan && operand >= scan.Constants && operand < scan.Constants + scan.Carries,
        _ => false,
    };

    /// <summary>Whether a value of a group has one element a lane; the outputs of a time loop have one for each step.</summary>
    private static bool SameLane(Value v, FusionGroup group) => v.Type.Shape == group.Lanes;

    private void MarkStored(Equation e)
    {
        if (_facts.Kind(e) == NodeKind.View || _facts.Kind(e) == NodeKind.Generate || _inlined.Contains(e)) return;
        for (int i = 0; i < e.Inputs.Length; i++)
        {
            Value v = e.Inputs[i];
            bool inGroup = _groupOf.TryGetValue(e, out FusionGroup? group) && GroupOf(v) == group && SameLane(v, group) && IsLaneOperand(e, _facts.Kind(e), i);
            if (!inGroup) Store(v);
        }
        if (_facts.Kind(e) == NodeKind.Step)
            foreach (Value v in e.Outputs) _stored.Add(v);
    }

    /// <summary>Marks what must be in memory for a value to be read.</summary>
    private void Store(Value v)
    {
        if (_facts.Definition(v) is not { } e) return;
        if (_facts.Kind(e) == NodeKind.View || _inlined.Contains(e))
            foreach (Value x in e.Inputs) Store(x);
        else if (_facts.Kind(e) != NodeKind.Generate) _stored.Add(v);
    }
}
