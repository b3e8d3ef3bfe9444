using System.Reflection.Emit;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Time loops: the states are locals, which the compiler below keeps in vector registers.</summary>
internal sealed partial class KernelEmitter
{
    private void Loop(LoopInstruction loop)
    {
        var states = new LocalBuilder[loop.States.Count][];
        bool uniform = _frame.Along == VectorAxis.None;
        for (int s = 0; s < states.Length; s++)
        {
            LoopState state = loop.States[s];
            states[s] = new LocalBuilder[_frame.Copies];
            for (int u = 0; u < _frame.Copies; u++)
            {
                Push(state.Initial, u);
                states[s][u] = _code.Temp(_nest.Registers[state.Current]);
            }
        }
        for (int s = 0; s < states.Length; s++)
        {
            int current = loop.States[s].Current;
            _locals[current] = states[s];
            _definitions[current] = null;
            _uniform[current] = uniform;
        }
        if (loop.Trips > 0)
        {
            OpenDepth(loop.Body, loop.Reverse ? loop.Trips - 1 : 0);
            Label top = _il.Label();
            _il.Mark(top);
            Body(loop.Body, [.. loop.States.Select(s => s.Next)], () => Carry(loop, states));
            Advance(loop.Reverse ? -1 : 1);
            _il.Load(_loopIndices[^1]);
            _il.Int(loop.Reverse ? 0 : loop.Trips);
            _il.Branch(loop.Reverse ? OpCodes.Bge : OpCodes.Blt, top);
            CloseDepth();
        }
        for (int s = 0; s < states.Length; s++)
        {
            LoopState state = loop.States[s];
            _locals[state.Current] = null;
            _locals[state.Final] = states[s];
            _definitions[state.Final] = null;
            _uniform[state.Final] = uniform;
        }
    }

    // All next states are computed before the first is overwritten.
    private void Carry(LoopInstruction loop, LocalBuilder[][] states)
    {
        for (int u = 0; u < _frame.Copies; u++)
        {
            if (states.Length == 1)
            {
                Push(loop.States[0].Next, u);
                _il.Store(states[0][u]);
                continue;
            }
            var next = new LocalBuilder[states.Length];
            for (int s = 0; s < next.Length; s++)
            {
                Push(loop.States[s].Next, u);
                next[s] = _code.Temp(_nest.Registers[loop.States[s].Next]);
            }
            for (int s = 0; s < next.Length; s++)
            {
                _il.Load(next[s]);
                _il.Store(states[s][u]);
                _il.Release(next[s]);
            }
        }
    }
}
