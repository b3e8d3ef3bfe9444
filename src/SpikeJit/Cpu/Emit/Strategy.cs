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
            HashSet<ReduceInstruction> along = new(nest.Body.SelectMany(i => Vectorisable(i, 0)), ReferenceEqualityComparer.Instance);
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
    private static IEnumerable<ReduceInstruction> Vectorisable(Instruction instruction, int depth) => instruction switch
    {
        ReduceInstruction { Extents.Count: > 0 } reduce when reduce.Body.Flatten().All(i => Independent(i, depth + reduce.Extents.Count - 1)) => [reduce],
        _ => instruction.Inner().SelectMany(i => Vectorisable(i, depth + instruction.Depths())),
    };

    private static bool Independent(Instruction instruction, int depth) =>
        instruction is not StoreScratchInstruction && (instruction is not StoreInstruction store || store.Address.Step(depth) != 0);

    /// <summary>Machine operations for one lane, where every instruction works on whole registers along the axis (or the innermost axis of a reduction).</summary>
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

    private static double Weight(ScalarOp op) => op switch
    {
        >= ScalarOp.Cbrt and <= ScalarOp.Digamma or ScalarOp.Pow or ScalarOp.Atan2 or ScalarOp.Rem or ScalarOp.NextAfter => 20,
        ScalarOp.Div or ScalarOp.Sqrt or ScalarOp.Rsqrt => 4,
        _ => 1,
    };

    /// <summary>Registers side by side: several hide the latency of a recurrence or of memory, as long as they fit the machine's registers.</summary>
    private static int SideBySide(LoopNest nest, VectorForm form, int extent)
    {
        bool loops = nest.Body.Any(i => i.Inner().Count > 0);
        double weight = nest.Body.Flatten().Sum(i => i is ApplyInstruction a ? Weight(a.Op) : 0);
        int states = nest.Body.Flatten().OfType<LoopInstruction>().Select(l => l.States.Count).DefaultIfEmpty(0).Max();
        int copies = loops ? (states <= 6 && weight <= 60 ? 4 : 2) : weight >= 30 ? 1 : weight >= 10 ? 2 : 4;
        return Math.Clamp(copies, 1, Math.Max(1, (extent + form.Lanes - 1) / form.Lanes));
    }
}
