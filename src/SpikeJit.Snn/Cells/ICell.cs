namespace SpikeJit.Snn;

/// <summary>
/// A neuron as parameters (its own members), a state and a pure step. The state is a tree that callers carry, so that <see cref="Fn"/>'s Scan, VMap, Grad
/// and Jit apply; nothing is hidden in the cell.
/// </summary>
/// <typeparam name="TState">The state, a record of tensors.</typeparam>
public interface ICell<TState> : ILayer where TState : class
{
    /// <summary>The state before the first step.</summary>
    /// <param name="shape">The shape of the input of one step: <c>[N]</c>, or <c>[B, N]</c> for a batch.</param>
    /// <param name="dtype">F32 or F64.</param>
    TState Initial(Shape shape, DType dtype = DType.F32);

    /// <summary>One time step.</summary>
    /// <param name="state">The state that the last step left.</param>
    /// <param name="input">The input current.</param>
    /// <returns>The next state, and the output: spikes (0 or 1), or a potential for cells without spikes. Of the input's shape.</returns>
    (TState State, Tensor Output) Step(TState state, Tensor input);

    Shape ILayer.OutputShape(Shape input) => input;

    Parameters ILayer.Init(RandomKey key) => Parameters.Empty;

    object? ILayer.InitialState(Shape input, DType dtype) => Initial(input, dtype);

    (object? State, Tensor Output) ILayer.Step(Parameters parameters, object? state, Tensor input) => Step((TState)state!, input);
}

/// <summary>Running a cell through time.</summary>
public static class Cell
{
    /// <summary>The outputs of a sequence of inputs, and the last state: a scan of the cell's step.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="sequence">Currents, <c>[T, N]</c> or <c>[T, B, N]</c>.</param>
    /// <param name="initial">The state before the first step; the cell's own when absent.</param>
    /// <exception cref="ShapeException">The sequence has no time axis.</exception>
    /// <exception cref="DTypeException">The sequence is not floating-point.</exception>
    public static (TState State, Tensor Outputs) Run<TState>(this ICell<TState> cell, Tensor sequence, TState? initial = null) where TState : class
    {
        Sequences.CheckTimed(sequence, cell.GetType().Name);
        return Fn.Scan<TState, Tensor, Tensor>(cell.Step, initial ?? cell.Initial(sequence.Shape.Without(0), sequence.DType), sequence);
    }
}
