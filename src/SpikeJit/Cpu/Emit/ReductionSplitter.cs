using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>
/// Makes lanes of the blocks of large reductions, so that threads can share them: <c>r = Σ x[i]; y = f(r)</c> becomes the nests
/// <c>t[b] = Σ x[1024·b + i]</c> and <c>r = Σ t[b]; y = f(r)</c>. The blocks are those of the defined order, so the bits stay.
/// </summary>
internal sealed class ReductionSplitter
{
    private const int Block = ReduceInstruction.Block;

    private readonly LoopNest _nest;
    private readonly List<DType> _registers;
    private readonly List<DType> _buffers;
    private readonly List<long> _temporaries = [];
    private readonly List<LoopNest> _stages = [];
    private readonly List<Instruction> _pending = [];
    private readonly Dictionary<int, int> _saved = [];
    private readonly long[] _laneSteps;
    private readonly int _lanes;

    private ReductionSplitter(LoopNest nest)
    {
        _nest = nest;
        _registers = [.. nest.Registers];
        _buffers = [.. nest.Buffers];
        _lanes = nest.Lanes.Aggregate(1, (n, e) => n * e);
        _laneSteps = new Shape([.. nest.Lanes]).Strides();
    }

    /// <summary>
    /// The nests to run one after another, and the number of elements of each temporary buffer that follows the nest's own buffers;
    /// the nest itself where no reduction can be split.
    /// </summary>
    public static (IReadOnlyList<LoopNest> Stages, IReadOnlyList<long> Temporaries) Split(LoopNest nest)
    {
        bool ownScratch = Enumerable.Range(0, nest.Scratch.Count).All(s =>
            nest.Body.Count(i => Instructions.Flatten([i]).Any(j => j.ScratchArray() == s)) <= 1);
        bool splits = ownScratch && nest.Body.Any(i => i is ReduceInstruction r && Cut(r) >= 0);
        return splits ? new ReductionSplitter(nest).Run() : ([nest], []);
    }

    /// <summary>The extent whose steps make up blocks together with the extents behind it, or -1.</summary>
    private static int Cut(ReduceInstruction reduce)
    {
        int[] indexed = [.. reduce.Body.Flatten().OfType<LoopIndexInstruction>().Select(i => i.Depth)];
        long behind = 1;
        for (int e = reduce.Extents.Count - 1; e >= 0; e--)
        {
            if (Block % behind != 0) return -1;
            long steps = Block / behind;
            if (reduce.Extents[e] > steps && (e == 0 || reduce.Extents[e] % steps == 0)) return Array.Exists(indexed, d => d <= e) ? -1 : e;
            behind *= reduce.Extents[e];
        }
        return -1;
    }

    private (IReadOnlyList<LoopNest>, IReadOnlyList<long>) Run()
    {
        foreach (Instruction instruction in _nest.Body)
        {
            int cut = instruction is ReduceInstruction r ? Cut(r) : -1;
            if (cut < 0) _pending.Add(instruction);
            else Split((ReduceInstruction)instruction, cut);
        }
        Finish(_pending);
        return (_stages, _temporaries);
    }

