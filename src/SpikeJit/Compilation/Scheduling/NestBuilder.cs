using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>
/// Writes a fusion group as a <see cref="LoopNest"/>. A value is computed at an index, recursively from what it is made of, down to arrays in memory;
/// each computation is placed in the outermost loop whose index it needs.
/// </summary>
internal sealed partial class NestBuilder : IScalarBuilder
{
    private readonly GraphFacts _facts;
    private readonly FusionPlan _plan;
    private readonly FusionGroup _group;
    private readonly List<DType> _registers = [];
    private readonly List<Value> _buffers = [];
    private readonly List<ScratchArray> _scratch = [];
    private readonly Dictionary<Value, int> _scratchOf = [];
    private readonly Dictionary<(ulong, DType), int> _constants = [];
    private readonly List<Primitive> _operations = [];
    private readonly Scope _root = new(null, 0);
    private readonly IndexMap _lane;
    private Scope _scope;

    private NestBuilder(GraphFacts facts, FusionPlan plan, FusionGroup group)
    {
        (_facts, _plan, _group) = (facts, plan, group);
        _lane = IndexMap.Identity(group.Lanes.Rank);
        _scope = _root;
    }

    /// <summary>Instructions of one loop's body, and what they have computed so far.</summary>
    private sealed class Scope(Scope? parent, int loops)
    {
        public Scope? Parent { get; } = parent;

        /// <summary>How many loop indices there are, those of enclosing scopes included.</summary>
        public int Loops { get; } = loops;

        public List<Instruction> Body { get; } = [];

        public Dictionary<(Value, IndexMap), int> Known { get; } = [];

        /// <summary>For the body of a time loop: where its values come from.</summary>
        public LoopBody? Loop { get; init; }
    }

    /// <summary>The nest; for each of its buffers, the value whose array it is; and what it computes, in order.</summary>
    public static (LoopNest Nest, Value[] Buffers, IReadOnlyList<Primitive> Operations) Build(GraphFacts facts, FusionPlan plan, FusionGroup group)
    {
        var builder = new NestBuilder(facts, plan, group);
        foreach (Equation e in group.Equations)
        {
            if (e.Primitive is Scan scan)
            {
                builder._operations.Add(scan);
                builder.TimeLoop(scan, e);
            }
            else builder.Compute(e.Outputs[0], builder._lane);
            int perLane = e.Primitive is Scan s ? s.Carries : 1;
            foreach (Value v in e.Outputs.Take(perLane))
                if (plan.IsStored(v)) builder.Emit(new StoreInstruction(builder.Compute(v, builder._lane), builder.AddressOf(v, builder._lane.Flat(v.Type.Shape))));
        }
        var nest = new LoopNest([.. group.Lanes], builder._registers, [.. builder._buffers.Select(v => v.Type.DType)], builder._scratch, builder._root.Body);
        return (nest, [.. builder._buffers], builder._operations);
    }

    private void Emit(Instruction instruction) => _scope.Body.Add(instruction);

    private int Register(DType dtype)
    {
        _registers.Add(dtype);
        return _registers.Count - 1;
    }

    public int Apply(ScalarOp op, DType result, int a, int b = -1, int c = -1)
    {
        int register = Register(result);
        Emit(new ApplyInstruction(register, op, a, b, c));
        return register;
    }

    public int Constant(ulong bits, DType dtype)
    {
        if (_constants.TryGetValue((bits, dtype), out int register)) return register;
        register = Register(dtype);
        // Constants stand first, before all loops.
        _root.Body.Insert(0, new ConstantInstruction(register, bits));
        return _constants[(bits, dtype)] = register;
    }

    /// <summary>The register that holds a value at an index.</summary>
    private int Compute(Value v, IndexMap index)
    {
        for (Scope? s = _scope; s is not null; s = s.Parent)
            if (s.Known.TryGetValue((v, index), out int known)) return known;
        Scope before = _scope;
        _scope = HomeOf(v, index);
        int register = ComputeHere(v, index);
        _scope.Known[(v, index)] = register;
        _scope = before;
        return register;
    }

    /// <summary>The outermost scope in which a value can be computed: where its index and the time loop it belongs to are known.</summary>
    private Scope HomeOf(Value v, IndexMap index)
    {
        int loops = index.Variables - _group.Lanes.Rank;
        Scope? owner = Owner(v);
        Scope home = _scope;
        while (home != owner && home.Parent is { } outer && outer.Loops >= loops) home = outer;
        return home;
    }

