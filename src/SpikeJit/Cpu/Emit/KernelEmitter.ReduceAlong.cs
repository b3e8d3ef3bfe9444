using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Reductions along their own innermost extent: registers hold 16 neighbouring elements. Where rows are no multiple of 16 long and there are several,
/// the elements first go to a block in scratch memory, which lines them up again.
/// </summary>
internal sealed partial class KernelEmitter
{
    private void ReduceAlong(ReduceInstruction reduce)
    {
        int lanes = _code.Form.Lanes, copies = Partials / lanes;
        int last = reduce.Extents[^1];
        long total = reduce.Trips();
        bool several = total > Block, lined = last % Partials == 0 || reduce.Extents.Count == 1;

        Frame outer = _frame;
        ReductionLevels? levels = several ? new(this, reduce) : null;
        LocalBuilder[] partials = Neutral(reduce, copies);
        _frame = new(VectorAxis.Loop, _loopIndices.Count + reduce.Extents.Count - 1, copies * (lined ? Groups(reduce) : 1), lanes);
        if (lined) Lined(reduce, partials, levels, outer);
        else Ragged(reduce, partials, levels, outer);
        _frame = outer;

        long rest = total % Block;
        if (levels is null) _locals[reduce.Result] = [TreeAlong(reduce, partials)];
        else
        {
            if (rest != 0) JoinBlock(reduce, partials, levels);
            levels.Finish(2);
        }
        _definitions[reduce.Result] = null;
        _uniform[reduce.Result] = true;
        foreach (LocalBuilder p in partials) _il.Release(p);
    }

    /// <summary>How many groups of 16 elements go side by side; with several rows only where they line up with the rows.</summary>
    private int Groups(ReduceInstruction reduce)
    {
        int groups = Strategy.Groups(reduce, _strategy.Form);
        bool lined = reduce.Extents.Count == 1 || reduce.Extents[^1] % (groups * Partials) == 0;
        return lined ? groups : 1;
    }

    private void Lined(ReduceInstruction reduce, LocalBuilder[] partials, ReductionLevels? levels, Frame outer)
    {
        int group = Partials * Groups(reduce), last = reduce.Extents[^1], chunks = last / group, rest = last % group, lanes = _code.Form.Lanes;
        LocalBuilder done = _il.Own(typeof(int));
        _il.Int(0);
        _il.Store(done);
        Nested(reduce, 0, reduce.Extents.Count - 1, () =>
        {
            OpenDepth(reduce.Body, 0);
            if (chunks > 0)
            {
                Label top = _il.Label();
                _il.Mark(top);
                Body(reduce.Body, [reduce.Value], () => JoinPartials(reduce, partials, _frame.Copies, lanes));
                if (levels is not null)
                {
                    Label skip = _il.Label();
                    _il.Increment(done, group);
                    _il.Load(done);
                    _il.Int(Block - 1);
                    _il.Op(OpCodes.And);
                    _il.Branch(OpCodes.Brtrue, skip);
                    Frame inner = _frame;
                    _frame = outer;
                    JoinBlock(reduce, partials, levels);
                    _frame = inner;
                    _il.Mark(skip);
                }
                Advance(group);
                _il.Load(_loopIndices[^1]);
                _il.Int(chunks * group);
                _il.Branch(OpCodes.Blt, top);
            }
            if (rest > 0)
            {
                Frame inner = _frame;
                _frame = inner with { Copies = (rest + lanes - 1) / lanes, Valid = ((rest - 1) % lanes) + 1 };
                Body(reduce.Body, [reduce.Value], () => JoinPartials(reduce, partials, _frame.Copies, _frame.Valid));
                _frame = inner;
            }
            CloseDepth();
        });
    }

