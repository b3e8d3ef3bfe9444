namespace SpikeJit.Snn;

/// <summary>
/// A gradient method as pure functions over trees of parameters: <see cref="Init"/> makes the state, <see cref="Update"/> gives the next parameters and
/// state, so both work inside <see cref="Fn"/>'s Jit. Formulas are those of optax 0.2.8, whose trajectories are reproduced.
/// </summary>
public sealed partial record Optimizer
{
    private Optimizer(GradientTransform[] transforms, int accumulation = 1) => (Transforms, Accumulation) = (transforms, accumulation);

    private GradientTransform[] Transforms { get; }

    private int Accumulation { get; }

    /// <summary>An optimizer of the same parts.</summary>
    public bool Equals(Optimizer? other) => other is not null && Accumulation == other.Accumulation && Transforms.SequenceEqual(other.Transforms);

    /// <inheritdoc/>
    public override int GetHashCode() => Transforms.Aggregate(Accumulation, HashCode.Combine);

    /// <summary>Gradients are scaled down together, before anything else, when their norm over all parameters reaches a limit.</summary>
    /// <param name="limit">The largest norm, &gt; 0.</param>
    public Optimizer WithGlobalNormClip(double limit) => new([new ClipGlobalNorm(Check.Positive(limit)), .. Transforms], Accumulation);

    /// <summary>Each element of the gradients is held within ±<paramref name="limit"/>, before anything else.</summary>
    public Optimizer WithClip(double limit) => new([new Clip(Check.Positive(limit)), .. Transforms], Accumulation);

    /// <summary>Adds λ·w to the gradients before anything else (L2 regularisation; AdamW decays after the scaling instead).</summary>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="decays">Which parameters, by name; all when absent.</param>
    public Optimizer WithWeightDecay(double lambda, Func<string, bool>? decays = null) =>
        new([new WeightDecay(Check.NotNegative(lambda), decays), .. Transforms], Accumulation);

    /// <summary>Parameters change only at every n-th call, by the mean of the n gradients.</summary>
    /// <param name="count">n ≥ 1.</param>
    public Optimizer WithAccumulation(int count) => new(Transforms, Check.Count(count));

    /// <summary>The state before the first update.</summary>
    /// <exception cref="DTypeException">A parameter is not floating-point.</exception>
    public OptimizerState Init<T>(T parameters)
    {
        Tensor[] leaves = Tree.Leaves(parameters);
        foreach (Tensor leaf in leaves) Check.Float(leaf, "Init: a parameter");
        Tensor[][][] buffers = [.. Transforms.Select(t => Enumerable.Range(0, t.Buffers).Select(b => Array.ConvertAll(leaves, p => t.Initial(b, p))).ToArray())];
        Tensor[] gathered = Accumulation > 1 ? Array.ConvertAll(leaves, Tensor.ZerosLike) : [];
        return new(Tensor.Scalar(0), buffers, gathered, Tensor.Scalar(0));
    }

    /// <summary>The next parameters and state.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients, a tree of the same structure.</param>
    /// <param name="state">As <see cref="Init"/> or the last update gave it.</param>
    /// <exception cref="TreeException">The gradients are not of the parameters' structure, or the state is of another optimizer or other parameters.</exception>
    /// <exception cref="ShapeException">A gradient is not of its parameter's type.</exception>
    public (T Parameters, OptimizerState State) Update<T>(T parameters, T gradients, OptimizerState state)
    {
        // Joining checks that the structures agree.
        Tensor[] updates = Tree.Leaves(Tree.Map(Matching, parameters, gradients)), leaves = Tree.Leaves(parameters);
        CheckState(state, leaves);
        if (Accumulation == 1)
        {
            (Tensor[] next, OptimizerState after) = Step(leaves, updates, Tree.Paths(parameters), state);
            return (Tree.WithLeaves(parameters, next), after);
        }
        Tensor[] gathered = [.. updates.Select((g, i) => state.Gathered[i] + g)];
        Tensor count = state.GatheredCount + 1, due = count.Equal(Accumulation);
        (Tensor[] moved, OptimizerState advanced) = Step(leaves, Array.ConvertAll(gathered, g => g * (1.0 / Accumulation)), Tree.Paths(parameters), state);
        advanced = advanced with { Gathered = Array.ConvertAll(gathered, Tensor.ZerosLike), GatheredCount = Tensor.ZerosLike(count) };
        OptimizerState waiting = state with { Gathered = gathered, GatheredCount = count };
        return (
            Tree.WithLeaves(parameters, [.. moved.Select((m, i) => Tensor.Select(due, m, leaves[i]))]),
            Tree.Map((now, later) => Tensor.Select(due, now, later), advanced, waiting));
    }

    /// <summary>√Σx² over all tensors of a tree.</summary>
    public static Tensor GlobalNorm<T>(T tree) => Tree.Leaves(tree).Select(t => t.Square().Sum()).Aggregate((a, b) => a + b).Sqrt();

    private (Tensor[] Parameters, OptimizerState State) Step(Tensor[] parameters, Tensor[] updates, string[] paths, OptimizerState state)
    {
        var context = new UpdateContext(parameters, paths, state.Step);
        updates = [.. updates];
        Tensor[][][] buffers = Array.ConvertAll(state.Buffers, part => Array.ConvertAll(part, b => (Tensor[])[.. b]));
        for (int t = 0; t < Transforms.Length; t++) Transforms[t].Apply(updates, buffers[t], context);
        return ([.. parameters.Select((p, i) => p + updates[i])], state with { Step = state.Step + 1, Buffers = buffers });
    }

    private static Tensor Matching(Tensor parameter, Tensor gradient) => parameter.Type == gradient.Type
        ? gradient
        : throw new ShapeException($"Update: a gradient is {gradient.Type}, its parameter {parameter.Type}. Give the gradient of that parameter.");

    private void CheckState(OptimizerState state, Tensor[] parameters)
    {
        int[] expected = [.. Transforms.Select(t => t.Buffers)];
        bool fits = state.Buffers.Select(b => b.Length).SequenceEqual(expected)
            && state.Buffers.All(part => part.All(b => b.Select(t => t.Type).SequenceEqual(parameters.Select(p => p.Type))))
            && state.Gathered.Length == (Accumulation > 1 ? parameters.Length : 0);
        if (!fits) throw new TreeException("Update: the state is of another optimizer or other parameters. Make it with Init of this optimizer and these parameters.");
    }
}