    private int ComputeHere(Value v, IndexMap index)
    {
        if (Owner(v) is { Loop: { } loop } && loop.Definition(v) is null) return Bound(loop, v, index);
        Equation? e = DefinitionOf(v);
        if (e is null || IsElsewhere(v, index)) return Load(v, index.Flat(v.Type.Shape));
        if (e.Primitive is Scan) return LoadScratch(v, index);
        switch (LoweringOf(e))
        {
            case Lowering.Generate { Operation: Fill fill }: return Constant(fill.Bits, fill.Type.DType);
            case Lowering.Generate { Operation: Iota iota }: return IndexOf(iota, index);
            case Lowering.Scalars scalars:
                int[] operands = Array.ConvertAll(e.Inputs, x => Compute(x, index));
                if (Owner(v) is null) _operations.Add(scalars.Operation);
                return scalars.Operation.Emit(this, operands, v.Type.DType);
            case Lowering.View view: return Compute(e.Inputs[0], index.Through(view.Axes));
            case Lowering.SameOrder:
                return ArrayBehind(e.Inputs[0], index.Flat(v.Type.Shape)) is var (array, flat)
                    ? Load(array, flat)
                    : Compute(e.Inputs[0], index.Through(v.Type.Shape, e.Inputs[0].Type.Shape) ?? throw Unexpected(e));
            case Lowering.Reduce reduce:
                int reduced = Reduction(e, reduce, index);
                _operations.Add(e.Primitive);
                return reduced;
            default: throw Unexpected(e);
        }
    }

    private static InvalidOperationException Unexpected(Equation e) => new($"The scheduler put '{e.Primitive.Describe()}' into a kernel that cannot hold it.");

    /// <summary>Whether a value is read from memory: it is stored, and not computed by this very kernel at this index.</summary>
    private bool IsElsewhere(Value v, IndexMap index) =>
        Owner(v) is null && _plan.IsStored(v) && !(_plan.GroupOf(v) == _group && v.Type.Shape == _group.Lanes && index.Equals(_lane));

    /// <summary>The array that a value is, perhaps under another shape or as one step of a sequence; null when it is none.</summary>
    private (Value Array, Affine Flat)? ArrayBehind(Value v, Affine flat)
    {
        if (Owner(v) is { Loop: { } loop } scope && loop.Definition(v) is null)
            return loop.Outside(v) is not { } outer ? null
                : ArrayBehind(outer, loop.IsStep(v) ? flat + (long)v.Type.Size * TimeOf(scope) : flat);
        if (DefinitionOf(v) is not { } e) return (v, flat);
        if (LoweringOf(e) is Lowering.SameOrder) return ArrayBehind(e.Inputs[0], flat);
        return Owner(v) is null && _plan.IsStored(v) ? (v, flat) : null;
    }

    private int Load(Value v, Affine flat)
    {
        int register = Register(v.Type.DType);
        Emit(new LoadInstruction(register, AddressOf(v, flat)));
        return register;
    }

    /// <summary>What a time loop of this kernel collected for this lane.</summary>
    private int LoadScratch(Value v, IndexMap index)
    {
        int register = Register(v.Type.DType);
        Emit(new LoadScratchInstruction(register, _scratchOf[v], index.Axes[0].Constant, LoopSteps(index.Axes[0])));
        return register;
    }

    private long[] LoopSteps(Affine time) => [.. Enumerable.Range(_group.Lanes.Rank, _scope.Loops).Select(d => time[d])];

    private Address AddressOf(Value v, Affine flat)
    {
        int buffer = _buffers.IndexOf(v);
        if (buffer < 0)
        {
            buffer = _buffers.Count;
            _buffers.Add(v);
        }
        int lanes = _group.Lanes.Rank;
        return new Address(buffer, flat.Constant, [.. Enumerable.Range(0, lanes).Select(a => flat[a])], [.. Enumerable.Range(lanes, _scope.Loops).Select(a => flat[a])]);
    }

    private int IndexOf(Iota iota, IndexMap index)
    {
        var value = new Affine(0);
        for (int a = 0; a < index.Axes.Length; a++) value += iota.Steps[a] * index.Axes[a];
        int sum = -1, lanes = _group.Lanes.Rank;
        for (int variable = 0; variable < value.Variables; variable++)
        {
            if (value[variable] == 0) continue;
            int term = Register(DType.I32);
            Emit(variable < lanes ? new LaneIndexInstruction(term, variable) : new LoopIndexInstruction(term, variable - lanes));
            if (value[variable] != 1) term = Apply(ScalarOp.Mul, DType.I32, term, Constant((uint)(int)value[variable], DType.I32));
            sum = sum < 0 ? term : Apply(ScalarOp.Add, DType.I32, sum, term);
        }
        int constant = Constant((uint)(int)value.Constant, DType.I32);
        return sum < 0 ? constant : value.Constant == 0 ? sum : Apply(ScalarOp.Add, DType.I32, sum, constant);
    }

    private int Reduction(Equation e, Lowering.Reduce reduce, IndexMap index)
    {
        Value operand = e.Inputs[0];
        int first = _group.Lanes.Rank + _scope.Loops, kept = 0, extents = 0;
        var inner = new Affine[operand.Type.Shape.Rank];
        for (int a = 0; a < inner.Length; a++)
            inner[a] = reduce.Axes.Contains(a) ? Affine.Variable(first + extents++) : index.Axes[kept++];
        Scope outer = _scope, body = new(outer, outer.Loops + extents);
        _scope = body;
        int value = Compute(operand, new IndexMap(inner));
        _scope = outer;
        int register = Register(e.Outputs[0].Type.DType);
        Emit(new ReduceInstruction(register, reduce.Op, [.. reduce.Axes.Select(a => operand.Type.Shape[a])], body.Body, value));
        return register;
    }
}
