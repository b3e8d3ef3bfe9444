using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Reductions in their defined order (<see cref="ReduceInstruction"/>). Across: the lanes of a register are lanes of the nest, and each of the 16
/// partials is a register. Along: the lanes of a register are 16 neighbouring elements, so the partials are the lanes themselves.
/// Level 1 combines elements of a block, level 2 the results of blocks, and so on.
/// </summary>
internal sealed partial class KernelEmitter
{
    private const int Block = ReduceInstruction.Block, Partials = ReduceInstruction.Partials;

    private void Reduce(ReduceInstruction reduce)
    {
        if (reduce.Trips() == 0)
        {
            _definitions[reduce.Result] = new ConstantInstruction(reduce.Result, reduce.Op.Neutral(_nest.Registers[reduce.Result]));
            _locals[reduce.Result] = null;
            _uniform[reduce.Result] = true;
        }
        else if (_frame.Along == VectorAxis.None && _strategy.Along.Contains(reduce)) ReduceAlong(reduce);
        else ReduceAcross(reduce);
    }

    private void ReduceAcross(ReduceInstruction reduce)
    {
        var levels = new ReductionLevels(this, reduce);
        LocalBuilder i = _il.Own(typeof(int));
        _il.Int(0);
        _il.Store(i);
        Nested(reduce, 0, reduce.Extents.Count, () => Body(reduce.Body, [reduce.Value], () =>
        {
            levels.Join(1, i, u => Push(reduce.Value, u));
            _il.Increment(i, 1);
            levels.FlushWhenFull(1, i);
        }));
        levels.Finish(1);
    }

    /// <summary>Loops over the extents of a reduction from one of them on.</summary>
    private void Nested(ReduceInstruction reduce, int extent, int end, Action body)
    {
        if (extent == end)
        {
            body();
            return;
        }
        OpenDepth(reduce.Body, 0);
        Label top = _il.Label();
        _il.Mark(top);
        Nested(reduce, extent + 1, end, body);
        Advance(1);
        _il.Load(_loopIndices[^1]);
        _il.Int(reduce.Extents[extent]);
        _il.Branch(OpCodes.Blt, top);
        CloseDepth();
    }

    private void Combine(ReduceOp op, DType dtype, Action a, Action b) => _operations.Apply(op.Combine(), dtype, dtype, a, b, () => { });
}
