using SpikeJit.Cpu;
using SpikeJit.Memory;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>The scalar instructions of one elementwise operation, run element by element.</summary>
internal sealed class ScalarProgram : IScalarBuilder
{
    private readonly record struct Step(ScalarOp Op, DType Operand, DType Result, int A, int B, int C);

    private readonly List<DType> _registers = [];
    private readonly List<(int Register, ulong Bits)> _constants = [];
    private readonly List<(int Register, Step Step)> _steps = [];
    private int _operands;
    private int _result;

    public static ScalarProgram For(Elementwise operation, TensorType[] inputs, DType result)
    {
        var program = new ScalarProgram { _operands = inputs.Length };
        foreach (TensorType type in inputs) program._registers.Add(type.DType);
        program._result = operation.Emit(program, [.. Enumerable.Range(0, inputs.Length)], result);
        return program;
    }

    public int Apply(ScalarOp op, DType result, int a, int b = -1, int c = -1)
    {
        // A selection's operand type is that of what it selects.
        DType operand = _registers[op == ScalarOp.Select ? b : a];
        _registers.Add(result);
        _steps.Add((_registers.Count - 1, new Step(op, operand, result, a, b, c)));
        return _registers.Count - 1;
    }

    public int Constant(ulong bits, DType dtype)
    {
        _registers.Add(dtype);
        _constants.Add((_registers.Count - 1, bits));
        return _registers.Count - 1;
    }

    public unsafe void Run(Storage[] inputs, Storage output, int count)
    {
        var values = new ulong[_registers.Count];
        foreach ((int register, ulong bits) in _constants) values[register] = bits;
        for (int i = 0; i < count; i++)
        {
            for (int o = 0; o < _operands; o++) values[o] = Numbers.Read(inputs[o].Pointer, i, _registers[o]);
            foreach ((int register, Step s) in _steps)
                values[register] = ScalarEvaluator.Apply(s.Op, s.Operand, s.Result, values[s.A], s.B < 0 ? 0 : values[s.B], s.C < 0 ? 0 : values[s.C]);
            Numbers.Write(output.Pointer, i, _registers[_result], values[_result]);
        }
    }
}
