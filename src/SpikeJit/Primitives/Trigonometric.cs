using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>The sine.</summary>
internal sealed record Sin() : Unary(ScalarOp.Sin)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * x.Cos();
}

/// <summary>The cosine.</summary>
internal sealed record Cos() : Unary(ScalarOp.Cos)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => -(dx * x.Sin());
}

/// <summary>The tangent.</summary>
internal sealed record Tan() : Unary(ScalarOp.Tan)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (1f + y * y);
}

/// <summary>The inverse of sin.</summary>
internal sealed record Asin() : Unary(ScalarOp.Asin)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * (1f - x * x).Rsqrt();
}

/// <summary>The inverse of cos.</summary>
internal sealed record Acos() : Unary(ScalarOp.Acos)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => -(dx * (1f - x * x).Rsqrt());
}

/// <summary>The inverse of tan.</summary>
internal sealed record Atan() : Unary(ScalarOp.Atan)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx / (1f + x * x);
}

/// <summary>The angle of the point (b, a).</summary>
internal sealed record Atan2() : Elementwise(ScalarOp.Atan2)
{
    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        Tensor square = x[0] * x[0] + x[1] * x[1];
        return Sum(dx[0] is { } da ? da * (x[1] / square) : null, dx[1] is { } db ? -(db * (x[0] / square)) : null);
    }
}
