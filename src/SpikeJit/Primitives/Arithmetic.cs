using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>-x.</summary>
internal sealed record Neg() : LinearElementwise(ScalarOp.Neg)
{
    protected override Tensor Map(Tensor dx, Tensor[] x) => -dx;
}

/// <summary>An elementwise operation of one operand that is linear in it and its own transpose.</summary>
internal abstract record LinearElementwise(ScalarOp Op) : Elementwise(Op)
{
    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Map(dx[0]!, x);

    public sealed override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => [Map(cotangents[0]!, [])];

    /// <summary>The linear map.</summary>
    protected abstract Tensor Map(Tensor dx, Tensor[] x);
}

/// <summary>a + b.</summary>
internal sealed record Add() : Elementwise(ScalarOp.Add)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Sum(dx[0], dx[1]);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        [operands[0] is null ? cotangents[0] : null, operands[1] is null ? cotangents[0] : null];
}

/// <summary>a - b.</summary>
internal sealed record Sub() : Elementwise(ScalarOp.Sub)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        dx[1] is null ? dx[0] : dx[0] is null ? -dx[1]! : dx[0]! - dx[1]!;

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        [operands[0] is null ? cotangents[0] : null, operands[1] is null ? -cotangents[0]! : null];
}

/// <summary>a · b.</summary>
internal sealed record Mul() : Elementwise(ScalarOp.Mul)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Sum(dx[0] is { } da ? da * x[1] : null, dx[1] is { } db ? db * x[0] : null);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        operands[0] is null ? [cotangents[0]! * operands[1]!, null] : [null, cotangents[0]! * operands[0]!];
}

/// <summary>a / b.</summary>
internal sealed record Div() : Elementwise(ScalarOp.Div)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Sum(dx[0] is { } da ? da / x[1] : null, dx[1] is { } db ? -(db * (y / x[1])) : null);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => [cotangents[0]! / operands[1]!, null];
}

/// <summary>The remainder of the division that truncates; a - trunc(a/b)·b.</summary>
internal sealed record Rem() : Elementwise(ScalarOp.Rem)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Sum(dx[0], dx[1] is { } db ? -(db * (x[0] / x[1]).Truncate()) : null);
}

/// <summary>The larger of two; at a tie the derivative is shared.</summary>
internal sealed record Max() : Elementwise(ScalarOp.Max)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Extremes.Tangent(x[0].Greater(x[1]), x, dx);
}

/// <summary>The smaller of two; at a tie the derivative is shared.</summary>
internal sealed record Min() : Elementwise(ScalarOp.Min)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Extremes.Tangent(x[0].Less(x[1]), x, dx);
}

/// <summary>The derivative of Max and Min.</summary>
internal static class Extremes
{
    /// <summary>The tangent of the chosen operand, or half of each at a tie.</summary>
    public static Tensor Tangent(Tensor firstWins, Tensor[] x, Tensor?[] dx)
    {
        Tensor tie = x[0].Equal(x[1]);
        Tensor zero = Tensor.ZerosLike(x[0]);
        Tensor da = dx[0] ?? zero, db = dx[1] ?? zero;
        return Tensor.Select(tie, 0.5f * (da + db), Tensor.Select(firstWins, da, db));
    }
}

/// <summary>|x|. The derivative at 0 is 1, as in JAX.</summary>
internal sealed record Abs() : Elementwise(ScalarOp.Abs)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Tensor.Select(x[0].Less(Tensor.ZerosLike(x[0])), -dx[0]!, dx[0]!);
}

/// <summary>-1, 0 or 1.</summary>
internal sealed record Sign() : Flat(ScalarOp.Sign);

/// <summary>The largest integer not above x.</summary>
internal sealed record Floor() : Flat(ScalarOp.Floor);

/// <summary>The smallest integer not below x.</summary>
internal sealed record Ceiling() : Flat(ScalarOp.Ceil);

/// <summary>The nearest integer, halves to even.</summary>
internal sealed record Round() : Flat(ScalarOp.Round);

/// <summary>The nearest integer, halves away from 0.</summary>
internal sealed record RoundAway() : Flat(ScalarOp.Round)
{
    public override int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result)
    {
        // Rounding to even is wrong for halves alone; the fraction is exact.
        int whole = builder.Apply(ScalarOp.Trunc, result, operands[0]), rest = builder.Apply(ScalarOp.Abs, result, builder.Apply(ScalarOp.Sub, result, operands[0], whole));
        int isHalf = builder.Apply(ScalarOp.Equal, DType.Bool, rest, builder.Constant(Numbers.Bits(0.5, result), result));
        int away = builder.Apply(ScalarOp.Add, result, whole, builder.Apply(ScalarOp.Sign, result, operands[0]));
        return builder.Apply(ScalarOp.Select, result, isHalf, away, builder.Apply(ScalarOp.Round, result, operands[0]));
    }
}

/// <summary>x without its fraction.</summary>
internal sealed record Truncate() : Flat(ScalarOp.Trunc);

/// <summary>a·b + c, rounded once.</summary>
internal sealed record FusedMultiplyAdd() : Elementwise(ScalarOp.FusedMultiplyAdd)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Sum(Sum(dx[0] is { } da ? da * x[1] : null, dx[1] is { } db ? db * x[0] : null), dx[2]);
}
