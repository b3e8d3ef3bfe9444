using SpikeJit.Primitives;

namespace SpikeJit;

/// <summary>What becomes of positions that lie outside an axis.</summary>
public enum OutOfRange
{
    /// <summary>The nearest position inside is meant.</summary>
    Clip,
    /// <summary>A read gives a fill value; a write does nothing.</summary>
    FillOrDrop,
    /// <summary>Positions go round: the extent is 0 again.</summary>
    Wrap,
}

// Copies in which part of the elements are joined with values. Tensors are immutable: JAX writes x.at[…].set(…).
public sealed partial class Tensor
{
    /// <summary>A copy in which part of the elements are replaced. Later positions win over earlier ones.</summary>
    /// <param name="items">The index, as between brackets. Negative positions count from the end.</param>
    /// <param name="value">Values that broadcast to the part.</param>
    /// <param name="outside">What is written at positions outside: nothing, unless stated otherwise.</param>
    /// <exception cref="ShapeException">The index does not fit the tensor, or the value the part.</exception>
    public Tensor With(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) => Updated(ScatterMode.Set, items, value, outside);

    /// <summary>A copy in which a value is added to part of the elements; positions named twice add twice.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithAdded(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) => Updated(ScatterMode.Add, items, value, outside);

    /// <summary>A copy in which part of the elements are multiplied; positions named twice multiply twice.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithMultiplied(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) => Updated(ScatterMode.Multiply, items, value, outside);

    /// <summary>A copy in which part of the elements are divided; positions named twice divide by the product. Integers become F32.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithDivided(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) =>
        this / OnesLike(this).Updated(ScatterMode.Multiply, items, value, outside);

    /// <summary>A copy in which part of the elements are raised to a power; positions named twice to the product of the powers.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithPower(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) =>
        Pow(OnesLike(this).Updated(ScatterMode.Multiply, items, value, outside));

    /// <summary>A copy in which part of the elements are replaced by the smaller of themselves and a value. Ties share the derivative.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithMinimum(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) => Updated(ScatterMode.Min, items, value, outside);

    /// <summary>A copy in which part of the elements are replaced by the larger of themselves and a value. Ties share the derivative.</summary>
    /// <inheritdoc cref="With"/>
    public Tensor WithMaximum(ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside = OutOfRange.FillOrDrop) => Updated(ScatterMode.Max, items, value, outside);

    /// <summary>A copy in which the elements at row-major positions are replaced: NumPy's <c>put</c>.</summary>
    /// <param name="positions">Integers; negative ones count from the end.</param>
    /// <param name="values">Values that broadcast to the positions.</param>
    /// <param name="outside">What is written at positions outside: nothing, unless stated otherwise.</param>
    /// <exception cref="DTypeException">The positions are no integers.</exception>
    /// <exception cref="ShapeException">The values do not broadcast to the positions.</exception>
    public Tensor Put(Tensor positions, Tensor values, OutOfRange outside = OutOfRange.FillOrDrop) =>
        Flatten().With([positions], values, outside).Reshape(Shape);

    private Tensor Updated(ScatterMode mode, ReadOnlySpan<Axis> items, Tensor value, OutOfRange outside)
    {
        // Which flat position each chosen element has is itself an index expression.
        IndexItems plan = IndexItems.Resolve(Shape, items, outside);
        Tensor places = Arange(Size).Reshape(Shape).PartOf(plan);
        if (outside == OutOfRange.FillOrDrop && plan.Inside(Shape) is { } inside) places = Select(inside.BroadcastTo(places.Shape), places, Full(places.Shape, -1));
        Tensor updates = value.As(DType).BroadcastTo(places.Shape);
        return Bind1(new Scatter(mode, 0, Clamp: false), Flatten(), places.Flatten(), updates.Flatten()).Reshape(Shape);
    }
}
