namespace SpikeJit.Snn;

/// <summary>
/// A population of cells with trained connections among itself (<see cref="Recurrent{TState}"/>): parameters <c>weight</c> <c>[N, N]</c> and, where wanted,
/// <c>bias</c> <c>[N]</c>.
/// </summary>
/// <param name="Cell">The cell.</param>
/// <param name="Neurons">N.</param>
/// <param name="Bias">Whether there is a bias; it starts at 0.</param>
/// <param name="Initializer">Of the weights; orthogonal with gain 0.5 when null.</param>
public sealed record RecurrentLayer<TState>(ICell<TState> Cell, int Neurons, bool Bias = false, Initializer? Initializer = null) : ILayer where TState : class
{
    /// <summary>N.</summary>
    public int Neurons { get; } = Check.Count(Neurons);

    /// <inheritdoc/>
    public Shape OutputShape(Shape input) => input.Rank > 0 && input[-1] == Neurons
        ? input
        : throw new ShapeException($"RecurrentLayer of {Neurons} neurons: the input of a step is {input}; its last axis must be {Neurons}.");

    /// <inheritdoc/>
    public Parameters Init(RandomKey key)
    {
        var entries = new Dictionary<string, Tensor> { ["weight"] = (Initializer ?? Initializer.Orthogonal(0.5)).Draw(key, Neurons, Neurons) };
        if (Bias) entries["bias"] = Tensor.Zeros([Neurons]);
        return new(entries);
    }

    /// <inheritdoc/>
    public object? InitialState(Shape input, DType dtype) => new RecurrentState<TState>(Cell.Initial(input, dtype), Tensor.Zeros(input, dtype));

    /// <inheritdoc/>
    public (object? State, Tensor Output) Step(Parameters parameters, object? state, Tensor input) =>
        new Recurrent<TState>(Cell, parameters["weight"], Bias ? parameters["bias"] : null).Step((RecurrentState<TState>)state!, input);
}
