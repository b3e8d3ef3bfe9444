using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Addresses: pointers computed once a row, plus offsets in bytes that loops carry along.</summary>
internal sealed partial class KernelEmitter
{
    private const int Alignment = 64;

    private readonly LocalBuilder?[] _rowIndices;
    private readonly Dictionary<(int Buffer, string Steps), LocalBuilder> _rowPointers = [];
    private readonly Dictionary<long, LocalBuilder> _tileOffsets = [];
    private readonly List<LocalBuilder> _loopIndices = [];
    private readonly List<Dictionary<long, LocalBuilder>> _loopOffsets = [];
    private long[] _scratchStarts = [];
    private long[] _scratchLanes = [];
    private long _scratchBytes;
    private LocalBuilder? _tileStart;

    // ---- rows and tiles ----

    private void EnterRow(LocalBuilder row)
    {
        int[] axes = [.. Enumerable.Range(0, _nest.Lanes.Count).Where(a => a != _strategy.Axis)];
        LocalBuilder rest = _il.Own(typeof(long));
        _il.Load(row);
        _il.Store(rest);
        for (int k = axes.Length - 1; k >= 0; k--)
        {
            LocalBuilder index = _rowIndices[axes[k]] = _il.Own(typeof(long));
            _il.Load(rest);
            if (k > 0)
            {
                _il.Long(_nest.Lanes[axes[k]]);
                _il.Op(OpCodes.Rem);
            }
            _il.Store(index);
            if (k == 0) break;
            _il.Load(rest);
            Divide(_nest.Lanes[axes[k]]);
            _il.Store(rest);
        }
        foreach (Address address in _nest.Body.Flatten().Select(i => i.Memory()).OfType<Address>())
        {
            (int, string) key = RowKey(address);
            if (_rowPointers.ContainsKey(key)) continue;
            LocalBuilder pointer = _rowPointers[key] = _il.Own(typeof(nint));
            _il.Argument(BuffersArgument);
            _il.AddNative(address.Buffer * nint.Size);
            _il.Op(OpCodes.Ldind_I);
            foreach (int a in axes)
            {
                if (address.LaneSteps[a] == 0) continue;
                _il.Load(_rowIndices[a]!);
                _il.Long(address.LaneSteps[a] * Size(address));
                _il.Op(OpCodes.Mul);
                _il.Op(OpCodes.Conv_I);
                _il.Op(OpCodes.Add);
            }
            _il.Store(pointer);
        }
    }

    private (int, string) RowKey(Address address) => (address.Buffer, string.Join(',', address.LaneSteps.Where((_, a) => a != _strategy.Axis)));

    /// <summary>Offsets along the vector axis at tile t, one for each distance between neighbours.</summary>
    private void EnterTiles(LocalBuilder t)
    {
        IEnumerable<long> steps = _nest.Body.Flatten().Select(i => i.Memory()).OfType<Address>().Select(a => a.LaneSteps[_strategy.Axis] * Size(a));
        if (_nest.Body.Flatten().Any(i => i is LaneIndexInstruction l && l.Axis == _strategy.Axis)) steps = steps.Append(1);
        foreach (long step in steps.Where(s => s != 0).Distinct().ToArray())
        {
            LocalBuilder offset = _tileOffsets[step] = _il.Own(typeof(nint));
            _il.Load(t);
            _il.Long(step * Strip);
            _il.Op(OpCodes.Mul);
            _il.Op(OpCodes.Conv_I);
            _il.Store(offset);
        }
        _tileStart = _tileOffsets.GetValueOrDefault(1);
    }

    private void NextTile()
    {
        foreach ((long step, LocalBuilder offset) in _tileOffsets) _il.Increment(offset, step * Strip);
    }

    // ---- buffers ----

    private int Size(Address address) => _nest.Buffers[address.Buffer].Size();

    /// <summary>The step between neighbouring lanes of a register.</summary>
    private long Along(Address address) => _frame.Along switch
    {
        VectorAxis.Lane => address.LaneSteps[_frame.Index],
        VectorAxis.Loop => address.Step(_frame.Index),
        _ => 0,
    };

    private void LoadBuffer(LoadInstruction load, int u) =>
        _memory.Load(_nest.Buffers[load.Address.Buffer], Place(load.Address, u), Along(load.Address), Valid(u));

    private void StoreBuffer(StoreInstruction store, int u) =>
        _memory.Store(_nest.Buffers[store.Address.Buffer], Place(store.Address, u), Along(store.Address), Valid(u), () => Push(store.Source, u));

    private int Valid(int u) => u == _frame.Copies - 1 ? _frame.Valid : _code.Form.Lanes;

    private Action<long> Place(Address address, int u) => further =>
    {
        long size = Size(address), elements = address.Offset + further + (Along(address) * u * _code.Form.Lanes);
        _il.Load(_rowPointers[RowKey(address)]);
        if (_strategy.Axis >= 0 && address.LaneSteps[_strategy.Axis] != 0) AddLocal(_tileOffsets[address.LaneSteps[_strategy.Axis] * size]);
        AddLoops(address.LoopSteps, size);
        _il.AddNative(elements * size);
    };

    private void AddLoops(IReadOnlyList<long> steps, long size)
    {
        for (int d = 0; d < steps.Count; d++)
            if (steps[d] != 0) AddLocal(_loopOffsets[d][steps[d] * size]);
    }