    private void Ragged(ReduceInstruction reduce, LocalBuilder[] partials, ReductionLevels? levels, Frame outer)
    {
        DType dtype = _nest.Registers[reduce.Value];
        int last = reduce.Extents[^1], chunks = last / Partials, rest = last % Partials, lanes = _code.Form.Lanes;
        long bytes = _code.Form.ElementBytes(dtype), registerBytes = _code.Form.Bytes(dtype);
        long block = Section((Block + (2 * Partials)) * bytes), total = reduce.Trips();
        LocalBuilder fill = _il.Own(typeof(nint));
        _il.Native(0);
        _il.Store(fill);
        Nested(reduce, 0, reduce.Extents.Count - 1, () =>
        {
            OpenDepth(reduce.Body, 0);
            if (chunks > 0)
            {
                Label top = _il.Label();
                _il.Mark(top);
                Keep(Partials);
                Advance(Partials);
                _il.Load(_loopIndices[^1]);
                _il.Int(chunks * Partials);
                _il.Branch(OpCodes.Blt, top);
            }
            if (rest > 0)
            {
                Frame inner = _frame;
                _frame = inner with { Copies = (rest + lanes - 1) / lanes, Valid = ((rest - 1) % lanes) + 1 };
                Keep(rest);
                _frame = inner;
            }
            CloseDepth();
        });
        int remaining = levels is null ? (int)total : (int)(total % Block);
        if (remaining == 0) return;

        // What lies behind the last element is made neutral up to a whole number of registers.
        for (int u = 0; u < partials.Length && remaining % Partials != 0; u++)
        {
            int copy = u;
            _memory.StoreRegister(dtype, () => At(null, (remaining * bytes) + (copy * registerBytes)), () =>
                _code.Constant(dtype, reduce.Op.Neutral(dtype)));
        }
        JoinKept((remaining + Partials - 1) / Partials);

        void Keep(int elements)
        {
            Body(reduce.Body, [reduce.Value], () =>
            {
                for (int u = 0; u < _frame.Copies; u++)
                {
                    int copy = u;
                    _memory.StoreRegister(dtype, () => At(fill, copy * registerBytes), () => Push(reduce.Value, copy));
                }
            });
            _il.Increment(fill, elements * bytes);
            if (levels is null) return;
            Label skip = _il.Label();
            _il.Load(fill);
            _il.Native(Block * bytes);
            _il.Branch(OpCodes.Blt, skip);
            JoinKept(Block / Partials);
            Frame inner = _frame;
            _frame = outer;
            JoinBlock(reduce, partials, levels);
            _frame = inner;
            for (int u = 0; u < partials.Length; u++)
            {
                int copy = u;
                _memory.StoreRegister(dtype, () => At(null, copy * registerBytes), () =>
                {
                    At(null, (Block * bytes) + (copy * registerBytes));
                    _memory.LoadRegister(dtype);
                });
            }
            _il.Increment(fill, -Block * bytes);
            _il.Mark(skip);
        }

        void JoinKept(int count)
        {
            LocalBuilder place = _il.Take(typeof(nint));
            _il.Native(0);
            _il.Store(place);
            _il.Repeat(count, _ =>
            {
                for (int u = 0; u < partials.Length; u++)
                {
                    int copy = u;
                    Combine(reduce.Op, dtype, () => _il.Load(partials[copy]), () =>
                    {
                        At(place, copy * registerBytes);
                        _memory.LoadRegister(dtype);
                    });
                    _il.Store(partials[copy]);
                }
                _il.Increment(place, Partials * bytes);
            });
            _il.Release(place);
        }

        void At(LocalBuilder? offset, long further)
        {
            _il.Argument(ScratchArgument);
            if (offset is not null) AddLocal(offset);
            _il.AddNative(block + further);
        }
    }

    /// <summary>Each of the first registers' lanes joins its partial; lanes beyond the valid ones of the last register join as neutral.</summary>
    private void JoinPartials(ReduceInstruction reduce, LocalBuilder[] partials, int count, int valid)
    {
        DType dtype = _nest.Registers[reduce.Value];
        for (int u = 0; u < count; u++)
        {
            int copy = u;
            bool masked = u == count - 1 && valid < _code.Form.Lanes;
            LocalBuilder partial = partials[u % partials.Length];
            Combine(reduce.Op, dtype, () => _il.Load(partial), masked ? Masked : () => Push(reduce.Value, copy));
            _il.Store(partial);

            void Masked()
            {
                _code.FirstLanes(dtype, valid);
                Push(reduce.Value, copy);
                _code.Constant(dtype, reduce.Op.Neutral(dtype));
                _code.Call("ConditionalSelect", dtype, 3);
            }
        }
    }

