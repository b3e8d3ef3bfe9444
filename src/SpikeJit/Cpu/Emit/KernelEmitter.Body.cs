using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Bodies: where each register is computed, and from what.</summary>
internal sealed partial class KernelEmitter
{
    /// <summary>Emits a body in the present frame, then what reads its last registers.</summary>
    private void Body(IReadOnlyList<Instruction> body, int[] atEnd, Action then)
    {
        if (!_plans.TryGetValue(body, out BodyPlan? plan)) _plans[body] = plan = new(body, atEnd, _uses, _functionsApart);
        for (int k = 0; k < body.Count; k++)
        {
            Instruction instruction = body[k];
            switch (instruction)
            {
                case StoreInstruction i:
                    for (int u = 0; u < _frame.Copies; u++) StoreBuffer(i, u);
                    break;
                case StoreScratchInstruction i:
                    for (int u = 0; u < _frame.Copies; u++) StoreScratch(i, u);
                    break;
                case LoopInstruction i:
                    Loop(i);
                    break;
                case ReduceInstruction i:
                    if (_uses[i.Result] > 0 || HasEffects(i)) Reduce(i);
                    break;
                default:
                    int r = instruction.Written();
                    if (_uses[r] > 0 && !_hoisted.Contains(r)) Define(instruction, r, plan.Deferred.Contains(r));
                    break;
            }
            Free(plan.Dying(k));
        }
        then();
        Free(plan.Dying(body.Count));
    }

    private static bool HasEffects(Instruction instruction) =>
        instruction.Inner().Flatten().Any(i => i is StoreInstruction or StoreScratchInstruction);

    private void Define(Instruction instruction, int r, bool deferred)
    {
        bool uniform = IsUniform(instruction);
        _uniform[r] = uniform;
        bool cheap = instruction is ConstantInstruction or LaneIndexInstruction or LoopIndexInstruction;
        if (deferred && (cheap || !uniform || _frame.Copies == 1))
        {
            _definitions[r] = instruction;
            _locals[r] = null;
            return;
        }
        _definitions[r] = null;
        var locals = new LocalBuilder[uniform ? 1 : _frame.Copies];
        for (int u = 0; u < locals.Length; u++)
        {
            Compute(instruction, u);
            locals[u] = _code.Temp(_nest.Registers[r]);
        }
        _locals[r] = locals;
    }

    private void Free(IReadOnlyList<int> registers)
    {
        foreach (int r in registers)
        {
            if (_hoisted.Contains(r) || _locals[r] is not { } locals) continue;
            foreach (LocalBuilder local in locals) _il.Release(local);
            _locals[r] = null;
        }
    }

    /// <summary>Pushes a register's u-th copy.</summary>
    private void Push(int r, int u)
    {
        if (_locals[r] is { } locals) _il.Load(locals[Math.Min(u, locals.Length - 1)]);
        else Compute(_definitions[r] ?? throw new InvalidOperationException($"Register {r} is read before it is written."), u);
    }

    private void Compute(Instruction instruction, int u)
    {
        switch (instruction)
        {
            case ConstantInstruction i:
                _code.Constant(_nest.Registers[i.Result], i.Bits);
                break;
            case LaneIndexInstruction i:
                Index(_frame.Along == VectorAxis.Lane && _frame.Index == i.Axis, i.Axis == _strategy.Axis ? _tileStart! : _rowIndices[i.Axis]!, u);
                break;
            case LoopIndexInstruction i:
                Index(_frame.Along == VectorAxis.Loop && _frame.Index == i.Depth, _loopIndices[i.Depth], u);
                break;
            case LoadInstruction i:
                LoadBuffer(i, u);
                break;
            case LoadScratchInstruction i:
                LoadScratch(i, u);
                break;
            case ApplyInstruction i:
                Apply(i, u);
                break;
            default:
                throw new InvalidOperationException($"{instruction.GetType().Name} computes no register.");
        }
    }

    private void Apply(ApplyInstruction i, int u)
    {
        DType dtype = _nest.Registers[i.Result];
        if (i.Op == ScalarOp.Or && dtype.Size() > 1 && !_code.Form.IsScalar && Rotations.Find(_code.Type(dtype)) is { } rotate
            && Rotations.Match(_definitions[i.A], _definitions[i.B], Constant, 8 * dtype.Size()) is var (register, count))
        {
            Push(register, u);
            _il.Int(count);
            _il.Call(rotate);
            return;
        }
        int typed = i.Op == ScalarOp.Select ? i.B : i.A;
        ulong? shift = i.B >= 0 ? Constant(i.B) : null;
        _operations.Apply(i.Op, _nest.Registers[typed], dtype, () => Push(i.A, u), () => Push(i.B, u), () => Push(i.C, u), shift);
    }

    /// <summary>The bits of a register known to hold a constant.</summary>
    private ulong? Constant(int r) =>
        _definitions[r] is ConstantInstruction c ? c.Bits & (ulong.MaxValue >> (64 - (8 * _nest.Registers[r].Size()))) : null;

    private void Index(bool alongLanes, LocalBuilder first, int u)
    {
        _il.Load(first);
        _il.Op(OpCodes.Conv_I4);
        int lanes = _code.Form.Lanes;
        if (alongLanes && u > 0)
        {
            _il.Int(u * lanes);
            _il.Op(OpCodes.Add);
        }
        _code.Broadcast(DType.I32);
        if (!alongLanes || _code.Form.IsScalar) return;
        _code.Indices();
        _code.Call("Add", DType.I32, 2);
    }

    /// <summary>Whether all lanes of all copies have the same value.</summary>
    private bool IsUniform(Instruction instruction) => _frame.Along == VectorAxis.None || instruction switch
    {
        ConstantInstruction => true,
        LaneIndexInstruction i => _frame.Along != VectorAxis.Lane || i.Axis != _frame.Index,
        LoopIndexInstruction i => _frame.Along != VectorAxis.Loop || i.Depth != _frame.Index,
        LoadInstruction i => Along(i.Address) == 0,
        LoadScratchInstruction i => ScratchAlong(i.Scratch, i.LoopSteps) == 0,
        ApplyInstruction => instruction.Read().All(r => _uniform[r]),
        _ => false,
    };
}
