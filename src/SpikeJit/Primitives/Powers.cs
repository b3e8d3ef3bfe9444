using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>
/// a^b with a real exponent. d/da is b·a^(b-1), and 0 where b = 0; d/db is a^b·log a, and a^b·0 where a = 0.
/// </summary>
internal sealed record Pow() : Elementwise(ScalarOp.Pow)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        (Tensor a, Tensor b) = (x[0], x[1]);
        Tensor zero = Tensor.ZerosLike(a);
        Tensor? byBase = null, byExponent = null;
        if (dx[0] is { } da)
        {
            Tensor flat = b.Equal(zero);
            byBase = da * Tensor.Select(flat, zero, b * a.Pow(Tensor.Select(flat, Tensor.OnesLike(b), b - 1f)));
        }
        if (dx[1] is { } db)
        {
            byExponent = db * (Tensor.Select(a.Equal(zero), Tensor.OnesLike(a), a).Log() * y);
        }
        return Sum(byBase, byExponent);
    }
}

/// <summary>x multiplied with itself: xⁿ by repeated squaring, 1/x⁻ⁿ for negative n. The derivative is n·xⁿ⁻¹.</summary>
internal sealed record IntegerPower(int Exponent) : Elementwise(ScalarOp.Mul)
{
    public override string Describe() => $"{Name}[{Exponent}]";

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Exponent switch
    {
        0 => null,
        1 => dx[0]!,
        _ => dx[0]! * (Exponent * x[0].Pow(Exponent - 1)),
    };

    public override int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result)
    {
        int one = builder.Constant(Numbers.Bits(1, result), result);
        int square = operands[0], product = -1;
        for (uint n = (uint)Math.Abs((long)Exponent); n > 0; n >>= 1)
        {
            if ((n & 1) != 0) product = product < 0 ? square : builder.Apply(ScalarOp.Mul, result, product, square);
            if (n > 1) square = builder.Apply(ScalarOp.Mul, result, square, square);
        }
        if (product < 0) return one;
        return Exponent < 0 ? builder.Apply(ScalarOp.Div, result, one, product) : product;
    }
}

/// <summary>√x.</summary>
internal sealed record Sqrt() : Unary(ScalarOp.Sqrt)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx / (2f * y);
}

/// <summary>1/√x.</summary>
internal sealed record Rsqrt() : Unary(ScalarOp.Rsqrt)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (-0.5f * (y / x));
}

/// <summary>∛x.</summary>
internal sealed record Cbrt() : Unary(ScalarOp.Cbrt)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((1f / 3f) * y.Pow(-2));
}

/// <summary>√(a² + b²): the larger times √(1 + ratio²). The derivative at (0, 0) is 0.</summary>
internal sealed record Hypot() : Elementwise(ScalarOp.Sqrt)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        Tensor length = Tensor.Select(y.Equal(0), Tensor.OnesLike(y), y);
        return Sum(dx[0] is { } da ? da * (x[0] / length) : null, dx[1] is { } db ? db * (x[1] / length) : null);
    }

    public override int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result)
    {
        int one = builder.Constant(Numbers.Bits(1, result), result), zero = builder.Constant(0, result);
        int infinity = builder.Constant(Numbers.Bits(double.PositiveInfinity, result), result);
        int a = builder.Apply(ScalarOp.Abs, result, operands[0]), b = builder.Apply(ScalarOp.Abs, result, operands[1]);
        int large = builder.Apply(ScalarOp.Max, result, a, b), small = builder.Apply(ScalarOp.Min, result, a, b);
        int isZero = builder.Apply(ScalarOp.Equal, DType.Bool, large, zero);
        int ratio = builder.Apply(ScalarOp.Div, result, small, builder.Apply(ScalarOp.Select, result, isZero, one, large));
        int length = builder.Apply(ScalarOp.Mul, result, large, builder.Apply(ScalarOp.Sqrt, result, builder.Apply(ScalarOp.FusedMultiplyAdd, result, ratio, ratio, one)));
        // An infinite side makes the length infinite, even beside NaN or another infinity.
        int infinite = builder.Apply(ScalarOp.Or, DType.Bool,
            builder.Apply(ScalarOp.Equal, DType.Bool, a, infinity), builder.Apply(ScalarOp.Equal, DType.Bool, b, infinity));
        return builder.Apply(ScalarOp.Select, result, infinite, infinity, length);
    }
}
