using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>What operations cost, roughly.</summary>
internal static class Costs
{
    /// <summary>Whether an element takes an instruction or two, less than reading it from memory.</summary>
    public static bool AreLow(Primitive primitive) => primitive switch
    {
        Nullary or Broadcast or Slice or Permute or Reshape => true,
        ThreefryBlock => false,
        IntegerPower power => power.Exponent is >= -1 and <= 4,
        Elementwise e => e.Op is ScalarOp.Neg or ScalarOp.Abs or ScalarOp.Floor or ScalarOp.Ceil or ScalarOp.Trunc or ScalarOp.Round or ScalarOp.Not
            or ScalarOp.Convert or ScalarOp.Bitcast or ScalarOp.Add or ScalarOp.Sub or ScalarOp.Mul or ScalarOp.Div or ScalarOp.Max or ScalarOp.Min
            or ScalarOp.And or ScalarOp.Or or ScalarOp.Xor or ScalarOp.ShiftLeft or ScalarOp.ShiftRightLogical or ScalarOp.ShiftRightArithmetic
            or ScalarOp.Equal or ScalarOp.NotEqual or ScalarOp.Less or ScalarOp.LessEqual or ScalarOp.Select or ScalarOp.FusedMultiplyAdd or ScalarOp.IsFinite or ScalarOp.Sqrt,
        _ => false,
    };
}
