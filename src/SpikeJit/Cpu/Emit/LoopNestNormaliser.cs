using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Rewrites a nest to fewer, longer axes: lane axes and reduction axes of extent 1 go, lane axes are ordered by how far apart they store,
/// and neighbours that every address walks as one axis become one.
/// </summary>
internal static class LoopNestNormaliser
{
    public static LoopNest Normalise(LoopNest nest) => Lanes(nest with { Body = Reductions(nest.Body, []) });

    // ---- lanes ----

    private static LoopNest Lanes(LoopNest nest)
    {
        List<Address> addresses = [.. nest.Body.Flatten().Select(i => i.Memory()).OfType<Address>()];
        HashSet<int> indexed = [.. nest.Body.Flatten().OfType<LaneIndexInstruction>().Select(i => i.Axis)];
        List<Address> stores = [.. nest.Body.Flatten().OfType<StoreInstruction>().Select(i => i.Address)];
        int[] order = [.. Enumerable.Range(0, nest.Lanes.Count).Where(a => nest.Lanes[a] != 1)
            .OrderByDescending(a => stores.Count == 0 ? 0 : Math.Abs(stores[0].LaneSteps[a]))];

        // Each new axis is a run of old ones; the innermost of the run gives the step.
        var runs = new List<List<int>>();
        foreach (int axis in order)
        {
            bool joins = runs.Count > 0 && !indexed.Contains(axis) && !indexed.Contains(runs[^1][^1])
                && addresses.TrueForAll(a => a.LaneSteps[runs[^1][^1]] == a.LaneSteps[axis] * nest.Lanes[axis]);
            if (joins) runs[^1].Add(axis);
            else runs.Add([axis]);
        }
        int[] extents = [.. runs.Select(run => run.Aggregate(1, (n, a) => n * nest.Lanes[a]))];
        Instruction Rewrite(Instruction instruction) => instruction switch
        {
            LaneIndexInstruction i when nest.Lanes[i.Axis] == 1 => new ConstantInstruction(i.Result, 0),
            LaneIndexInstruction i => i with { Axis = runs.FindIndex(run => run.Contains(i.Axis)) },
            LoadInstruction i => i with { Address = Steps(i.Address) },
            StoreInstruction i => i with { Address = Steps(i.Address) },
            LoopInstruction i => i with { Body = [.. i.Body.Select(Rewrite)] },
            ReduceInstruction i => i with { Body = [.. i.Body.Select(Rewrite)] },
            _ => instruction,
        };
        Address Steps(Address address) => address with { LaneSteps = [.. runs.Select(run => address.LaneSteps[run[^1]])] };
        return nest with { Lanes = extents, Body = [.. nest.Body.Select(Rewrite)] };
    }

    // ---- reductions: kept[d] is the new depth of the enclosing loop d, or -1 where it went ----

    private static List<Instruction> Reductions(IReadOnlyList<Instruction> body, List<int> kept) => [.. body.Select(i => Rewrite(i, kept))];

    private static Instruction Rewrite(Instruction instruction, List<int> kept)
    {
        switch (instruction)
        {
            case LoopIndexInstruction i:
                return kept[i.Depth] < 0 ? new ConstantInstruction(i.Result, 0) : i with { Depth = kept[i.Depth] };
            case LoadInstruction i:
                return i with { Address = i.Address with { LoopSteps = Keep(i.Address.LoopSteps, kept) } };
            case StoreInstruction i:
                return i with { Address = i.Address with { LoopSteps = Keep(i.Address.LoopSteps, kept) } };
            case LoadScratchInstruction i:
                return i with { LoopSteps = Keep(i.LoopSteps, kept) };
            case StoreScratchInstruction i:
                return i with { LoopSteps = Keep(i.LoopSteps, kept) };
            case LoopInstruction i:
                return i with { Body = Reductions(i.Body, [.. kept, Next(kept)]) };
            case ReduceInstruction i:
                return Reduce(i, kept);
            default:
                return instruction;
        }
    }

    private static ReduceInstruction Reduce(ReduceInstruction reduce, List<int> kept)
    {
        int first = kept.Count;
        List<IReadOnlyList<long>> steps = [.. reduce.Body.Flatten().Select(i => i.Steps()).OfType<IReadOnlyList<long>>()];
        HashSet<int> indexed = [.. reduce.Body.Flatten().OfType<LoopIndexInstruction>().Select(i => i.Depth)];
        var inner = new List<int>(kept);
        var extents = new List<int>();
        int next = Next(kept);
        for (int e = 0; e < reduce.Extents.Count; e++)
        {
            int extent = reduce.Extents[e], following = e + 1;
            while (following < reduce.Extents.Count && reduce.Extents[following] == 1) following++;
            bool joins = extent != 1 && following < reduce.Extents.Count
                && !indexed.Contains(first + e) && !indexed.Contains(first + following)
                && steps.TrueForAll(s => Step(s, first + e) == Step(s, first + following) * reduce.Extents[following]);
            if (extent == 1) inner.Add(-1);
            else if (joins)
            {
                // The step of the run is that of its last axis, so this one goes and lends its extent.
                inner.Add(-1);
                int[] merged = [.. reduce.Extents];
                merged[following] *= extent;
                reduce = reduce with { Extents = merged };
            }
            else
            {
                inner.Add(next++);
                extents.Add(extent);
            }
        }
        return reduce with { Extents = extents, Body = Reductions(reduce.Body, inner) };
    }

    private static int Next(List<int> kept) => kept.Count == 0 ? 0 : kept.Max() + 1;

    private static long Step(IReadOnlyList<long> steps, int depth) => depth < steps.Count ? steps[depth] : 0;

    private static List<long> Keep(IReadOnlyList<long> steps, List<int> kept)
    {
        var result = new List<long>();
        for (int d = 0; d < kept.Count; d++)
            if (kept[d] >= 0) result.Add(Step(steps, d));
        return result;
    }
}
