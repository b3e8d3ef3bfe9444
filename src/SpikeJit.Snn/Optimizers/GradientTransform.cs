namespace SpikeJit.Snn;

/// <summary>A part of an optimizer: gradients in, better updates out. Parts stand in a row in an <see cref="Optimizer"/>.</summary>
internal abstract record GradientTransform
{
    /// <summary>How many tensors are remembered for each parameter.</summary>
    public virtual int Buffers => 0;

    /// <summary>A buffer before the first update.</summary>
    public virtual Tensor Initial(int buffer, Tensor parameter) => Tensor.ZerosLike(parameter);

    /// <summary>From the updates so far to the next, in place; <paramref name="buffers"/> are replaced, too.</summary>
    public abstract void Apply(Tensor[] updates, Tensor[][] buffers, in UpdateContext context);
}

/// <summary>What a transform may look at.</summary>
/// <param name="Parameters">The parameters before the update.</param>
/// <param name="Paths">Their names.</param>
/// <param name="Step">Updates made before, an I32 scalar.</param>
internal readonly record struct UpdateContext(Tensor[] Parameters, string[] Paths, Tensor Step)
{
    /// <summary>1 − βᵗ, t counted from 1, without cancellation.</summary>
    public Tensor BiasCorrection(double beta, DType dtype, int ahead = 0) => -((Step + (1 + ahead)).As(dtype) * Math.Log(beta)).Expm1();
}

/// <summary>A transform that treats each parameter by itself.</summary>
internal abstract record ElementTransform : GradientTransform
{
    public override void Apply(Tensor[] updates, Tensor[][] buffers, in UpdateContext context)
    {
        var own = new Tensor[Buffers];
        for (int i = 0; i < updates.Length; i++)
        {
            for (int b = 0; b < own.Length; b++) own[b] = buffers[b][i];
            updates[i] = Apply(updates[i], own, context, i);
            for (int b = 0; b < own.Length; b++) buffers[b][i] = own[b];
        }
    }

    protected abstract Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter);
}