    private void AddLocal(LocalBuilder local)
    {
        _il.Load(local);
        _il.Op(OpCodes.Add);
    }

    private static long Step(IReadOnlyList<long> steps, int depth) => depth < steps.Count ? steps[depth] : 0;

    // ---- loops ----

    /// <summary>Opens a loop depth: its index and the offsets that memory inside needs, at the index <paramref name="start"/>.</summary>
    private void OpenDepth(IReadOnlyList<Instruction> body, int start)
    {
        int depth = _loopIndices.Count;
        LocalBuilder index = _il.Take(typeof(int));
        _il.Int(start);
        _il.Store(index);
        _loopIndices.Add(index);
        var offsets = new Dictionary<long, LocalBuilder>();
        _loopOffsets.Add(offsets);
        foreach (Instruction instruction in body.Flatten())
        {
            if (instruction.Steps() is not { } steps || Step(steps, depth) == 0) continue;
            long bytes = Step(steps, depth) * (instruction.Memory() is Address a ? Size(a) : ScratchStep(instruction.ScratchArray()));
            if (offsets.ContainsKey(bytes)) continue;
            LocalBuilder offset = offsets[bytes] = _il.Take(typeof(nint));
            _il.Native(start * bytes);
            _il.Store(offset);
        }
    }

    /// <summary>Moves the index and the offsets of the innermost open depth.</summary>
    private void Advance(int by)
    {
        _il.Increment(_loopIndices[^1], by);
        foreach ((long bytes, LocalBuilder offset) in _loopOffsets[^1]) _il.Increment(offset, by * bytes);
    }

    private void CloseDepth()
    {
        _il.Release(_loopIndices[^1]);
        foreach (LocalBuilder offset in _loopOffsets[^1].Values) _il.Release(offset);
        _loopIndices.RemoveAt(_loopIndices.Count - 1);
        _loopOffsets.RemoveAt(_loopOffsets.Count - 1);
    }

    // ---- scratch: each element of a lane's array becomes a row of the tile's lanes ----

    private long ScratchStep(int scratch) => _scratchLanes[scratch] * _nest.Scratch[scratch].DType.Size();

    private void LayOutScratch()
    {
        _scratchLanes = [.. _nest.Scratch.Select(_ => _strategy.Axis >= 0 ? Strip : 1L)];
        FindPrivate(_nest.Body, 0);
        bool[] used = new bool[_nest.Scratch.Count];
        foreach (Instruction i in _nest.Body.Flatten())
            if (i.ScratchArray() is >= 0 and int s) used[s] = true;
        _scratchStarts = [.. _nest.Scratch.Select((s, i) => used[i] ? Section(s.Length * ScratchStep(i)) : 0)];
    }

    /// <summary>Each of the elements that a reduction has side by side gets scratch of its own.</summary>
    private void FindPrivate(IReadOnlyList<Instruction> body, int depth)
    {
        foreach (Instruction instruction in body)
        {
            if (instruction is ReduceInstruction reduce && _strategy.Along.Contains(reduce))
            {
                for (int s = 0; s < _scratchLanes.Length; s++)
                    if (Strategy.IsPrivate(s, reduce, depth, _nest)) _scratchLanes[s] = Partials * Groups(reduce);
            }
            else FindPrivate(instruction.Inner(), depth + instruction.Depths());
        }
    }

    private bool HasLanes(int scratch) => _frame.Along == VectorAxis.Lane || (_frame.Along == VectorAxis.Loop && _scratchLanes[scratch] > 1);

    /// <summary>Reserves scratch memory and gives its start.</summary>
    private long Section(long bytes)
    {
        long start = _scratchBytes;
        _scratchBytes = (start + bytes + Alignment - 1) / Alignment * Alignment;
        return start;
    }

    private void LoadScratch(LoadScratchInstruction i, int u)
    {
        DType dtype = _nest.Scratch[i.Scratch].DType;
        _memory.Load(dtype, ScratchPlace(i.Scratch, i.Offset, i.LoopSteps, u), ScratchAlong(i.Scratch, i.LoopSteps), HasLanes(i.Scratch)
            ? _code.Form.Lanes : Valid(u));
    }

    private void StoreScratch(StoreScratchInstruction i, int u)
    {
        DType dtype = _nest.Scratch[i.Scratch].DType;
        _memory.Store(dtype, ScratchPlace(i.Scratch, i.Offset, i.LoopSteps, u), ScratchAlong(i.Scratch, i.LoopSteps), _code.Form.Lanes, () =>
            Push(i.Source, u));
    }

    private long ScratchAlong(int scratch, IReadOnlyList<long> steps) =>
        HasLanes(scratch) ? 1 : _frame.Along == VectorAxis.Loop ? Step(steps, _frame.Index) : 0;

    private Action<long> ScratchPlace(int scratch, long offset, IReadOnlyList<long> steps, int u) => further =>
    {
        long size = _nest.Scratch[scratch].DType.Size();
        _il.Argument(ScratchArgument);
        AddLoops(steps, ScratchStep(scratch));
        long lanes = further + (ScratchAlong(scratch, steps) * u * _code.Form.Lanes);
        _il.AddNative(_scratchStarts[scratch] + (offset * ScratchStep(scratch)) + (lanes * size));
    };
}
