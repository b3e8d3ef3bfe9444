namespace SpikeJit.Snn;

/// <summary>
/// A layer of a network: data with a pure step for one time step. Parameters and state are trees that the caller holds; the same step serves one example
/// <c>[N]</c>, a batch <c>[B, N]</c>, and whatever <see cref="Fn"/>'s VMap adds.
/// </summary>
public interface ILayer
{
    /// <summary>The shape of the output of a step.</summary>
    /// <exception cref="ShapeException">The layer does not take such an input.</exception>
    Shape OutputShape(Shape input);

    /// <summary>Parameters to start training from; empty for a layer that has none.</summary>
    Parameters Init(RandomKey key);

    /// <summary>The state before the first step; null for a layer without state.</summary>
    /// <param name="input">The shape of the input of a step.</param>
    /// <param name="dtype">F32 or F64.</param>
    object? InitialState(Shape input, DType dtype);

    /// <summary>One time step.</summary>
    /// <param name="parameters">As <see cref="Init"/> gives them.</param>
    /// <param name="state">As <see cref="InitialState"/> gives it.</param>
    /// <param name="input">Spikes or currents.</param>
    (object? State, Tensor Output) Step(Parameters parameters, object? state, Tensor input);
}
