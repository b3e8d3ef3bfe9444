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

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid() : Unary(ScalarOp.Sigmoid)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (y * (1f - y));
}

/// <summary>The hyperbolic tangent.</summary>
internal sealed record Tanh() : Unary(ScalarOp.Tanh)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (1f - y * y);
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
