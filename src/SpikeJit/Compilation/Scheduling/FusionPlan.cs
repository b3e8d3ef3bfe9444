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
            if (_facts.Kind(e) == NodeKind.Scalars && e.Primitive is not Copy && ReadOnceElsewhere(e.Outputs[0], e.Outputs[0].Type.Size)) _inlined.Add(e);
    }

    /// <summary>Whether the only reader of a value computes it in place: no more often than it has elements.</summary>
    private bool ReadOnceElsewhere(Value v, int size)
    {
        if (_facts.IsOutput(v) || _facts.Consumers(v) is not [var reader] || reader.Inputs.Count(x => x == v) != 1) return false;
        switch (_facts.Kind(reader))
        {
            case NodeKind.Reduce: return true;
            case NodeKind.LaneScan: return Array.IndexOf(reader.Inputs, v) >= ((Scan)reader.Primitive).Constants + ((Scan)reader.Primitive).Carries;
            case NodeKind.Scalars: return _inlined.Contains(reader);
            case NodeKind.View:
                Value view = reader.Outputs[0];
                if (view.Type.Size > size) return false;
                if (_facts.LoweringOf(reader) is Lowering.SameOrder && IndexMap.Identity(view.Type.Shape.Rank).Through(view.Type.Shape, v.Type.Shape) is null) return false;
                return ReadOnceElsewhere(view, size) || (_facts.Consumers(view) is [var next] && !_facts.IsOutput(view) && _facts.Kind(next) == NodeKind.Scalars);
            default: return false;
        }
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
