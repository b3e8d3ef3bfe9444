namespace SpikeJit.Snn;

/// <summary>−η·g, η a schedule.</summary>
internal sealed record LearningRate(Schedule Rate) : ElementTransform
{
    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter) => g * -Rate.At(context.Step, g.DType);
}

/// <summary>m ← g + μm; the update is m, or g + μm with Nesterov's.</summary>
internal sealed record Momentum(double Mu, bool Nesterov) : ElementTransform
{
    public override int Buffers => 1;

    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter)
    {
        Tensor m = buffers[0] = g + buffers[0] * Mu;
        return Nesterov ? g + m * Mu : m;
    }
}

/// <summary>g + λw, for the parameters that are chosen by name.</summary>
internal sealed record WeightDecay(double Lambda, Func<string, bool>? Decays) : ElementTransform
{
    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter) =>
        Decays?.Invoke(context.Paths[parameter]) == false ? g : g + context.Parameters[parameter] * Lambda;
}

/// <summary>Each element within ±limit.</summary>
internal sealed record Clip(double Limit) : ElementTransform
{
    protected override Tensor Apply(Tensor g, Tensor[] buffers, in UpdateContext context, int parameter) => g.Clip(-Limit, Limit);
}

/// <summary>All gradients scaled down together when their norm √Σg² reaches a limit.</summary>
internal sealed record ClipGlobalNorm(double Limit) : GradientTransform
{
    public override void Apply(Tensor[] updates, Tensor[][] buffers, in UpdateContext context)
    {
        if (updates.Length == 0) return;
        Tensor norm = Optimizer.GlobalNorm(updates);
        for (int i = 0; i < updates.Length; i++)
        {
            Tensor n = norm.As(updates[i].DType);
            // The norm is not 0 where it is divided by.
            Tensor safe = Tensor.Select(n < Limit, Tensor.OnesLike(n), n);
            updates[i] = Tensor.Select(n < Limit, updates[i], updates[i] / safe * Limit);
        }
    }
}
