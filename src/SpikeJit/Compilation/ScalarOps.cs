namespace SpikeJit.Compilation;

/// <summary>Facts about <see cref="ScalarOp"/> and <see cref="ReduceOp"/>.</summary>
internal static class ScalarOps
{
    /// <summary>How many operands the operation takes.</summary>
    public static int Arity(this ScalarOp op) => op switch
    {
        <= ScalarOp.Bitcast => 1,
        <= ScalarOp.LessEqual => 2,
        _ => 3,
    };

    /// <summary>Whether the result is Bool whatever the operands are.</summary>
    public static bool IsPredicate(this ScalarOp op) => op is ScalarOp.IsFinite or (>= ScalarOp.Equal and <= ScalarOp.LessEqual);

    /// <summary>The scalar operation that combines two values of a reduction.</summary>
    public static ScalarOp Combine(this ReduceOp op) => op switch
    {
        ReduceOp.Sum => ScalarOp.Add,
        ReduceOp.Product => ScalarOp.Mul,
        ReduceOp.Max => ScalarOp.Max,
        ReduceOp.Min => ScalarOp.Min,
        ReduceOp.And => ScalarOp.And,
        ReduceOp.Or => ScalarOp.Or,
        _ => ScalarOp.Xor,
    };

    /// <summary>The bits of the neutral element.</summary>
    public static ulong Neutral(this ReduceOp op, DType dtype) => (op, dtype) switch
    {
        (ReduceOp.Sum or ReduceOp.Or or ReduceOp.Xor, _) => 0,
        (ReduceOp.And, DType.Bool) => 1,
        (ReduceOp.And, _) => ulong.MaxValue,
        (ReduceOp.Product, DType.F32) => BitConverter.SingleToUInt32Bits(1f),
        (ReduceOp.Product, DType.F64) => BitConverter.DoubleToUInt64Bits(1d),
        (ReduceOp.Product, _) => 1,
        (ReduceOp.Max, DType.F32) => BitConverter.SingleToUInt32Bits(float.NegativeInfinity),
        (ReduceOp.Max, DType.F64) => BitConverter.DoubleToUInt64Bits(double.NegativeInfinity),
        (ReduceOp.Max, DType.I8) => unchecked((byte)sbyte.MinValue),
        (ReduceOp.Max, DType.I32) => unchecked((uint)int.MinValue),
        (ReduceOp.Max, DType.I64) => unchecked((ulong)long.MinValue),
        (ReduceOp.Max, _) => 0,
        (ReduceOp.Min, DType.F32) => BitConverter.SingleToUInt32Bits(float.PositiveInfinity),
        (ReduceOp.Min, DType.F64) => BitConverter.DoubleToUInt64Bits(double.PositiveInfinity),
        (ReduceOp.Min, DType.Bool) => 1,
        (ReduceOp.Min, DType.U8) => byte.MaxValue,
        (ReduceOp.Min, DType.I8) => (ulong)sbyte.MaxValue,
        (ReduceOp.Min, DType.I32) => int.MaxValue,
        (ReduceOp.Min, DType.U32) => uint.MaxValue,
        (ReduceOp.Min, DType.I64) => long.MaxValue,
        _ => ulong.MaxValue,
    };
}
