using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    private const int LongVector = 4096;

    /// <summary>The same elements in row-major order under another shape; one extent may be -1 and is then found from the others.</summary>
    /// <exception cref="ShapeException">The sizes differ.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> dims)
    {
        int open = dims.IndexOf(-1);
        if (open >= 0)
        {
            int[] filled = dims.ToArray();
            filled[open] = 1;
            int rest = new Shape(filled).Size;
            if (rest == 0 || Size % rest != 0)
                throw new ShapeException($"Reshape: {Type} has {Size} elements, which [{string.Join(", ", dims.ToArray())}] cannot hold. Choose extents that divide it.");
            filled[open] = Size / rest;
            dims = filled;
        }
        if (dims.SequenceEqual(Shape.Dims)) return this;
        var shape = new Shape(dims);
        if (Origin is Fill fill && shape.Size == Size) return new Tensor(new Fill(Type with { Shape = shape }, fill.Bits));
        return Bind1(new Reshape(shape), this);
    }

    /// <summary>One axis.</summary>
    public Tensor Flatten() => Reshape([Size]);

    /// <summary>Stretched to a shape: axes of extent 1 and missing leading axes repeat.</summary>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    public Tensor BroadcastTo(Shape shape)
    {
        if (shape == Shape) return this;
        int added = shape.Rank - Rank;
        var kept = new List<int>();
        for (int a = 0; a < Rank; a++)
        {
            if (added < 0 || (Shape[a] != shape[a + added] && Shape[a] != 1))
                throw new ShapeException($"BroadcastTo: {Shape} cannot be stretched to {shape}. Extents must be equal or 1, counted from the last axis.");
            if (Shape[a] == shape[a + added]) kept.Add(a);
        }
        if (Origin is Fill fill) return new Tensor(new Fill(Type with { Shape = shape }, fill.Bits));
        Tensor core = kept.Count == Rank ? this : Reshape([.. kept.Select(a => Shape[a])]);
        return Bind1(new Broadcast(shape, [.. kept.Select(a => a + added)]), core);
    }

    /// <summary>Repeated along a new first axis.</summary>
    internal Tensor Repeated(int count) => Origin is Fill fill
        ? new Tensor(new Fill(Type with { Shape = Shape.Insert(0, count) }, fill.Bits))
        : Bind1(new Broadcast(Shape.Insert(0, count), Ints.Range(1, Rank)), this);

    /// <summary>The axes in another order: axis a of the result is axis <c>order[a]</c>.</summary>
    public Tensor Permute(params ReadOnlySpan<int> order)
    {
        var axes = new int[order.Length];
        for (int a = 0; a < axes.Length; a++) axes[a] = Shape.Axis(order[a]);
        if (axes.Length == Rank && axes.SequenceEqual(Enumerable.Range(0, Rank))) return this;
        if (Origin is Fill fill && axes.Order().SequenceEqual(Enumerable.Range(0, Rank))) return new Tensor(new Fill(Type with { Shape = [.. axes.Select(a => Shape[a])] }, fill.Bits));
        return Bind1(new Permute(new Ints(axes)), this);
    }

    /// <summary>The axes in reverse order: the transpose of a matrix.</summary>
    public Tensor Transpose() => Permute([.. Enumerable.Range(0, Rank).Reverse()]);

    /// <summary>Two axes exchanged.</summary>
    public Tensor SwapAxes(int a, int b)
    {
        int[] order = [.. Enumerable.Range(0, Rank)];
        (a, b) = (Shape.Axis(a), Shape.Axis(b));
        (order[a], order[b]) = (order[b], order[a]);
        return Permute(order);
    }

    /// <summary>An axis moved to another place, the others in order.</summary>
    public Tensor MoveAxis(int from, int to)
    {
        (from, to) = (Shape.Axis(from), Shape.Axis(to));
        List<int> order = [.. Enumerable.Range(0, Rank)];
        order.RemoveAt(from);
        order.Insert(to, from);
        return Permute([.. order]);
    }

    /// <summary>Several axes moved to other places, the others in order.</summary>
    /// <exception cref="ShapeException">The numbers of axes differ, or one is named twice.</exception>
    public Tensor MoveAxis(int[] from, int[] to)
    {
        int[] source = [.. from.Select(a => Shape.Axis(a))], target = [.. to.Select(a => Shape.Axis(a))];
        if (source.Length != target.Length || source.Distinct().Count() != source.Length || target.Distinct().Count() != target.Length)
            throw new ShapeException($"MoveAxis: axes ({string.Join(", ", from)}) of {Shape} cannot move to ({string.Join(", ", to)}). Name as many places, each once.");
        var rest = new Queue<int>(Enumerable.Range(0, Rank).Except(source));
        return Permute([.. Enumerable.Range(0, Rank).Select(a => Array.IndexOf(target, a) is >= 0 and var i ? source[i] : rest.Dequeue())]);
    }

    /// <summary>A new axis of extent 1 before an axis (0 … rank, or negative from the end).</summary>
    public Tensor ExpandDims(int axis)
    {
        int a = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)a > (uint)Rank) throw new ShapeException($"ExpandDims: axis {axis} is out of range for {Shape}. Choose one from {-Rank - 1} to {Rank}.");
        return Reshape(Shape.Insert(a, 1));
    }

    /// <summary>Without an axis of extent 1.</summary>
    public Tensor Squeeze(int axis) => Shape[axis] == 1
        ? Reshape(Shape.Without(axis))
        : throw new ShapeException($"Squeeze: axis {axis} of {Shape} has extent {Shape[axis]}, not 1. Reduce or index it instead.");

    /// <summary>Without any axes of extent 1.</summary>
    public Tensor Squeeze() => Reshape([.. Shape.Where(d => d != 1)]);

    /// <summary>The elements along an axis in reverse order.</summary>
    public Tensor Flip(int axis)
    {
        int a = Shape.Axis(axis);
        return Bind1(new Slice([.. Shape.Select((d, i) => i == a ? Math.Max(d - 1, 0) : 0)], [.. Shape.Select((_, i) => i == a ? -1 : 1)], Shape), this);
    }

    /// <summary>The elements along every axis in reverse order.</summary>
    public Tensor Flip() => AllAxes().Aggregate(this, (x, a) => x.Flip(a));

    /// <summary>The elements along an axis moved on by a distance, those that leave entering at the other end.</summary>
    public Tensor Roll(int shift, int axis)
    {
        int n = Shape[axis];
        if (n == 0) return this;
        int by = (shift % n + n) % n;
        return by == 0 ? this : Concatenate([SliceAxis(axis, n - by, by), SliceAxis(axis, 0, n - by)], axis);
    }

    /// <summary>The elements along several axes moved on by distances.</summary>
    /// <exception cref="ShapeException">The numbers of distances and axes differ.</exception>
    public Tensor Roll(int[] shifts, int[] axes) => shifts.Length == axes.Length
        ? shifts.Zip(axes).Aggregate(this, (x, m) => x.Roll(m.First, m.Second))
        : throw new ShapeException($"Roll: {shifts.Length} distances for {axes.Length} axes of {Shape}. Give one each.");

    /// <summary>count elements of an axis from start on.</summary>
    public Tensor SliceAxis(int axis, int start, int count)
    {
        int a = Shape.Axis(axis);
        if (start == 0 && count == Shape[a]) return this;
        int[] dims = Shape.ToArray();
        dims[a] = count;
        return Bind1(new Slice([.. dims.Select((_, i) => i == a ? start : 0)], [.. dims.Select(_ => 1)], dims), this);
    }

    /// <summary>count elements of an axis from start on, a step apart.</summary>
    internal Tensor EveryAlong(int axis, int start, int step, int count)
    {
        int a = Shape.Axis(axis);
        int[] dims = Shape.ToArray();
        dims[a] = count;
        return Bind1(new Slice([.. dims.Select((_, i) => i == a && count > 0 ? start : 0)], [.. dims.Select((_, i) => i == a ? step : 1)], dims), this);
    }

    /// <summary>Padded with a value: <c>before[a]</c> and <c>after[a]</c> elements around axis a.</summary>
    public Tensor Pad(int[] before, int[] after, double value = 0)
    {
        CheckWidths(before, after);
        Shape shape = [.. Shape.Select((d, a) => before[a] + d + after[a])];
        return Bind1(new Embed(new Ints(before), [.. before.Select(_ => 1)], shape), this, Number(value));
    }

    private void CheckWidths(int[] before, int[] after)
    {
        if (before.Length != Rank || after.Length != Rank || before.Concat(after).Any(w => w < 0))
            throw new ShapeException($"Pad: widths ({string.Join(", ", before)}) and ({string.Join(", ", after)}) do not fit {Shape}. Give one width ≥ 0 for each axis and side.");
    }

    /// <summary>Tensors one after another along an axis.</summary>
    /// <exception cref="ShapeException">There are none, or they differ in another axis.</exception>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        if (tensors.Count == 0) throw new ShapeException("Concatenate: there are no tensors. Give at least one.");
        DType dtype = tensors.Select(t => t.DType).Aggregate(DTypes.Promote);
        int a = tensors[0].Shape.Axis(axis);
        return tensors.Count == 1 ? tensors[0] : Bind1(new Concat(a), [.. tensors.Select(t => t.As(dtype))]);
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        if (tensors.Count == 0) throw new ShapeException("Stack: there are no tensors. Give at least one.");
        if (tensors.FirstOrDefault(t => t.Shape != tensors[0].Shape) is { } other)
            throw new ShapeException($"Stack: the shapes differ: {tensors[0].Shape} and {other.Shape}. Reshape or broadcast them, or use Concatenate.");
        int place = axis < 0 ? axis + tensors[0].Rank + 1 : axis;
        return Concatenate([.. tensors.Select(t => t.ExpandDims(place))], place);
    }

    /// <summary>The pieces of an axis, each of the same extent.</summary>
    /// <exception cref="ShapeException">The axis does not divide into that many pieces.</exception>
    public Tensor[] Split(int pieces, int axis = 0)
    {
        int n = Shape[axis];
        if (pieces < 1 || n % pieces != 0) throw new ShapeException($"Split: axis {axis} of {Shape} does not divide into {pieces} equal pieces.");
        return [.. Enumerable.Range(0, pieces).Select(i => SliceAxis(axis, i * (n / pieces), n / pieces))];
    }

    /// <summary>The matrix product. Vectors and matrices, or stacks of matrices whose leading axes broadcast: <c>[…, m, k] · […, k, n] → […, m, n]</c>.</summary>
    /// <exception cref="ShapeException">The inner extents differ.</exception>
    public Tensor Dot(Tensor other)
    {
        (Tensor a, Tensor b) = Matched(this, other);
        if (a.Rank == 0 || b.Rank == 0) throw new ShapeException($"Dot: {a.Type} · {b.Type}: a scalar has no axis to sum over. Multiply with *.");
        // Long sums of products of two vectors keep the accuracy of sums.
        if (a.Rank == 1 && b.Rank == 1 && a.Size == b.Size && a.Size >= LongVector && a.DType.IsFloat()) return (a * b).Sum();
        if (a.Rank <= 2 && b.Rank <= 2) return Bind1(new Dot([a.Rank - 1], [Math.Max(b.Rank - 2, 0)], [], []), a, b);
        if (b.Rank == 1) return Bind1(new Dot([a.Rank - 1], [0], [], []), a, b);
        if (a.Rank == 1) return Bind1(new Dot([0], [b.Rank - 2], [], []), a, b);
        if (b.Rank == 2) return Bind1(new Dot([a.Rank - 1], [0], [], []), a, b);
        Shape batch = BroadcastShapes("Dot", [.. a.Shape.SkipLast(2)], [.. b.Shape.SkipLast(2)]);
        a = a.BroadcastTo([.. batch, .. a.Shape.TakeLast(2)]);
        b = b.BroadcastTo([.. batch, .. b.Shape.TakeLast(2)]);
        Ints axes = Ints.Range(0, batch.Rank);
        return Bind1(new Dot([batch.Rank + 1], [batch.Rank], axes, axes), a, b);
    }

    /// <summary>One where the class index says, zero elsewhere: I32 <c>[…] → […, classes]</c>.</summary>
    /// <exception cref="DTypeException">The indices are no integers.</exception>
    /// <exception cref="ShapeException">The number of classes is negative.</exception>
    public Tensor OneHot(int classes, DType dtype = DType.F32)
    {
        if (!DType.IsInteger()) throw new DTypeException($"OneHot: class indices are integers, not {Type}. Convert them with As(DType.I32).");
        Shape shape = Shape.Insert(Rank, classes);
        return ExpandDims(-1).BroadcastTo(shape).Equal(Iota(shape, Rank)).As(dtype);
    }
}
