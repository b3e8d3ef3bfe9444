namespace SpikeJit;

/// <summary>An index expression made definite for a shape: a strided slice, tensors of positions, and the final shape.</summary>
internal sealed class IndexItems
{
    private readonly List<int> _starts = [], _steps = [], _extents = [];
    private readonly List<(int Axis, Tensor Positions)> _positions = [];
    private bool _wraps;

    /// <summary>The result's axes: an extent, or -1 for "the axes of the positions".</summary>
    private readonly List<int> _result = [];

    public Ints Starts => [.. _starts];

    public Ints Steps => [.. _steps];

    public Shape Extents => [.. _extents];

    public IReadOnlyList<(int Axis, Tensor Positions)> Positions => _positions;

    public int FirstPosition => _positions[0].Axis;

    public bool IsWhole { get; private set; } = true;


    public Shape Result { get; private set; }

    public static IndexItems Resolve(Shape shape, ReadOnlySpan<Axis> items, OutOfRange outside = OutOfRange.Clip)
    {
        var plan = new IndexItems { _wraps = outside == OutOfRange.Wrap };
        int used = 0, rests = 0;
        foreach (Axis item in items)
        {
            if (item.What is Axis.Kind.At or Axis.Kind.Slice or Axis.Kind.Tensor) used++;
            if (item.What is Axis.Kind.Rest) rests++;
        }
        if (used > shape.Rank || rests > 1)
            throw new ShapeException($"An index with {used} items{(rests > 1 ? $" and {rests} Axis.Rest" : "")} does not fit {shape}, which has {shape.Rank} axes.");
        int axis = 0;
        foreach (Axis item in items)
        {
            switch (item.What)
            {
                case Axis.Kind.New: plan._result.Add(1); break;
                case Axis.Kind.Rest:
                    for (int i = used; i < shape.Rank; i++) plan.Whole(shape[axis++]);
                    break;
                case Axis.Kind.At: plan.At(shape, axis++, item.At); break;
                case Axis.Kind.Slice: plan.Range(shape, axis++, item); break;
                default: plan.Tensor(shape, axis++, item.Positions!); break;
            }
        }
        while (axis < shape.Rank) plan.Whole(shape[axis++]);
        Shape positions = plan._positions.Count == 0 ? SpikeJit.Shape.Scalar : plan.Together().Aggregate((a, b) => a + b).Shape;
        plan.Result = [.. plan._result.SelectMany(d => d < 0 ? [.. positions] : new[] { d })];
        return plan;
    }

    private void Add(int start, int step, int extent)
    {
        _starts.Add(start);
        _steps.Add(step);
        _extents.Add(extent);
    }

    private void Whole(int extent)
    {
        Add(0, 1, extent);
        _result.Add(extent);
    }

    private void At(Shape shape, int axis, Index at)
    {
        int position = at.GetOffset(shape[axis]);
        if ((uint)position >= (uint)shape[axis])
            throw new ShapeException($"Position {at} is outside axis {axis} of {shape}, whose extent is {shape[axis]}.");
        Add(position, 1, 1);
        IsWhole = false;
    }

    private void Range(Shape shape, int axis, Axis item)
    {
        int extent = shape[axis], start = item.Range.Start.GetOffset(extent), end = item.Range.End.GetOffset(extent);
        if (start < 0 || end > extent || start > end)
            throw new ShapeException($"Range {item.Range} is outside axis {axis} of {shape}, whose extent is {extent}.");
        int step = item.Step, count = (int)(((long)end - start + Math.Abs((long)step) - 1) / Math.Abs((long)step));
        Add(count == 0 ? 0 : step > 0 ? start : end - 1, step, count);
        _result.Add(count);
        IsWhole &= start == 0 && end == extent && step == 1;
    }

    private void Tensor(Shape shape, int axis, Tensor positions)
    {
        if (!positions.DType.IsInteger())
            throw new DTypeException($"An index must be an integer tensor, not {positions.Type}. Convert it with As(DType.I32), or use Select for a mask.");
        if (_positions.Count == 0) _result.Add(-1);
        Add(0, 1, shape[axis]);
        Tensor index = positions.As(DType.I32);
        _positions.Add((axis, _wraps ? index % shape[axis] : SpikeJit.Tensor.Select(index < 0, index + shape[axis], index)));
    }

    private Tensor[] Together() => [.. _positions.Select(p => p.Positions)];

    /// <summary>Which chosen elements lie inside the tensor; null when all must.</summary>
    public Tensor? Inside(Shape shape)
    {
        Tensor? inside = null;
        foreach ((int axis, Tensor positions) in _positions)
        {
            Tensor here = (positions >= 0) & (positions < shape[axis]);
            inside = inside is null ? here : inside & here;
        }
        if (inside is null) return null;
        // The axes after the positions' own are whole.
        int after = _result.Count - 1 - _result.IndexOf(-1);
        return inside.Reshape([.. inside.Shape, .. Enumerable.Repeat(1, after)]);
    }

    /// <summary>The positions on several axes as one flat position; the order of axes that brings those first; the extent of the flat axis.</summary>
    public (Tensor Flat, int[] Order, int Extent) FlatPositions(Shape shape)
    {
        Tensor? flat = null;
        int extent = 1;
        foreach ((int axis, Tensor positions) in _positions)
        {
            Tensor clamped = positions.Clip(0, Math.Max(shape[axis] - 1, 0));
            flat = flat is null ? clamped : flat * shape[axis] + clamped;
            extent *= shape[axis];
        }
        int[] chosen = [.. _positions.Select(p => p.Axis)];
        return (flat!, [.. chosen, .. Enumerable.Range(0, shape.Rank).Where(a => !chosen.Contains(a))], extent);
    }
}
