using System.Runtime.InteropServices;
using SpikeJit.Cpu;

namespace SpikeJit.Compilation;

/// <summary>Runs a <see cref="LoopNest"/> in the plainest way, lane by lane: the meaning that compiled kernels are compared with.</summary>
internal sealed unsafe class LoopNestInterpreter
{
    private readonly LoopNest _nest;
    private readonly nint* _buffers;
    private readonly ulong[] _registers;
    private readonly ulong[][] _scratch;
    private readonly int[] _lane;
    private readonly List<int> _loops = [];

    private LoopNestInterpreter(LoopNest nest, nint* buffers)
    {
        _nest = nest;
        _buffers = buffers;
        _registers = new ulong[nest.Registers.Count];
        _scratch = [.. nest.Scratch.Select(s => new ulong[s.Length])];
        _lane = new int[nest.Lanes.Count];
    }

    /// <summary>Runs the nest; <paramref name="buffers"/> holds the address of each buffer argument.</summary>
    public static void Run(LoopNest nest, nint* buffers) => new LoopNestInterpreter(nest, buffers).Lanes(0);

    private void Lanes(int axis)
    {
        if (axis == _lane.Length)
        {
            Run(_nest.Body);
            return;
        }
        for (_lane[axis] = 0; _lane[axis] < _nest.Lanes[axis]; _lane[axis]++) Lanes(axis + 1);
    }

    private void Run(IReadOnlyList<Instruction> body)
    {
        foreach (Instruction instruction in body) Run(instruction);
    }

    private void Run(Instruction instruction)
    {
        switch (instruction)
        {
            case ConstantInstruction i:
                _registers[i.Result] = i.Bits & (ulong.MaxValue >> (64 - (8 * _nest.Registers[i.Result].Size())));
                break;
            case LaneIndexInstruction i:
                _registers[i.Result] = (uint)_lane[i.Axis];
                break;
            case LoopIndexInstruction i:
                _registers[i.Result] = (uint)_loops[i.Depth];
                break;
            case LoadInstruction i:
                DType dtype = _nest.Buffers[i.Address.Buffer];
                ulong loaded = Numbers.Read((void*)_buffers[i.Address.Buffer], Element(i.Address), dtype);
                _registers[i.Result] = dtype == DType.Bool && loaded != 0 ? 1 : loaded;
                break;
            case StoreInstruction i:
                Numbers.Write((void*)_buffers[i.Address.Buffer], Element(i.Address), _nest.Buffers[i.Address.Buffer], _registers[i.Source]);
                break;
            case LoadScratchInstruction i:
                _registers[i.Result] = _scratch[i.Scratch][i.Offset + Along(i.LoopSteps)];
                break;
            case StoreScratchInstruction i:
                _scratch[i.Scratch][i.Offset + Along(i.LoopSteps)] = _registers[i.Source];
                break;
            case ApplyInstruction i:
                int typed = i.Op == ScalarOp.Select ? i.B : i.A;
                _registers[i.Result] = ScalarEvaluator.Apply(i.Op, _nest.Registers[typed], _nest.Registers[i.Result], Register(i.A), Register(i.B),
                    Register(i.C));
                break;
            case LoopInstruction i:
                Loop(i);
                break;
            case ReduceInstruction i:
                var values = new List<ulong>();
                Collect(i, 0, values);
                _registers[i.Result] = ReduceInterpreter.Combine(i.Op, _nest.Registers[i.Result], CollectionsMarshal.AsSpan(values));
                break;
        }
    }

    private ulong Register(int register) => register < 0 ? 0 : _registers[register];

    private void Loop(LoopInstruction loop)
    {
        foreach (LoopState s in loop.States) _registers[s.Current] = _registers[s.Initial];
        int depth = _loops.Count;
        _loops.Add(0);
        for (int k = 0; k < loop.Trips; k++)
        {
            _loops[depth] = loop.Reverse ? loop.Trips - 1 - k : k;
            Run(loop.Body);
            ulong[] next = [.. loop.States.Select(s => _registers[s.Next])];
            for (int s = 0; s < next.Length; s++) _registers[loop.States[s].Current] = next[s];
        }
        _loops.RemoveAt(depth);
        foreach (LoopState s in loop.States) _registers[s.Final] = _registers[s.Current];
    }

    private void Collect(ReduceInstruction reduce, int axis, List<ulong> values)
    {
        if (axis == reduce.Extents.Count)
        {
            Run(reduce.Body);
            values.Add(_registers[reduce.Value]);
            return;
        }
        int depth = _loops.Count;
        _loops.Add(0);
        for (int k = 0; k < reduce.Extents[axis]; k++)
        {
            _loops[depth] = k;
            Collect(reduce, axis + 1, values);
        }
        _loops.RemoveAt(depth);
    }

    private long Element(Address address)
    {
        long element = address.Offset + Along(address.LoopSteps);
        for (int a = 0; a < address.LaneSteps.Count; a++) element += address.LaneSteps[a] * _lane[a];
        return element;
    }

    private long Along(IReadOnlyList<long> steps)
    {
        long element = 0;
        for (int d = 0; d < steps.Count; d++) element += steps[d] * _loops[d];
        return element;
    }
}
