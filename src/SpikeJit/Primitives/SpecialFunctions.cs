using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>The error function.</summary>
internal sealed record Erf() : Unary(ScalarOp.Erf)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((2 / Math.Sqrt(Math.PI)) * (-(x * x)).Exp());
}

/// <summary>1 - erf(x), exact for large x.</summary>
internal sealed record Erfc() : Unary(ScalarOp.Erfc)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((-2 / Math.Sqrt(Math.PI)) * (-(x * x)).Exp());
}

/// <summary>The inverse of erf.</summary>
internal sealed record ErfInv() : Unary(ScalarOp.ErfInv)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((Math.Sqrt(Math.PI) / 2) * (y * y).Exp());
}

/// <summary>The inverse of erf for uniform draws, in F32 with the roundings of JAX's normal ones.</summary>
internal sealed record ErfInvOfDraw() : Unary(ScalarOp.ErfInvOfDraw)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * ((Math.Sqrt(Math.PI) / 2) * (y * y).Exp());
}

/// <summary>log |Γ(x)|. Its derivative is the digamma function.</summary>
internal sealed record Lgamma() : Unary(ScalarOp.Lgamma)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * x.Digamma();
}

/// <summary>The derivative of log Γ. Its derivative is the trigamma function.</summary>
internal sealed record Digamma() : Unary(ScalarOp.Digamma)
{
    protected override Tensor Jvp(Tensor x, Tensor dx, Tensor y) => dx * x.Trigamma();
}
