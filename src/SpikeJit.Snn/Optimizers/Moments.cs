namespace SpikeJit.Snn;

/// <summary>m̂/(√(v̂ + ε₀) + ε), m and v running means of g and g², both corrected for their start at 0.</summary>
internal sealed record AdamScale(double B1, double B2, double Epsilon, double EpsilonRoot, bool Nesterov) : ElementTransform
{
    public override int Buffers => 2;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor m = buffers[0] = buffers[0] * B1 + g * (1 - B1), v = buffers[1] = buffers[1] * B2 + g.Square() * (1 - B2);
        Tensor now = context.BiasCorrection(B1, g.DType);
        Tensor mean = Nesterov ? m / context.BiasCorrection(B1, g.DType, 1) * B1 + g / now * (1 - B1) : m / now;
        Tensor variance = v / context.BiasCorrection(B2, g.DType);
        return mean / ((EpsilonRoot == 0 ? variance : variance + EpsilonRoot).Sqrt() + Epsilon);
    }
}

/// <summary>As Adam, with v the running mean of (g − m)².</summary>
internal sealed record BeliefScale(double B1, double B2, double Epsilon, double EpsilonRoot) : ElementTransform
{
    public override int Buffers => 2;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor m = buffers[0] = buffers[0] * B1 + g * (1 - B1);
        Tensor v = buffers[1] = buffers[1] * B2 + (g - m).Square() * (1 - B2) + EpsilonRoot;
        return m / context.BiasCorrection(B1, g.DType) / ((v / context.BiasCorrection(B2, g.DType)).Sqrt() + Epsilon);
    }
}

/// <summary>m̂/u, u ← max(|g| + ε, β₂u).</summary>
internal sealed record AdamaxScale(double B1, double B2, double Epsilon) : ElementTransform
{
    public override int Buffers => 2;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor m = buffers[0] = buffers[0] * B1 + g * (1 - B1), u = buffers[1] = Tensor.Maximum(g.Abs() + Epsilon, buffers[1] * B2);
        return m / context.BiasCorrection(B1, g.DType) / u;
    }
}

/// <summary>g/√(v + ε), v the running mean of g²; centred: of (g − mean)².</summary>
internal sealed record RmsScale(double Decay, double Epsilon, bool Centered, bool EpsilonInRoot, double InitialScale) : ElementTransform
{
    public override int Buffers => Centered ? 2 : 1;

    public override Tensor Initial(int buffer, Tensor parameter) =>
        buffer == 0 && InitialScale != 0 ? Tensor.OnesLike(parameter) * InitialScale : Tensor.ZerosLike(parameter);

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor v = buffers[0] = buffers[0] * Decay + g.Square() * (1 - Decay);
        if (Centered)
        {
            Tensor mean = buffers[1] = buffers[1] * Decay + g * (1 - Decay);
            v -= mean.Square();
        }
        return EpsilonInRoot ? g * (v + Epsilon).Rsqrt() : g / (v.Sqrt() + Epsilon);
    }
}

/// <summary>g/√(Σg² + ε).</summary>
internal sealed record AdagradScale(double InitialAccumulator, double Epsilon) : ElementTransform
{
    public override int Buffers => 1;

    public override Tensor Initial(int buffer, Tensor parameter) => Tensor.OnesLike(parameter) * InitialAccumulator;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor sum = buffers[0] = buffers[0] + g.Square();
        return Tensor.Select(sum > 0, g * (sum + Epsilon).Rsqrt(), Tensor.ZerosLike(g));
    }
}

/// <summary>sign(β₁m + (1 − β₁)g); m ← β₂m + (1 − β₂)g.</summary>
internal sealed record LionScale(double B1, double B2) : ElementTransform
{
    public override int Buffers => 1;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor m = buffers[0];
        buffers[0] = m * B2 + g * (1 - B2);
        return (m * B1 + g * (1 - B1)).Sign();
    }
}
