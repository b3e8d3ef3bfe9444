namespace SpikeJit.Snn;

/// <summary>A projection: <c>y = x·W + b</c>, W <c>[n_in, n_out]</c> under the name <c>weight</c>, b <c>[n_out]</c> under <c>bias</c>.</summary>
public sealed record Linear : ILayer
{
    /// <param name="inputs">n_in.</param>
    /// <param name="outputs">n_out.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">Of the weights; uniform on ±1/√n_in when absent. The bias starts uniform on the same interval.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Initializer? initializer = null)
    {
        Inputs = Check.Count(inputs);
        Outputs = Check.Count(outputs);
        Bias = bias;
        Initializer = initializer;
    }

    /// <summary>n_in.</summary>
    public int Inputs { get; }

    /// <summary>n_out.</summary>
    public int Outputs { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool Bias { get; }

    /// <summary>How the weights start; null for the default.</summary>
    public Initializer? Initializer { get; }

    /// <inheritdoc/>
    public Shape OutputShape(Shape input)
    {
        if (input.Rank == 0 || input[-1] != Inputs)
            throw new ShapeException($"Linear({Inputs}, {Outputs}): the input of a step is {input}; its last axis must be {Inputs}.");
        return [.. input.Dims[..^1], Outputs];
    }

    /// <inheritdoc/>
    public Parameters Init(RandomKey key)
    {
        (RandomKey weightKey, RandomKey biasKey) = key.Split();
        var entries = new Dictionary<string, Tensor> { ["weight"] = (Initializer ?? Initializer.Uniform()).Draw(weightKey, Inputs, Outputs) };
        if (Bias) entries["bias"] = biasKey.Uniform([Outputs], -1 / Math.Sqrt(Inputs), 1 / Math.Sqrt(Inputs));
        return new(entries);
    }

    /// <inheritdoc/>
    public object? InitialState(Shape input, DType dtype) => null;

    /// <inheritdoc/>
    public (object? State, Tensor Output) Step(Parameters parameters, object? state, Tensor input) => (null, Apply(parameters, input));

    /// <summary>The projection of <c>[…, n_in]</c>.</summary>
    public Tensor Apply(Parameters parameters, Tensor input)
    {
        Tensor y = input.Dot(parameters["weight"]);
        return Bias ? y + parameters["bias"] : y;
    }
}
