using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>eˣ.</summary>
internal sealed record Exp() : Unary(ScalarOp.Exp)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * y;
}

/// <summary>eˣ - 1, exact near 0.</summary>
internal sealed record Expm1() : Unary(ScalarOp.Expm1)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (y + 1f);
}

/// <summary>The natural logarithm.</summary>
internal sealed record Log() : Unary(ScalarOp.Log)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx / x;
}

/// <summary>log(1 + x), exact near 0.</summary>
internal sealed record Log1p() : Unary(ScalarOp.Log1p)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx / (x + 1f);
}

/// <summary>log(eᵃ + eᵇ) = max(a, b) + log(1 + e^-|a - b|). The derivative by a is sigmoid(a - b).</summary>
internal sealed record LogAddExp() : Elementwise(ScalarOp.Add)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Sum(
        dx[0] is { } da ? da * (x[0] - x[1]).Sigmoid() : null, dx[1] is { } db ? db * (x[1] - x[0]).Sigmoid() : null);

    public override int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result)
    {
        (int a, int b) = (operands[0], operands[1]);
        int max = builder.Apply(ScalarOp.Max, result, a, b), difference = builder.Apply(ScalarOp.Sub, result, a, b);
        int decay = builder.Apply(ScalarOp.Exp, result, builder.Apply(ScalarOp.Neg, result, builder.Apply(ScalarOp.Abs, result, difference)));
        int sum = builder.Apply(ScalarOp.Add, result, max, builder.Apply(ScalarOp.Log1p, result, decay));
        // Equal infinities have no difference; their sum is the result.
        int defined = builder.Apply(ScalarOp.Equal, DType.Bool, difference, difference);
        return builder.Apply(ScalarOp.Select, result, defined, sum, builder.Apply(ScalarOp.Add, result, a, b));
    }
}

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid() : Unary(ScalarOp.Sigmoid)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (y * (1f - y));
}

/// <summary>The hyperbolic tangent.</summary>
internal sealed record Tanh() : Unary(ScalarOp.Tanh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((1f - y) * (1f + y));
}

/// <summary>The hyperbolic sine.</summary>
internal sealed record Sinh() : Unary(ScalarOp.Sinh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * x.Cosh();
}

/// <summary>The hyperbolic cosine.</summary>
internal sealed record Cosh() : Unary(ScalarOp.Cosh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * x.Sinh();
}

/// <summary>The inverse of sinh.</summary>
internal sealed record Asinh() : Unary(ScalarOp.Asinh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (x * x + 1f).Rsqrt();
}

/// <summary>The inverse of cosh.</summary>
internal sealed record Acosh() : Unary(ScalarOp.Acosh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((x - 1f).Rsqrt() * (x + 1f).Rsqrt());
}

/// <summary>The inverse of tanh.</summary>
internal sealed record Atanh() : Unary(ScalarOp.Atanh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx / ((1f - x) * (1f + x));
}
