using SpikeJit.Graphs;
using SpikeJit.Primitives;
using Convert = SpikeJit.Primitives.Convert;

namespace SpikeJit.Compilation.Passes;

/// <summary>Another way to compute a result: a value that is there already, or a smaller equation.</summary>
internal readonly record struct Simpler(Value? Value, Primitive? Primitive = null, Value[]? Inputs = null);

/// <summary>
/// Exact algebra: rules that keep every bit, so x·1 and x - 0, but not x + 0 (which loses -0) or x·0 (which loses NaN). What is made of numbers alone is
/// a number.
/// </summary>
internal static class AlgebraRules
{
    public static Simpler? Simpler(Equation e, IReadOnlyDictionary<Value, Equation> definitions)
    {
        Equation? Definition(int input) => definitions.GetValueOrDefault(e.Inputs[input]);
        bool Is(int input, double number) =>
            Definition(input)?.Primitive is Fill fill && fill.Bits == Numbers.Bits(number, fill.Type.DType);
        Simpler Same(Value v) => new(v);

        TensorType type = e.Outputs[0].Type;
        switch (e.Primitive)
        {
            case Mul when Is(1, 1):
            case Div when Is(1, 1):
            case Sub when Is(1, 0):
            case IntegerPower { Exponent: 1 }:
            case StopGradient:
            case Named:
            case Convert convert when convert.To == e.Inputs[0].Type.DType:
            case Reshape reshape when reshape.Shape == e.Inputs[0].Type.Shape:
            case Permute permute when permute.Order.SequenceEqual(Enumerable.Range(0, permute.Order.Count)):
            case Concat when e.Inputs.Length == 1:
                return Same(e.Inputs[0]);
            case Mul when Is(0, 1):
                return Same(e.Inputs[1]);
            case Neg when Definition(0) is { Primitive: Neg } inner:
                return Same(inner.Inputs[0]);
            case Add when Definition(1) is { Primitive: Neg } inner:
                return new(null, new Sub(), [e.Inputs[0], inner.Inputs[0]]);
            case Add when Definition(0) is { Primitive: Neg } inner:
                return new(null, new Sub(), [e.Inputs[1], inner.Inputs[0]]);
            case Sub when Definition(1) is { Primitive: Neg } inner:
                return new(null, new Add(), [e.Inputs[0], inner.Inputs[0]]);
            case Reshape reshape when Definition(0) is { Primitive: Reshape } inner:
                return new(null, reshape, inner.Inputs);
            case Reshape reshape when Definition(0)?.Primitive is Fill fill:
                return new(null, new Fill(fill.Type with { Shape = reshape.Shape }, fill.Bits), []);
            case Broadcast or Permute or Slice when Definition(0)?.Primitive is Fill fill:
                return new(null, new Fill(type, fill.Bits), []);
            case Broadcast outer when Definition(0) is { Primitive: Broadcast inner } made:
                return new(null, new Broadcast(outer.Shape, [.. inner.Axes.Select(a => outer.Axes[a])]), made.Inputs);
            case Permute outer when Definition(0) is { Primitive: Permute inner } made:
                return new(null, new Permute([.. outer.Order.Select(a => inner.Order[a])]), made.Inputs);
            case Select when Definition(0)?.Primitive is Fill condition:
                return Same(e.Inputs[condition.Bits != 0 ? 1 : 2]);
            case Select when e.Inputs[1] == e.Inputs[2]:
                return Same(e.Inputs[1]);
            case Elementwise operation when e.Inputs.Length > 0 && Array.TrueForAll(e.Inputs, v => definitions.GetValueOrDefault(v)?.Primitive is Fill):
                return new(null, new Fill(type, Evaluate(operation, Array.ConvertAll(e.Inputs, v => (Fill)definitions[v].Primitive))), []);
            default:
                return null;
        }
    }

    /// <summary>The bits of the one number that an operation on numbers gives.</summary>
    private static unsafe ulong Evaluate(Elementwise operation, Fill[] numbers)
    {
        Tensor result = Interpreter.Run(operation, Array.ConvertAll(numbers, n => new Tensor(new Fill(n.Type with { Shape = Shape.Scalar }, n.Bits))))[0];
        ulong bits = Numbers.Read(result.Storage.Pointer, 0, result.DType);
        GC.KeepAlive(result);
        return bits;
    }
}
