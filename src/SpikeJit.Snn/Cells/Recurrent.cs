namespace SpikeJit.Snn;

/// <summary>The state of a cell, and its last output.</summary>
public sealed record RecurrentState<TState>(TState Inner, Tensor Output);

/// <summary>
/// A cell that also receives its population's last spikes: the current is <c>x + s·W + b</c>. With a <see cref="Lif"/> inside it is the recurrent LIF of
/// snnTorch (RLeaky), Norse (lif_step) and sc-neurocore.
/// </summary>
/// <param name="Cell">The cell inside.</param>
/// <param name="Weight">W, <c>[N, N]</c> from row to column, or <c>[N]</c> for neurons that feed back to themselves only.</param>
/// <param name="Bias">b, <c>[N]</c>, or null.</param>
/// <exception cref="ShapeException">The weight is neither square nor a vector.</exception>
public sealed record Recurrent<TState>(ICell<TState> Cell, Tensor Weight, Tensor? Bias = null) : ICell<RecurrentState<TState>> where TState : class
{
    /// <summary>W.</summary>
    public Tensor Weight { get; } = Weight.Rank == 1 || (Weight.Rank == 2 && Weight.Shape[0] == Weight.Shape[1])
        ? Weight
        : throw new ShapeException($"Recurrent: the weight is {Weight.Type}; it must be [N, N], or [N].");

    /// <inheritdoc/>
    public RecurrentState<TState> Initial(Shape shape, DType dtype = DType.F32) => new(Cell.Initial(shape, dtype), Tensor.Zeros(shape, dtype));

    /// <inheritdoc/>
    public (RecurrentState<TState> State, Tensor Output) Step(RecurrentState<TState> state, Tensor input)
    {
        Tensor current = input + (Weight.Rank == 1 ? state.Output * Weight : state.Output.Dot(Weight));
        if (Bias is not null) current += Bias;
        (TState inner, Tensor output) = Cell.Step(state.Inner, current);
        return (new(inner, output), output);
    }
}
