using System.Globalization;

namespace SpikeJit.Snn;

/// <summary>
/// Layers in a row. In every time step all of them run, one after another; time is one <see cref="Fn"/> Scan. Parameters are named
/// <c>{layer}.{name}</c>, layers counted from 0.
/// </summary>
public sealed record Sequential : ILayer
{
    /// <param name="layers">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Sequential(params ILayer[] layers)
    {
        if (layers.Length == 0 || layers.Contains(null!)) throw new ArgumentException("Sequential: give at least one layer, none of them null.", nameof(layers));
        Layers = layers;
    }

    /// <summary>The layers.</summary>
    public ILayer[] Layers { get; }

    /// <summary>The same layers.</summary>
    public bool Equals(Sequential? other) => other is not null && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => Layers.Aggregate(Layers.Length, HashCode.Combine);

    /// <inheritdoc/>
    public Shape OutputShape(Shape input) => Layers.Aggregate(input, (shape, layer) => layer.OutputShape(shape));

    /// <inheritdoc/>
    public Parameters Init(RandomKey key)
    {
        RandomKey[] keys = key.Split(Layers.Length);
        return Parameters.Join(Layers.Select((layer, i) => (Name(i), layer.Init(keys[i]))));
    }

    /// <inheritdoc/>
    public object? InitialState(Shape input, DType dtype = DType.F32)
    {
        var states = new object?[Layers.Length];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = Layers[i].InitialState(input, dtype);
            input = Layers[i].OutputShape(input);
        }
        return states;
    }

    /// <inheritdoc/>
    public (object? State, Tensor Output) Step(Parameters parameters, object? state, Tensor input)
    {
        object?[] states = [.. (object?[])state!];
        for (int i = 0; i < states.Length; i++) (states[i], input) = Layers[i].Step(parameters.Scope(Name(i)), states[i], input);
        return (states, input);
    }

    /// <summary>The output of each step for a sequence, from the initial state.</summary>
    /// <param name="parameters">As <see cref="Init"/> gives them.</param>
    /// <param name="sequence">Spikes or currents of one example <c>[T, n]</c>, or of a batch <c>[T, B, n]</c>.</param>
    /// <returns><c>[T, n_out]</c> or <c>[T, B, n_out]</c>.</returns>
    /// <exception cref="ShapeException">The sequence has no steps, or not the width of the first layer.</exception>
    /// <exception cref="DTypeException">The sequence is not floating-point.</exception>
    public Tensor Run(Parameters parameters, Tensor sequence)
    {
        Sequences.CheckTimed(sequence, "Run");
        return Run(parameters, InitialState(sequence.Shape.Without(0), sequence.DType), sequence).Outputs;
    }

    /// <summary>The output of each step and the last state, from a given state: a sequence in pieces gives what the whole gives.</summary>
    /// <inheritdoc cref="Run(Parameters, Tensor)"/>
    public (object? State, Tensor Outputs) Run(Parameters parameters, object? state, Tensor sequence)
    {
        Sequences.CheckTimed(sequence, "Run");
        OutputShape(sequence.Shape.Without(0));
        return Fn.Scan<object?, Tensor, Tensor>((s, x) => Step(parameters, s, x), state, sequence);
    }

    /// <summary>The output of each step for a current that stays the same. Layers without state that come first run once.</summary>
    /// <param name="parameters">As <see cref="Init"/> gives them.</param>
    /// <param name="current">Of one example <c>[n]</c>, or of a batch <c>[B, n]</c>.</param>
    /// <param name="steps">T.</param>
    /// <returns><c>[T, n_out]</c> or <c>[T, B, n_out]</c>.</returns>
    /// <exception cref="ShapeException">The current has not the width of the first layer.</exception>
    /// <exception cref="DTypeException">The current is not floating-point.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public Tensor RunConstant(Parameters parameters, Tensor current, int steps)
    {
        Check.Count(steps);
        Check.Float(current, "RunConstant: the current");
        if (current.Rank == 0) throw new ShapeException("RunConstant: the current is a scalar; it must be [N] for one example or [B, N] for a batch.");
        OutputShape(current.Shape);
        var states = (object?[])InitialState(current.Shape, current.DType)!;
        int first = 0;
        while (first < Layers.Length && states[first] is null)
        {
            current = Layers[first].Step(parameters.Scope(Name(first)), null, current).Output;
            first++;
        }
        return Fn.Scan<object?[], Tensor>(
            s =>
            {
                object?[] next = [.. s];
                Tensor x = current;
                for (int i = first; i < next.Length; i++) (next[i], x) = Layers[i].Step(parameters.Scope(Name(i)), next[i], x);
                return (next, x);
            },
            states, steps).Outputs;
    }

    private static string Name(int layer) => layer.ToString(CultureInfo.InvariantCulture);
}
