using SpikeJit.Compilation.Passes;
using SpikeJit.Compilation.Scheduling;
using SpikeJit.Cpu;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Execution;

/// <summary>Turns a graph into a program: chooses kernels, generates their code, places their arrays.</summary>
internal sealed class ProgramBuilder
{
    private readonly GraphFacts _facts;
    private readonly FusionPlan _plan;
    private readonly Dictionary<Value, int> _slots = [];

    // Arrays in the arena: bytes, first and last step that uses them.
    private readonly List<(long Bytes, int From, int To)> _temporary = [];
    private readonly List<Step> _steps = [];
    private FusionGroup? _lastGroup;

    // Of inputs and outputs: first and last step that uses them.
    private readonly (int First, int Last)[] _uses;

    private ProgramBuilder(Graph graph)
    {
        _facts = new GraphFacts(graph);
        _plan = new FusionPlan(_facts);
        _uses = new (int, int)[graph.Inputs.Length + graph.Outputs.Length];
        Array.Fill(_uses, (int.MaxValue, -1));
        for (int i = 0; i < graph.Inputs.Length; i++) _slots[graph.Inputs[i]] = i;
        for (int o = 0; o < graph.Outputs.Length; o++) _slots[Root(graph.Outputs[o])] = graph.Inputs.Length + o;
    }

    /// <param name="graph">A simplified graph.</param>
    public static Program Build(Graph graph)
    {
        var builder = new ProgramBuilder(Legalise.Run(graph));
        foreach (object item in builder._plan.Order)
        {
            if (item is FusionGroup group) builder.Kernel(group);
            else builder.Add((Equation)item);
        }
        return builder.Finish();
    }

    private Graph Graph => _facts.Graph;

    private Program Finish()
    {
        foreach (Step step in _steps) step.Prepare();
        var arena = new ArenaPlan();
        long[] offsets = [.. _temporary.Select(t => arena.Place(t.Bytes, t.From, t.To))];
        return new Program(Graph.Inputs.Length, Graph.Outputs.Length, offsets, arena.Bytes, [.. _steps])
        {
            LastUse = [.. _uses[..Graph.Inputs.Length].Select(u => u.Last)],
            FirstUse = [.. _uses[Graph.Inputs.Length..].Select(u => u.First)],
            OutputBytes = [.. Graph.Outputs.Select(v => v.Type.Bytes)],
        };
    }

    /// <summary>The array a value lies in, perhaps under another shape.</summary>
    private Value Root(Value v)
    {
        while (_facts.Definition(v) is { } e && _facts.LoweringOf(e) is Lowering.SameOrder) v = e.Inputs[0];
        return v;
    }

    /// <summary>The place of a value's array in the table; it is in use at the step being added.</summary>
    private int Slot(Value v)
    {
        Value root = Root(v);
        if (!_slots.TryGetValue(root, out int slot)) slot = _slots[root] = Temporary(root.Type.Bytes);
        InUse(slot);
        return slot;
    }

    private int[] Slots(Value[] values) => Array.ConvertAll(values, Slot);

    private void InUse(int slot)
    {
        int temporary = slot - Graph.Inputs.Length - Graph.Outputs.Length;
        if (temporary >= 0) _temporary[temporary] = _temporary[temporary] with { To = _steps.Count };
        else _uses[slot] = (Math.Min(_uses[slot].First, _steps.Count), _steps.Count);
    }

    private int Temporary(long bytes)
    {
        _temporary.Add((bytes, _steps.Count, _steps.Count));
        return Graph.Inputs.Length + Graph.Outputs.Length + _temporary.Count - 1;
    }

    private void Kernel(FusionGroup group)
    {
        if (group.Lanes.Size == 0) return;
        (LoopNest nest, Value[] buffers, IReadOnlyList<Primitive> computed) = NestBuilder.Build(_facts, _plan, group);
        int[] slots = Slots(buffers);
        string operations = string.Join(" ", computed.Select(p => p.Describe()));
        var step = new KernelStep(KernelCache.Start(nest), slots, new long[slots.Length], NestCost.Describe($"kernel over {group.Lanes}: {operations}", nest, buffers), nest);
        if (_steps.LastOrDefault() is KernelStep { Nest: not null } before && EndsRegion(group, buffers) && ChainStep.Fits(step)) _steps[^1] = new ChainStep(before, step);
        else _steps.Add(step);
        _lastGroup = group;
    }

    /// <summary>Whether a group reduces what the group just before it computed.</summary>
    private bool EndsRegion(FusionGroup group, Value[] buffers) =>
        _lastGroup is not null && group.Equations.Exists(e => _facts.Kind(e) == NodeKind.Reduce) && Array.Exists(buffers, v => _plan.GroupOf(v) == _lastGroup);

