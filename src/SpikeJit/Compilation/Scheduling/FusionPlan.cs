using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>
/// Which equations become one kernel. An equation joins a group of its shape when all it reads from outside the group is there before the group
/// starts. A value with a single reader in another index space (a reduction, a time loop, a view) is computed where it is read, and never stored.
/// </summary>
internal sealed class FusionPlan
{
    // Beyond this a kernel's code no longer fits the instruction cache, and compiling it takes longer than running it.
    private const int LargestGroup = 192;
    private const int WidestTile = 64;
    private const int FewLanes = 16;
    private const int ScratchBytes = 256 * 1024;

    private readonly GraphFacts _facts;
    private readonly int _largestGroup;
    private readonly HashSet<Equation> _inlined = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Equation, FusionGroup> _groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, int> _available = [];
    private readonly HashSet<Value> _stored = [];

    public FusionPlan(GraphFacts facts)
    {
        _facts = facts;
        bool fuse = CompilerSettings.IsOn(CompilerSettings.Fuse);
        if (fuse) ChooseInlined();
        _largestGroup = fuse ? LargestGroup : 1;
        Group();
        foreach (Equation e in facts.Graph.Equations) MarkStored(e);
        foreach (Value v in facts.Graph.Outputs) Store(v, null, null);
    }

    /// <summary>Groups (<see cref="FusionGroup"/>) and steps (<see cref="Equation"/>) in the order in which they run.</summary>
    public List<object> Order { get; } = [];

    /// <summary>Whether a value has an array in memory.</summary>
    public bool IsStored(Value v) => _stored.Contains(v) || _facts.Definition(v) is null;

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
                    // The body may address an array under a shape that no index expresses.
                    if (_facts.Reads(reader).Any(read => read.Value == v && read.Index is null)) return false;
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
        foreach (Equation e in EquationOrder.Of(_facts))
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
        if (group.Equations.Count >= _largestGroup) return false;
        if (e.Primitive is Scan && group.Equations.Exists(other => other.Primitive is Scan) && group.Equations.Sum(Weight) + Weight(e) > _largestGroup) return false;
        // With few lanes a kernel of its own sums along time, many steps at once.
        if (kind == NodeKind.Reduce && group.Lanes.Size < FewLanes && group.Equations.Exists(other => other.Primitive is Scan)) return false;
        bool related = group.Lanes.Rank == 0;
        foreach ((Value v, IndexMap? index) in _facts.Reads(e))
        {
            if (!IsReady(v, index, group, ref related)) return false;
            related |= group.Equations.Exists(other => other.Inputs.Contains(v));
        }
        return related || e.Outputs.Any(v => _facts.Consumers(v).Any(reader => reader.Inputs.Any(x => GroupOf(x) == group)));
    }

    /// <summary>The size of an equation's code.</summary>
    private static int Weight(Equation e) => e.Primitive is Scan scan ? scan.Body.Equations.Length + scan.Carries : 1;

    /// <summary>Whether a value is there before a group starts, or has been computed by the group when this lane, at this time, reads it.</summary>
    private bool IsReady(Value v, IndexMap? index, FusionGroup group, ref bool related)
    {
        if (IsOfLane(v, index, group)) return related = true;
        if (_available[v] < group.Order) return true;
        if (_facts.Definition(v) is not { } e || index is not { } at) return false;
        switch (_facts.LoweringOf(e))
        {
            case Lowering.Generate: return true;
            case Lowering.Scalars when _inlined.Contains(e):
                foreach (Value x in e.Inputs)
                    if (!IsReady(x, index, group, ref related)) return false;
                return true;
            case Lowering.View view: return IsReady(e.Inputs[0], at.Through(view.Axes), group, ref related);
            case Lowering.SameOrder: return IsReady(e.Inputs[0], at.Through(v.Type.Shape, e.Inputs[0].Type.Shape), group, ref related);
            default: return false;
        }
    }

    /// <summary>Whether a value of a group is read by the lane that computes it; outputs of a time loop, which have an element for each step, by a later
    /// time loop.</summary>
    private bool IsOfLane(Value v, IndexMap? index, FusionGroup group)
    {
        if (index is not { } at || GroupOf(v) != group) return false;
        int lanes = group.Lanes.Rank;
        if (!IsStack(v)) return v.Type.Shape == group.Lanes && at.Equals(IndexMap.Identity(lanes));
        return at.Equals(new IndexMap([Affine.Variable(lanes), .. IndexMap.Identity(lanes).Axes]));
    }

    /// <summary>Whether a value is what a time loop collects.</summary>
    private bool IsStack(Value v) => _facts.Definition(v) is { Primitive: Scan scan } e && Array.IndexOf(e.Outputs, v) >= scan.Carries;

    private void MarkStored(Equation e)
    {
        NodeKind kind = _facts.Kind(e);
        if (kind is NodeKind.View or NodeKind.Generate || _inlined.Contains(e)) return;
        FusionGroup? group = _groupOf.GetValueOrDefault(e);
        foreach ((Value v, IndexMap? index) in _facts.Reads(e)) Store(v, index, group);
        if (kind == NodeKind.Step)
            foreach (Value v in e.Outputs) _stored.Add(v);
    }

    /// <summary>Marks what must be in memory for a kernel to read a value there.</summary>
    private void Store(Value v, IndexMap? index, FusionGroup? group)
    {
        if (_facts.Definition(v) is not { } e || (group is not null && IsOfLane(v, index, group) && (!IsStack(v) || FitsScratch(v)))) return;
        switch (_facts.LoweringOf(e))
        {
            case Lowering.View view: Store(e.Inputs[0], index?.Through(view.Axes), group); break;
            case Lowering.SameOrder: Store(e.Inputs[0], index?.Through(v.Type.Shape, e.Inputs[0].Type.Shape), group); break;
            case Lowering.Generate: break;
            default:
                if (_inlined.Contains(e))
                    foreach (Value x in e.Inputs) Store(x, index, group);
                else _stored.Add(v);
                break;
        }
    }

    // What a tile of lanes keeps between two time loops should stay in the second-level cache.
    private static bool FitsScratch(Value stack) => (long)stack.Type.Shape[0] * WidestTile * stack.Type.DType.Size() <= ScratchBytes;
}