    private void Split(ReduceInstruction reduce, int cut)
    {
        // What came before runs on its own, and what is read later goes through temporaries.
        List<Instruction> before = [.. _pending];
        _pending.Clear();
        List<Instruction> later = [reduce, .. _nest.Body.SkipWhile(i => !ReferenceEquals(i, reduce)).Skip(1)];
        HashSet<int> needed = [.. later.SelectMany(i => i.ReadAnywhere())];
        foreach (int r in before.Where(i => !IsCheap(i)).SelectMany(Results).Where(needed.Contains).ToArray())
        {
            _saved[r] = Temporary(_registers[r], _lanes);
            before.Add(new StoreInstruction(r, new(_saved[r], 0, _laneSteps, [])));
        }
        if (before.Exists(i => i is StoreInstruction || i.Inner().Flatten().Any(j => j is StoreInstruction))) Finish(before);

        int steps = Block / reduce.Extents.Skip(cut + 1).Aggregate(1, (n, e) => n * e);
        int[] outer = [.. reduce.Extents.Take(cut), reduce.Extents[cut] / steps];
        int full = outer.Aggregate(1, (n, e) => n * e), rest = reduce.Extents[cut] % steps, blocks = full + (rest > 0 ? 1 : 0);
        int partial = Temporary(_registers[reduce.Result], (long)_lanes * blocks);
        long[] outerSteps = new Shape(outer).Strides(), laneSteps = [.. _laneSteps.Select(s => s * blocks)];
        int[] inner = [steps, .. reduce.Extents.Skip(cut + 1)];

        List<Instruction> body = [.. reduce.Body.Select(i => Blocked(i, cut, steps, outer.Length, 0))];
        Finish(
            [reduce with { Extents = inner, Body = body }, new StoreInstruction(reduce.Result, new(partial, 0, [.. outerSteps, .. laneSteps], []))],
            [.. outer, .. _nest.Lanes],
            outer.Length);
        if (rest > 0)
        {
            body = [.. reduce.Body.Select(i => Blocked(i, cut, steps, 0, (long)outer[0] * steps))];
            Finish([reduce with { Extents = [rest, .. inner[1..]], Body = body },
                new StoreInstruction(reduce.Result, new(partial, full, laneSteps, []))]);
        }

        int value = _registers.Count;
        _registers.Add(_registers[reduce.Result]);
        _pending.Add(new ReduceInstruction(reduce.Result, reduce.Op, [blocks], [new LoadInstruction(value, new(partial, 0, laneSteps, [1]))], value));
    }

    /// <summary>
    /// An instruction of a split body: of the loop steps up to the cut, those of the blocks become steps of <paramref name="axes"/> new lane axes
    /// (none: one block, at <paramref name="start"/> along the first extent).
    /// </summary>
    private static Instruction Blocked(Instruction instruction, int cut, int steps, int axes, long start)
    {
        return instruction switch
        {
            LoadInstruction i => i with { Address = Move(i.Address) },
            StoreInstruction i => i with { Address = Move(i.Address) },
            LoopIndexInstruction i => i with { Depth = i.Depth - cut },
            LaneIndexInstruction i => i with { Axis = i.Axis + axes },
            LoopInstruction i => i with { Body = [.. i.Body.Select(j => Blocked(j, cut, steps, axes, start))] },
            ReduceInstruction i => i with { Body = [.. i.Body.Select(j => Blocked(j, cut, steps, axes, start))] },
            _ => instruction,
        };

        Address Move(Address a)
        {
            IEnumerable<long> blocks = Enumerable.Range(0, axes).Select(e => a.Step(e) * (e == cut ? steps : 1));
            return a with
            {
                Offset = a.Offset + (start * a.Step(0)),
                LaneSteps = [.. blocks, .. a.LaneSteps],
                LoopSteps = [.. a.LoopSteps.Skip(cut)]
            };
        }
    }

    /// <summary>A stage with this body over the nest's lanes, or those given, of which the first <paramref name="axes"/> are new.</summary>
    private void Finish(List<Instruction> body, int[]? lanes = null, int axes = 0)
    {
        HashSet<int> written = [.. body.SelectMany(Results)], read = [.. body.SelectMany(i => i.ReadAnywhere())];
        var prologue = new List<Instruction>();
        foreach (int r in read.Where(r => !written.Contains(r)))
        {
            Instruction? cheap = _nest.Body.FirstOrDefault(i => IsCheap(i) && i.Written() == r);
            if (cheap is LaneIndexInstruction index) prologue.Add(index with { Axis = index.Axis + axes });
            else if (cheap is not null) prologue.Add(cheap);
            else if (_saved.TryGetValue(r, out int buffer)) prologue.Add(new LoadInstruction(r,
                new(buffer, 0, [.. new long[axes], .. _laneSteps], [])));
        }
        _stages.Add(new(lanes ?? _nest.Lanes, _registers, _buffers, _nest.Scratch, [.. prologue, .. body]));
    }

    private static bool IsCheap(Instruction instruction) => instruction is ConstantInstruction or LaneIndexInstruction;

    private static IEnumerable<int> Results(Instruction instruction) =>
        instruction is LoopInstruction loop ? loop.States.Select(s => s.Final) : instruction.Written() is >= 0 and int r ? [r] : [];

    private int Temporary(DType dtype, long elements)
    {
        _buffers.Add(dtype);
        _temporaries.Add(elements);
        return _buffers.Count - 1;
    }
}