    /// <summary>The partials of a full block are combined, join the level above, and start afresh.</summary>
    private void JoinBlock(ReduceInstruction reduce, LocalBuilder[] partials, ReductionLevels levels)
    {
        LocalBuilder result = TreeAlong(reduce, partials);
        levels.JoinAbove(1, _ => _il.Load(result));
        _il.Release(result);
        DType dtype = _nest.Registers[reduce.Value];
        foreach (LocalBuilder partial in partials)
        {
            _code.Constant(dtype, reduce.Op.Neutral(dtype));
            _il.Store(partial);
        }
    }

    private LocalBuilder[] Neutral(ReduceInstruction reduce, int copies)
    {
        DType dtype = _nest.Registers[reduce.Value];
        var partials = new LocalBuilder[copies];
        for (int u = 0; u < copies; u++)
        {
            _code.Constant(dtype, reduce.Op.Neutral(dtype));
            partials[u] = _code.Temp(dtype);
        }
        return partials;
    }

    /// <summary>p[j] ← p[j] op p[j + half] for half = 8, 4, 2, 1, first between registers, then inside one, each time of half the width.</summary>
    private LocalBuilder TreeAlong(ReduceInstruction reduce, LocalBuilder[] partials)
    {
        DType dtype = _nest.Registers[reduce.Value];
        LocalBuilder[] level = partials;
        for (int half = partials.Length / 2; half > 0; half /= 2)
        {
            var next = new LocalBuilder[half];
            for (int j = 0; j < half; j++)
            {
                LocalBuilder a = level[j], b = level[j + half];
                Combine(reduce.Op, dtype, () => _il.Load(a), () => _il.Load(b));
                next[j] = _code.Temp(dtype);
            }
            if (level != partials) foreach (LocalBuilder local in level) _il.Release(local);
            level = next;
        }
        LocalBuilder whole = level[0];
        VectorCode code = _code;
        bool owned = level != partials;
        for (int lanes = _code.Form.Lanes / 2; lanes > 0; lanes /= 2)
        {
            VectorCode wider = code;
            LocalBuilder from = whole;
            if (wider.Form.Bits(dtype) > 128)
            {
                code = wider.With(lanes);
                Type v = wider.Type(dtype);
                new OperationEmitter(code).Apply(reduce.Op.Combine(), dtype, dtype, () => Half("GetLower"), () => Half("GetUpper"), () => { });

                void Half(string name)
                {
                    _il.Load(from);
                    _il.Call(VectorMethods.Find(VectorMethods.Class(wider.Form.Bits(dtype)), name, v));
                }
            }
            else
            {
                int half = lanes;
                new OperationEmitter(code).Apply(reduce.Op.Combine(), dtype, dtype, () => _il.Load(from), () =>
                    Upper(code, dtype, from, half), () => { });
            }
            whole = code.Temp(dtype);
            if (owned) _il.Release(from);
            owned = true;
        }
        _il.Load(whole);
        code.ToScalar(dtype);
        if (owned) _il.Release(whole);
        _code.Broadcast(dtype);
        return _code.Temp(dtype);
    }

    // Lanes half, half + 1, … move to the front of a 128-bit register; what the others hold does not matter.
    private void Upper(VectorCode code, DType dtype, LocalBuilder from, int half)
    {
        _il.Load(from);
        bool wide = code.Form.ElementBytes(dtype) == 8;
        DType integer = wide ? DType.I64 : DType.I32;
        code.As(dtype, integer);
        int count = wide ? 2 : 4;
        for (int lane = 0; lane < count; lane++)
        {
            int source = Math.Min(lane + half, count - 1);
            if (wide) _il.Long(source);
            else _il.Int(source);
        }
        _il.Call(VectorMethods.Create(128, wide ? typeof(long) : typeof(int), count));
        code.Call("Shuffle", integer, 2);
        code.As(integer, dtype);
    }
}
