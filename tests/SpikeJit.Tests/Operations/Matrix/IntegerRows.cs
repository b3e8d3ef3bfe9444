using System.Numerics;
using SpikeJit.Primitives;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Functions of elements that are integers or truth values: exact, and wrapping at the type's width.</summary>
internal static class IntegerRows
{
    private static readonly DType[] s_types = [DType.U8, DType.I8, DType.I32, DType.U32];

    public static IEnumerable<PrimitiveRow> All =>
    [
        .. Bits("Not", typeof(Not), x => ~x[0], x => ~x[0], 1),
        .. Bits("And", typeof(And), x => x[0] & x[1], x => x[0] & x[1], 2),
        .. Bits("Or", typeof(Or), x => x[0] | x[1], x => x[0] | x[1], 2),
        .. Bits("Xor", typeof(Xor), x => x[0] ^ x[1], x => x[0] ^ x[1], 2),
        .. Each("PopCount", typeof(PopCount), x => x[0].PopCount(), (x, bits) => BitOperations.PopCount((ulong)x[0] & Mask(bits)), 1),
        .. Each("LeadingZeros", typeof(LeadingZeros), x => x[0].LeadingZeros(), (x, bits) => BitOperations.LeadingZeroCount((ulong)x[0] & Mask(bits)) - (64 - bits), 1),
        .. Each("ShiftLeft", typeof(ShiftLeft), x => x[0] << (x[1] & 7), (x, _) => x[0] << (int)(x[1] & 7), 2),
        .. Each("ShiftRightLogical", typeof(ShiftRightLogical), x => x[0] >>> (x[1] & 7), (x, bits) => (long)(((ulong)x[0] & Mask(bits)) >> (int)(x[1] & 7)), 2),
        .. Each("ShiftRightArithmetic", typeof(ShiftRightArithmetic), x => x[0] >> (x[1] & 7), (x, _) => x[0] >> (int)(x[1] & 7), 2).Where(r => r.Name.Contains(" of I", StringComparison.Ordinal)),
        .. Each("+", typeof(Add), x => x[0] + x[1], (x, _) => x[0] + x[1], 2),
        .. Each("-", typeof(Sub), x => x[0] - x[1], (x, _) => x[0] - x[1], 2),
        .. Each("*", typeof(Mul), x => x[0] * x[1], (x, _) => x[0] * x[1], 2),
        .. Each("/", typeof(Div), x => Tensor.TruncateDivide(x[0], x[1] | 1), (x, _) => x[0] / (x[1] | 1), 2),
        .. Each("rem", typeof(Rem), x => Tensor.Remainder(x[0], x[1] | 1), (x, _) => x[0] % (x[1] | 1), 2),
        .. Each("mod", typeof(Rem), x => x[0] % (x[1] | 1), (x, _) => x[0] - (x[1] | 1) * FloorDivide(x[0], x[1] | 1), 2),
        .. Each("floor divide", typeof(Div), x => Tensor.FloorDivide(x[0], x[1] | 1), (x, _) => FloorDivide(x[0], x[1] | 1), 2),
        .. Each("max", typeof(Max), x => Tensor.Maximum(x[0], x[1]), (x, _) => Math.Max(x[0], x[1]), 2),
        .. Each("min", typeof(Min), x => Tensor.Minimum(x[0], x[1]), (x, _) => Math.Min(x[0], x[1]), 2),
        .. Each("cube", typeof(IntegerPower), x => x[0].Pow(3), (x, _) => unchecked(x[0] * x[0] * x[0]), 1),
        .. Each("sign", typeof(Sign), x => x[0].Sign(), (x, _) => Math.Sign(x[0]), 1),
        .. Each("less", typeof(Less), x => (x[0] < x[1]).As(x[0].DType), (x, _) => x[0] < x[1] ? 1 : 0, 2),
        .. Each("as float", typeof(Primitives.Convert), x => x[0].As(DType.F64).As(x[0].DType), (x, _) => x[0], 1),
        new("Threefry", [typeof(ThreefryBlock)], x => new RandomKey(x[0]).Bits([7]), x =>
            Plain.Make([7], i => Xor(Threefry.Block((uint)x[0][0], (uint)x[0][1], 0, (uint)i[0]))),
            [[new(DType.U32, [2], 0, uint.MaxValue)]]),
    ];

    private static double Xor((uint First, uint Second) words) => words.First ^ words.Second;

    private static ulong Mask(int bits) => ulong.MaxValue >> (64 - bits);

    private static long FloorDivide(long a, long b) => a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);

    private static IEnumerable<PrimitiveRow> Bits(string name, Type primitive, Func<Tensor[], Tensor> call, Func<long[], long> f, int operands) =>
        [.. Each(name, primitive, call, (x, _) => f(x), operands), Row($"{name} of Bool", primitive, call, x => f(x) & 1, DType.Bool, operands)];

    private static PrimitiveRow[] Each(string name, Type primitive, Func<Tensor[], Tensor> call, Func<long[], int, long> f, int operands) =>
        [.. s_types.Select(t => Row($"{name} of {t}", primitive, call, x => Narrow(f(x, 8 * t.Size()), t), t, operands))];

    private static PrimitiveRow Row(string name, Type primitive, Func<Tensor[], Tensor> call, Func<long[], long> f, DType type, int operands)
    {
        (double low, double high) = type switch { DType.Bool => (0d, 1d), DType.U8 => (0d, 256d), DType.I8 => (sbyte.MinValue, 128d), DType.I32 => (int.MinValue, int.MaxValue), _ => (0d, uint.MaxValue) };
        return new(name, [primitive], call, x => ElementRows.Elements(x, e => f([.. e.Select(v => (long)v)])),
            [.. ElementRows.Shapes.Select(s => Enumerable.Repeat(new Operand(type, s, low, high), operands).ToArray())]);
    }

    private static long Narrow(long x, DType type) => type switch { DType.U8 => unchecked((byte)x), DType.I8 => unchecked((sbyte)x), DType.I32 => unchecked((int)x), _ => unchecked((uint)x) };
}