    private void Add(Equation e)
    {
        _lastGroup = null;
        switch (_facts.LoweringOf(e))
        {
            case Lowering.Product: Product(e); break;
            case Lowering.Plain plain:
                _steps.Add(new PlainStep(plain.Run, Slots(e.Inputs), Slots(e.Outputs),
                    new StepText(e.Primitive.Describe(), string.Join(", ", e.Inputs.Concat(e.Outputs).Select(v => v.Type)), e.Inputs.Sum(v => v.Type.Bytes), e.Outputs.Sum(v => v.Type.Bytes), 0)));
                break;
            case Lowering.Place place: Place(e, place); break;
            default: Control(e); break;
        }
    }

    private void Product(Equation e)
    {
        if (e.Outputs[0].Type.Size == 0) return;
        ProductPlan plan = ProductPlan.For(_facts, e);
        int left = Slot(plan.Left), right = Slot(plan.Right), result = Slot(plan.Result);
        var text = new StepText("product", $"{e.Inputs[0].Type} · {e.Inputs[1].Type} = {e.Outputs[0].Type}",
            e.Inputs[0].Type.Bytes + e.Inputs[1].Type.Bytes, plan.Result.Type.Bytes, 2 * plan.Spec.MultiplyAdds);
        long leftOffset = plan.LeftOffset * plan.Left.Type.DType.Size(), rightOffset = plan.RightOffset * plan.Right.Type.DType.Size();
        _steps.Add(new KernelStep(new Lazy<CompiledKernel>(CpuBackend.Instance.Compile(plan.Spec)), [left, right, result], [leftOffset, rightOffset, 0], text));
    }

    /// <summary>Operands stored side by side into one array: one copying kernel for each.</summary>
    private void Place(Equation e, Lowering.Place place)
    {
        TensorType type = e.Outputs[0].Type;
        int result = Slot(e.Outputs[0]);
        if (place.HasFill && type.Size > 0) AddCopy(type.DType, [type.Size], [0], 0, [1], Slot(e.Inputs[^1]), result, new StepText("fill", $"{type}", type.DType.Size(), type.Bytes, 0));
        for (int i = 0; i < place.Offsets.Length; i++)
        {
            TensorType part = e.Inputs[i].Type;
            if (part.Size > 0)
                AddCopy(type.DType, [.. part.Shape], part.Shape.Strides(), place.Offsets[i], place.Steps[i], Slot(e.Inputs[i]), result, new StepText(e.Primitive.Describe(), $"{part}, {type}", part.Bytes, part.Bytes, 0));
        }
    }

    private void AddCopy(DType dtype, int[] lanes, long[] fromSteps, long offset, long[] toSteps, int from, int to, StepText text)
    {
        var nest = new LoopNest(lanes, [dtype], [dtype, dtype], [],
            [new LoadInstruction(0, new Address(0, 0, fromSteps, [])), new StoreInstruction(0, new Address(1, offset, toSteps, []))]);
        InUse(to);
        _steps.Add(new KernelStep(KernelCache.Start(nest), [from, to], [0, 0], text, nest));
    }

    private void Control(Equation e)
    {
        int[] inputs = Slots(e.Inputs), outputs = Slots(e.Outputs);
        switch (e.Primitive)
        {
            case Scan { IsStrips: true } strips: _steps.Add(new StripsStep(strips, Build(strips.Body), inputs, outputs)); break;
            case Scan scan:
                Program body = Build(new Graph(scan.Body.Inputs, scan.Body.Equations, ScanStep.BodyOutputs(scan)));
                _steps.Add(new ScanStep(scan, body, inputs, outputs, Pairs(scan.Body.Outputs[..scan.Carries]), Temporary(body.ArenaBytes)));
                break;
            case While loop:
                Program condition = Build(loop.Condition), turn = Build(loop.Body);
                int[] carries = Pairs(loop.Body.Outputs);
                int conditionArena = Temporary(condition.ArenaBytes), bodyArena = Temporary(turn.ArenaBytes), test = Temporary(1);
                _steps.Add(new WhileStep(loop, condition, turn, inputs, outputs, carries, conditionArena, bodyArena, test));
                break;
            case Switch branches:
                Program[] programs = Array.ConvertAll(branches.Branches, Build);
                _steps.Add(new SwitchStep(programs, inputs, outputs, Temporary(programs.Max(p => p.ArenaBytes))));
                break;
            default: throw new InvalidOperationException($"The compiler does not know the control flow of '{e.Primitive.Name}'.");
        }
    }

    private int[] Pairs(Value[] carries) => [.. carries.SelectMany(v => new[] { Temporary(v.Type.Bytes), Temporary(v.Type.Bytes) })];
}
