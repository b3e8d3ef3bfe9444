using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>
    /// Part of the tensor: <c>x[.., 0, 1..^1]</c>. Positions drop their axis, ranges keep it; missing items mean whole axes. Tensors of positions
    /// broadcast together and put their axes where the first of them stands.
    /// </summary>
    /// <exception cref="ShapeException">There are more items than axes, or a position or range reaches outside.</exception>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<Axis> items]
    {
        get => PartOf(IndexItems.Resolve(Shape, items));
    }

    /// <summary>
    /// The part that an index gives, where tensors of positions may point outside: negative ones count from the end, and of those that are then still outside
    /// <paramref name="outside"/> says what they read.
    /// </summary>
    /// <param name="items">The index, as between brackets.</param>
    /// <param name="outside">What positions outside read.</param>
    /// <param name="fill">The value read outside with <see cref="OutOfRange.FillOrDrop"/>; integers read NaN as 0.</param>
    /// <exception cref="ShapeException">There are more items than axes, or a number or range reaches outside.</exception>
    public Tensor Get(ReadOnlySpan<Axis> items, OutOfRange outside, double fill = double.NaN)
    {
        IndexItems plan = IndexItems.Resolve(Shape, items, outside);
        Tensor part = PartOf(plan);
        if (outside != OutOfRange.FillOrDrop || plan.Inside(Shape) is not { } inside) return part;
        return Select(inside.BroadcastTo(part.Shape), part, Tensor.Full(part.Shape, fill).As(DType));
    }

    private Tensor PartOf(IndexItems plan)
    {
        Tensor part = plan.IsWhole ? this : Bind1(new Slice(plan.Starts, plan.Steps, plan.Extents), this);
        if (plan.Positions.Count > 0) part = part.Chosen(plan);
        return part.Reshape(plan.Result);
    }

    /// <summary>The elements at positions along an axis; negative positions count from the end, others outside are clamped.</summary>
    /// <exception cref="ShapeException">The axis is out of range, or empty while there are positions.</exception>
    /// <exception cref="DTypeException">The positions are no integers.</exception>
    public Tensor Take(Tensor positions, int axis = 0) => TakeClamped(positions.AsIndexInto(Shape[axis]), axis);

    /// <summary>The elements at positions along an axis, as NumPy's <c>take</c> has them.</summary>
    /// <param name="positions">Integers.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="outside">
    /// What positions outside read. Negative positions count from the end, except with <see cref="OutOfRange.Clip"/>, where they read the first element.
    /// </param>
    /// <param name="fill">The value read outside with <see cref="OutOfRange.FillOrDrop"/>; integers read NaN as 0.</param>
    /// <exception cref="ShapeException">The axis is out of range, or empty while there are positions.</exception>
    /// <exception cref="DTypeException">The positions are no integers.</exception>
    public Tensor Take(Tensor positions, int axis, OutOfRange outside, double fill = double.NaN)
    {
        if (outside == OutOfRange.Clip) return TakeClamped(positions.AsIndex(), axis);
        int extent = Shape[axis], a = Shape.Axis(axis);
        if (outside == OutOfRange.Wrap) return TakeClamped(positions.AsIndex() % extent, axis);
        Tensor index = positions.AsIndexInto(extent), found = TakeClamped(index, axis);
        Tensor inside = (index.GreaterOrEqual(0) & index.Less(extent)).Reshape([.. positions.Shape, .. Enumerable.Repeat(1, Rank - 1 - a)]);
        return Select(inside.BroadcastTo(found.Shape), found, Full(found.Shape, fill).As(DType));
    }

    /// <summary>The elements at positions along an axis; positions outside are clamped.</summary>
    internal Tensor TakeClamped(Tensor positions, int axis = 0)
    {
        int a = Shape.Axis(axis);
        Tensor rows = Bind1(new Gather(0), MoveAxis(a, 0), positions);
        // The axes of the positions stand first; they belong where the axis was.
        int[] order = [.. Enumerable.Range(positions.Rank, a), .. Enumerable.Range(0, positions.Rank), .. Enumerable.Range(positions.Rank + a, Rank - 1 - a)];
        return rows.Permute(order);
    }

    /// <summary>For each line along an axis the elements at that line's own positions; negative ones count from the end, others outside are clamped.</summary>
    /// <exception cref="ShapeException">The axis is out of range, or the other axes differ.</exception>
    /// <exception cref="DTypeException">The positions are no integers.</exception>
    public Tensor TakeAlong(Tensor positions, int axis)
    {
        int a = Shape.Axis(axis);
        if (positions.Rank != Rank || positions.Shape.Without(a) != Shape.Without(a))
            throw new ShapeException($"TakeAlong: positions {positions.Type} do not fit {Type}: all axes but {axis} must be equal. Broadcast one of them.");
        return Bind1(new Gather(Rank - 1), MoveAxis(a, -1), positions.AsIndexInto(Shape[a]).MoveAxis(a, -1)).MoveAxis(-1, a);
    }

    /// <summary>A window of fixed size whose place is a value; a negative start counts from the end, one that would reach outside is moved inside.</summary>
    /// <param name="starts">The first position along each axis, integer scalars.</param>
    /// <param name="sizes">The window's extents.</param>
    public Tensor DynamicSlice(IReadOnlyList<Tensor> starts, Shape sizes)
    {
        Tensor part = this;
        for (int a = 0; a < Rank; a++) part = part.TakeClamped(Window(starts, sizes, a), a);
        return part;
    }

    /// <summary>A copy with a window overwritten whose place is a value; a negative start counts from the end, one that would reach outside is moved inside.</summary>
    public Tensor DynamicUpdateSlice(Tensor update, IReadOnlyList<Tensor> starts)
    {
        Tensor flat = Arange(Size).Reshape(Shape).DynamicSlice(starts, update.Shape);
        return Bind1(new Scatter(ScatterMode.Set, 0, Clamp: false), Flatten(), flat.Flatten(), update.As(DType).Flatten()).Reshape(Shape);
    }

    private Tensor Window(IReadOnlyList<Tensor> starts, Shape sizes, int axis)
    {
        if (starts.Count != Rank || sizes.Rank != Rank || sizes[axis] > Shape[axis])
            throw new ShapeException($"A window of {sizes} does not fit into {Shape}, or not every axis has a start ({starts.Count} given).");
        if (starts[axis].Rank != 0) throw new ShapeException($"A window's start is a scalar, not {starts[axis].Type} (axis {axis} of {Shape}). Index it first.");
        return starts[axis].AsIndexInto(Shape[axis]).Clip(0, Shape[axis] - sizes[axis]) + Arange(sizes[axis]);
    }

    private Tensor AsIndex() => DType.IsInteger() || DType == DType.Bool
        ? As(DType.I32)
        : throw new DTypeException($"An index must be an integer tensor, not {Type}. Convert it with As(DType.I32).");

    private Tensor AsIndexInto(int extent)
    {
        Tensor index = AsIndex();
        return DType.IsSigned() ? Select(index.Less(0), index + extent, index) : index;
    }

    /// <summary>The elements at tensors of positions, which stand on several axes: they become one axis, and one flat position.</summary>
    private Tensor Chosen(IndexItems plan)
    {
        (Tensor flat, int[] order, int extent) = plan.FlatPositions(Shape);
        Tensor rows = Permute(order).Reshape([extent, .. order[plan.Positions.Count..].Select(a => Shape[a])]);
        Tensor found = Bind1(new Gather(0), rows, flat);
        int before = order[plan.Positions.Count..].Count(a => a < plan.FirstPosition), rank = flat.Rank;
        return found.Permute([.. Enumerable.Range(rank, before), .. Enumerable.Range(0, rank), .. Enumerable.Range(rank + before, found.Rank - rank - before)]);
    }
}
