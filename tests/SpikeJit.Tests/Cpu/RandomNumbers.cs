using SpikeJit.Compilation;

namespace SpikeJit.Tests.Cpu;

/// <summary>Random operations and operands, with the special values among them.</summary>
internal static class RandomNumbers
{
    private static readonly float[] s_singles = [0f, -0f, 1f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, 1e30f,
        -2.5f, 255.5f, 3e9f, 0.5f];
    private static readonly double[] s_doubles = [0, -0d, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon,
        1e200, -2.5, 1e19, 4.1e9, 0.5];
    private static readonly long[] s_integers = [0, 1, -1, int.MinValue, long.MinValue, int.MaxValue, uint.MaxValue, long.MaxValue, 31, 32, 63, 64,
        8, 16777217];

    private static readonly ScalarOp[] s_floatOps =
    [
        .. Enum.GetValues<ScalarOp>().Where(o => o is not (ScalarOp.Not or ScalarOp.PopCount or ScalarOp.LeadingZeros or ScalarOp.Bitcast
            or (>= ScalarOp.And and <= ScalarOp.ShiftRightArithmetic))),
        .. Enumerable.Repeat<ScalarOp[]>([ScalarOp.Add, ScalarOp.Sub, ScalarOp.Mul, ScalarOp.Less, ScalarOp.Select, ScalarOp.Convert,
            ScalarOp.FusedMultiplyAdd], 5).SelectMany(o => o),
    ];

    private static readonly ScalarOp[] s_integerOps =
    [
        ScalarOp.Neg, ScalarOp.Abs, ScalarOp.Sign, ScalarOp.Not, ScalarOp.PopCount, ScalarOp.LeadingZeros, ScalarOp.Convert, ScalarOp.Convert,
            ScalarOp.Convert,
        ScalarOp.Add, ScalarOp.Sub, ScalarOp.Mul, ScalarOp.Div, ScalarOp.Rem, ScalarOp.Max, ScalarOp.Min, ScalarOp.Pow, ScalarOp.And, ScalarOp.Or,
            ScalarOp.Xor,
        ScalarOp.ShiftLeft, ScalarOp.ShiftRightLogical, ScalarOp.ShiftRightArithmetic, ScalarOp.Equal, ScalarOp.NotEqual, ScalarOp.Less,
            ScalarOp.LessEqual, ScalarOp.Select,
    ];

    private static readonly ScalarOp[] s_boolOps =
    [
        ScalarOp.Not, ScalarOp.Convert, ScalarOp.Add, ScalarOp.Mul, ScalarOp.Max, ScalarOp.Min, ScalarOp.And, ScalarOp.Or, ScalarOp.Xor,
        ScalarOp.Equal, ScalarOp.NotEqual, ScalarOp.Less, ScalarOp.LessEqual, ScalarOp.Select,
    ];

    public static ScalarOp RandomOp(Random random, DType dtype)
    {
        ScalarOp[] ops = dtype.IsFloat() ? s_floatOps : dtype == DType.Bool ? s_boolOps : s_integerOps;
        return ops[random.Next(ops.Length)];
    }

    public static ulong Next(Random random, DType dtype) => dtype switch
    {
        DType.Bool => (ulong)random.Next(2),
        DType.F32 => BitConverter.SingleToUInt32Bits(random.Next(8) == 0 ? s_singles[random.Next(s_singles.Length)]
            : (float)((random.NextDouble() - 0.5) * (random.Next(4) == 0 ? 1000 : 4))),
        DType.F64 => BitConverter.DoubleToUInt64Bits(random.Next(8) == 0 ? s_doubles[random.Next(s_doubles.Length)]
            : (random.NextDouble() - 0.5) * (random.Next(4) == 0 ? 1000 : 4)),
        _ => (random.Next(3) switch
        {
            0 => (ulong)s_integers[random.Next(s_integers.Length)],
            1 => (ulong)random.Next(70),
            _ => (ulong)random.NextInt64(),
        }) & (ulong.MaxValue >> (64 - (8 * dtype.Size()))),
    };

    /// <summary>Whether two elements are the same bits, or both NaN.</summary>
    public static bool Same(DType dtype, ulong a, ulong b) => a == b
        || (dtype == DType.F32 && float.IsNaN(BitConverter.UInt32BitsToSingle((uint)a)) && float.IsNaN(BitConverter.UInt32BitsToSingle((uint)b)))
        || (dtype == DType.F64 && double.IsNaN(BitConverter.UInt64BitsToDouble(a)) && double.IsNaN(BitConverter.UInt64BitsToDouble(b)));
}
