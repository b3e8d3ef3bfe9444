using System.Runtime.Intrinsics;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// How a nest becomes vector code: along which axis the lanes of a register lie (an axis of the nest's lanes, or, where that axis is -1, the
/// reductions named here), how many lanes a register has and how many registers go side by side.
/// </summary>
internal sealed record Strategy(VectorForm Form, int Axis, int Copies, IReadOnlySet<ReduceInstruction> Along, double CostPerLane)
{
    /// <summary>The widest vectors this machine computes with; 32 where it has none.</summary>
    public static int MachineBits { get; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    /// <summary>Chooses for a normalised nest.</summary>
    public static Strategy Choose(LoopNest nest, int maxVectorBits)
    {
        VectorForm form = Widest(nest, maxVectorBits);
        Strategy? best = null;
        if (!form.IsScalar)
        {
            HashSet<ReduceInstruction> along = new(nest.Body.SelectMany(i => Vectorisable(i, 0, nest)), ReferenceEqualityComparer.Instance);
            if (along.Count > 0) best = new(form, -1, 1, along, Cost(nest.Body, 0, -1, along, form));
            for (int axis = nest.Lanes.Count - 1; axis >= 0; axis--)
            {
                double filled = (double)nest.Lanes[axis] / (form.Lanes * ((nest.Lanes[axis] + form.Lanes - 1) / form.Lanes));
                double cost = Cost(nest.Body, 0, axis, None, form) / (form.Lanes * Math.Max(filled, 1e-9));
                if (best is null || cost < best.CostPerLane) best = new(form, axis, SideBySide(nest, form, nest.Lanes[axis]), None, cost);
            }
        }
        double scalar = Cost(nest.Body, 0, nest.Lanes.Count - 1, None, form with { Lanes = 1 });
        return best is null || scalar < best.CostPerLane ? new(form with { Lanes = 1 }, nest.Lanes.Count - 1, 1, None, scalar) : best;
    }

    private static IReadOnlySet<ReduceInstruction> None { get; } = new HashSet<ReduceInstruction>(ReferenceEqualityComparer.Instance);

    private static VectorForm Widest(LoopNest nest, int bits)
    {
        bool wide = nest.Registers.Concat(nest.Buffers).Any(d => d.Size() == 8);
        bool narrow = nest.Registers.Any(d => d is not DType.Bool && d.Size() < 8);
        int lanes = bits < 128 ? 1 : bits / (wide ? 64 : 32);
        return new(wide && narrow && lanes * 32 < 128 ? 1 : lanes, wide);
    }

    /// <summary>The outermost reductions whose elements can lie along the lanes of a register.</summary>
    private static IEnumerable<ReduceInstruction> Vectorisable(Instruction instruction, int depth, LoopNest nest) => instruction switch
    {
        ReduceInstruction { Extents.Count: > 0 } reduce when reduce.Body.Flatten().All(i => Independent(i, reduce, depth, nest)) => [reduce],
        _ => instruction.Inner().SelectMany(i => Vectorisable(i, depth + instruction.Depths(), nest)),
    };

    private static bool Independent(Instruction instruction, ReduceInstruction reduce, int depth, LoopNest nest) => instruction switch
    {
        StoreInstruction store => store.Address.Step(depth + reduce.Extents.Count - 1) != 0,
        StoreScratchInstruction store => IsPrivate(store.Scratch, reduce, depth, nest),
        _ => true,
    };

    /// <summary>Whether a scratch array only serves one index of a reduction at a time, so that each lane may have its own.</summary>
    public static bool IsPrivate(int scratch, ReduceInstruction reduce, int depth, LoopNest nest)
    {
        Instruction[] inside = [.. reduce.Body.Flatten().Where(i => i.ScratchArray() == scratch)];
        return inside.Length == nest.Body.Flatten().Count(i => i.ScratchArray() == scratch)
            && inside.All(i => Enumerable.Range(depth, reduce.Extents.Count).All(d => d >= i.Steps()!.Count || i.Steps()![d] == 0));
    }

    /// <summary>Machine operations for one lane, where every instruction works on whole registers along the axis (or the innermost axis of a
    /// reduction).</summary>
    private static double Cost(IReadOnlyList<Instruction> body, int depth, int axis, IReadOnlySet<ReduceInstruction> along, VectorForm form)
    {
        double cost = 0;
        foreach (Instruction instruction in body)
        {
            if (instruction is ReduceInstruction reduce && along.Contains(reduce))
            {
                int last = depth + reduce.Extents.Count - 1;
                int lanes = Math.Max(1, (reduce.Extents[^1] + form.Lanes - 1) / form.Lanes);
                double outer = (double)reduce.Trips() / Math.Max(1, reduce.Extents[^1]);
                cost += 12 + (outer * lanes * (1 + Body(reduce.Body, last + 1, address => address.Step(last), form)));
            }
            else if (instruction.Inner().Count > 0)
                cost += instruction.Trips() * (1 + Cost(instruction.Inner(), depth + instruction.Depths(), axis, along, form));
            else cost += Body([instruction], depth, address => axis < 0 ? 0 : address.LaneSteps[axis], form);
        }
        return cost;
    }

    private static double Body(IReadOnlyList<Instruction> body, int depth, Func<Address, long> step, VectorForm form)
    {
        double cost = 0;
        foreach (Instruction instruction in body)
        {
            cost += instruction switch
            {
                ConstantInstruction or LaneIndexInstruction or LoopIndexInstruction => 0,
                ApplyInstruction i => Weight(i.Op),
                { } i when i.Memory() is Address a => step(a) is 0 or 1 ? 1 : form.Lanes,
                { } i when i.Inner().Count > 0 => i.Trips() * (1 + Body(i.Inner(), depth, step, form)),
                _ => 1,
            };
        }
        return cost;
    }

    private static double Weight(ScalarOp op) => IsFunction(op) ? 20 : op is ScalarOp.Div or ScalarOp.Sqrt or ScalarOp.Rsqrt ? 4 : 1;

    /// <summary>Whether the operation is a function of many machine operations.</summary>
    public static bool IsFunction(ScalarOp op) =>
        op is (>= ScalarOp.Cbrt and <= ScalarOp.Digamma) or ScalarOp.Pow or ScalarOp.Atan2 or ScalarOp.Rem or ScalarOp.NextAfter;

    /// <summary>The size of a function's code, an exponential being 1.</summary>
    public static int InlinedSize(ScalarOp op) => op is ScalarOp.ErfInv or ScalarOp.ErfInvOfDraw or ScalarOp.Pow ? 3 : op is ScalarOp.Erf or ScalarOp.Log or ScalarOp.Log1p or ScalarOp.Tanh ? 2 : 1;

    /// <summary>Registers side by side: several hide the latency of a recurrence or of memory, as long as they fit the machine's registers.</summary>
    private static int SideBySide(LoopNest nest, VectorForm form, int extent) =>
        Math.Clamp(SideBySide(nest.Body, manyRegisters: Vector512.IsHardwareAccelerated), 1, Math.Max(1, (extent + form.Lanes - 1) / form.Lanes));

    /// <summary>Groups of 16 elements side by side in a reduction along its own extent: several hide the latency of loops in its body.</summary>
    public static int Groups(ReduceInstruction reduce, VectorForm form) =>
        reduce.Body.Any(i => i.Inner().Count > 0)
            ? Math.Max(1, SideBySide(reduce.Body, manyRegisters: Vector512.IsHardwareAccelerated) * form.Lanes / ReduceInstruction.Partials)
            : 1;

    private static int SideBySide(IReadOnlyList<Instruction> body, bool manyRegisters)
    {
        bool loops = body.Any(i => i.Inner().Count > 0);
        double weight = body.Flatten().Sum(i => i is ApplyInstruction a ? Weight(a.Op) : 0);
        int functions = body.Flatten().Sum(i => i is ApplyInstruction a && IsFunction(a.Op) ? InlinedSize(a.Op) : 0);
        if (!loops) return functions > KernelEmitter.MostInlined ? 4 : functions > 0 ? Math.Clamp(KernelEmitter.MostInlined / functions, 1, 4)
            : weight > 40 ? 2 : 4;
        int states = body.Flatten().OfType<LoopInstruction>().Select(l => l.States.Count).DefaultIfEmpty(0).Max();
        if (weight > 60 || states > 6) return 2;
        return weight <= 10 && states <= 2 && manyRegisters ? 8 : 4;
    }
}
