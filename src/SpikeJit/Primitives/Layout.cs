namespace SpikeJit.Primitives;

/// <summary>Repeats a tensor along new axes: axis i of the operand becomes axis <c>Axes[i]</c> of the result (ascending).</summary>
internal sealed record Broadcast(Shape Shape, Ints Axes) : Linear
{
    public override string Describe() => $"{Name}[{Shape}{Axes}]";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        for (int i = 0; i < Axes.Count; i++)
            if (Axes.Count != inputs[0].Shape.Rank || inputs[0].Shape[i] != Shape[Axes[i]])
                throw Mismatch(Name, $"the operand does not fit axes {Axes} of {Shape}", inputs, "Reshape it first.");
        return inputs[0] with { Shape = Shape };
    }

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types)
    {
        int[] added = [.. Enumerable.Range(0, Shape.Rank).Where(a => !Axes.Contains(a))];
        return [ct.Sum(added)];
    }

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Bind1(new Broadcast(Shape.Insert(0, size), [0, .. Axes.Select(a => a + 1)]), x);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.View([.. Axes.Select(a => new AxisMap(a))]);
}

/// <summary>The same elements in the same order under another shape.</summary>
internal sealed record Reshape(Shape Shape) : Linear
{
    public override string Describe() => $"{Name}[{Shape}]";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0].Size == Shape.Size
        ? inputs[0] with { Shape = Shape }
        : throw new ShapeException($"reshape: {inputs[0]} has {inputs[0].Size} elements, {Shape} has {Shape.Size}. The sizes must be equal.");

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types) => [ct.Reshape(types[0].Shape)];

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => x[0].Reshape(Shape.Insert(0, size));

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.SameOrder();
}

/// <summary>Axes in another order: axis a of the result is axis <c>Order[a]</c> of the operand.</summary>
internal sealed record Permute(Ints Order) : Linear
{
    public override string Describe() => $"{Name}{Order}";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        Shape shape = inputs[0].Shape;
        if (!Order.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
            throw Mismatch(Name, $"{Order} is no order of the axes", inputs, "Name each axis once.");
        return inputs[0] with { Shape = [.. Order.Select(a => shape[a])] };
    }

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types) =>
        [ct.Permute([.. Enumerable.Range(0, Order.Count).Select(Order.IndexOf)])];

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => x[0].Permute([0, .. Order.Select(a => a + 1)]);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) =>
        new Lowering.View([.. Enumerable.Range(0, Order.Count).Select(a => new AxisMap(Order.IndexOf(a)))]);
}

/// <summary>Every <c>Steps[a]</c>-th element from <c>Starts[a]</c> on, <c>Shape[a]</c> of them; a step may be negative.</summary>
internal sealed record Slice(Ints Starts, Ints Steps, Shape Shape) : Linear
{
    public override string Describe() => $"{Name}[{Starts}{Steps}{Shape}]";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        Shape shape = inputs[0].Shape;
        bool fits = shape.Rank == Shape.Rank;
        for (int a = 0; fits && a < Shape.Rank; a++)
            fits = Shape[a] == 0 || (Inside(Starts[a], shape[a]) && Inside(Starts[a] + (long)Steps[a] * (Shape[a] - 1), shape[a]));
        return fits ? inputs[0] with { Shape = Shape } : throw Mismatch(Name, $"{Starts}{Steps}{Shape} reaches outside", inputs, "Keep within the extents.");

        static bool Inside(long index, int extent) => index >= 0 && index < extent;
    }

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types) =>
        [Tensor.Bind1(new Embed(Starts, Steps, types[0].Shape), ct, Tensor.Zeros(Shape.Scalar, ct.DType))];

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Bind1(new Slice([0, .. Starts], [1, .. Steps], Shape.Insert(0, size)), x);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) =>
        new Lowering.View([.. Enumerable.Range(0, Shape.Rank).Select(a => new AxisMap(a, Shape[a] == 0 ? 0 : Starts[a], Steps[a]))]);
}

/// <summary>The reverse of <see cref="Slice"/>: the operand spread into a tensor whose other elements are the second operand, a scalar.</summary>
internal sealed record Embed(Ints Starts, Ints Steps, Shape Shape) : Linear
{
    public override string Describe() => $"{Name}[{Starts}{Steps}{Shape}]";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0] with { Shape = Shape };

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types)
    {
        Tensor inner = Tensor.Bind1(new Slice(Starts, Steps, types[0].Shape), ct);
        return [operands[0] is null ? inner : null, operands[1] is null ? ct.Sum() - inner.Sum() : null];
    }

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched)
    {
        Tensor inner = batched[0] ? x[0] : x[0].Repeated(size);
        if (!batched[1]) return Tensor.Bind1(new Embed([0, .. Starts], [1, .. Steps], Shape.Insert(0, size)), inner, x[1]);
        Tensor covered = Tensor.Bind1(this, Tensor.Full(inner.Shape.Without(0), true), Tensor.Scalar(false)).Repeated(size);
        Tensor spread = Tensor.Bind1(new Embed([0, .. Starts], [1, .. Steps], Shape.Insert(0, size)), inner, Tensor.Zeros(Shape.Scalar, inner.DType));
        return Tensor.Select(covered, spread, x[1].Reshape([size, .. Enumerable.Repeat(1, Shape.Rank)]).BroadcastTo(spread.Shape));
    }

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs)
    {
        long[] strides = Shape.Strides();
        long offset = 0;
        for (int a = 0; a < strides.Length; a++) offset += inputs[0].Shape[a] == 0 ? 0 : Starts[a] * strides[a];
        return new Lowering.Place([offset], [[.. strides.Select((s, a) => s * Steps[a])]], HasFill: true);
    }
}

/// <summary>Tensors one after another along an axis.</summary>
internal sealed record Concat(int Axis) : Linear
{
    public override string Describe() => $"{Name}[{Axis}]";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        TensorType first = inputs[0];
        foreach (TensorType type in inputs)
            if (type.DType != first.DType || type.Shape.Rank != first.Shape.Rank || type.Shape.Without(Axis) != first.Shape.Without(Axis))
                throw Mismatch(Name, $"the operands differ in more than axis {Axis}", inputs, "Reshape or convert them to fit.");
        int[] dims = first.Shape.ToArray();
        dims[Axis] = inputs.Sum(t => t.Shape[Axis]);
        return first with { Shape = dims };
    }

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types)
    {
        var result = new Tensor?[operands.Length];
        int start = 0;
        for (int i = 0; i < operands.Length; i++)
        {
            int extent = types[i].Shape[Axis];
            if (operands[i] is null) result[i] = ct.SliceAxis(Axis, start, extent);
            start += extent;
        }
        return result;
    }

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Bind1(new Concat(Axis + 1), [.. x.Select((t, i) => batched[i] ? t : t.Repeated(size))]);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs)
    {
        long[] strides = outputs[0].Shape.Strides();
        var offsets = new long[inputs.Length];
        for (int i = 1; i < inputs.Length; i++) offsets[i] = offsets[i - 1] + inputs[i - 1].Shape[Axis] * strides[Axis];
        return new Lowering.Place(offsets, [.. inputs.Select(_ => strides)], HasFill: false);
    }
}
