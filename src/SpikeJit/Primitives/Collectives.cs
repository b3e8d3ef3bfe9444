namespace SpikeJit.Primitives;

/// <summary>
/// A combination of what all examples of a mapped axis hold. It has a meaning only inside of a function that is mapped: batching over the axis of its name
/// replaces it by an operation on the batch.
/// </summary>
internal abstract record Collective(string AxisName, int Size) : Primitive
{
    public sealed override IEnumerable<string> AxisNames => [AxisName];

    public override string Describe() => $"{Name}[{AxisName}]";

    public sealed override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        if (Transforms.Batch.AxisName != AxisName) return ([Moved(x)], [true]);
        (Tensor value, bool differs) = Combine(x, batched);
        return ([value], [differs]);
    }

    /// <summary>The operation under another axis, whose batch axis is the operand's first.</summary>
    protected virtual Tensor Moved(Tensor[] x) => Tensor.Bind1(this, x);

    /// <summary>The result from the operand of all examples, and whether it differs between them.</summary>
    protected abstract (Tensor Value, bool Batched) Combine(Tensor[] x, bool[] batched);

    public sealed override Lowering Lower(TensorType[] inputs, TensorType[] outputs) =>
        throw new TraceException($"'{Name}' over the axis '{AxisName}' was left outside of the VMap that names it. Call it inside of the mapped function.");
}

/// <summary>The sum over all examples, which each of them gets. Its transpose is itself.</summary>
internal sealed record SumOver(string AxisName, int Size) : Collective(AxisName, Size)
{
    public override TensorType[] Infer(TensorType[] inputs) => inputs;

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx) => (Tensor.Bind(this, x), [Tensor.Bind1(this, dx[0]!)]);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => [Tensor.Bind1(this, cotangents[0]!)];

    protected override (Tensor Value, bool Batched) Combine(Tensor[] x, bool[] batched) =>
        (batched[0] ? Tensor.Bind1(new ReduceSum([0]), x[0]) : x[0] * Tensor.Full(Shape.Scalar, Size).As(x[0].DType), false);
}

/// <summary>The largest or smallest among all examples. Examples that tie for it share the derivative.</summary>
internal sealed record ExtremeOver(string AxisName, int Size, bool Largest) : Collective(AxisName, Size)
{
    public override string Name => Largest ? "maxOver" : "minOver";

    public override TensorType[] Infer(TensorType[] inputs) => inputs;

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        Tensor y = Tensor.Bind1(this, x), share = x[0].Equal(y).As(y.DType);
        var sum = new SumOver(AxisName, Size);
        return ([y], [Tensor.Bind1(sum, dx[0]! * share) / Tensor.Bind1(sum, share)]);
    }

    protected override (Tensor Value, bool Batched) Combine(Tensor[] x, bool[] batched) =>
        (!batched[0] ? x[0] : Largest ? x[0].Max(0) : x[0].Min(0), false);
}

/// <summary>The values of all examples, stacked along a new first axis, which each of them gets.</summary>
internal sealed record GatherOver(string AxisName, int Size) : Collective(AxisName, Size)
{
    public override TensorType[] Infer(TensorType[] inputs) => [inputs[0] with { Shape = inputs[0].Shape.Insert(0, Size) }];

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx) => (Tensor.Bind(this, x), [Tensor.Bind1(this, dx[0]!)]);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        [Tensor.Bind1(new SumOver(AxisName, Size), cotangents[0]!)[Tensor.Bind1(new IndexOver(AxisName, Size))]];

    protected override Tensor Moved(Tensor[] x) => Tensor.Bind1(this, x).MoveAxis(1, 0);

    protected override (Tensor Value, bool Batched) Combine(Tensor[] x, bool[] batched) => (batched[0] ? x[0] : x[0].Repeated(Size), false);
}

/// <summary>The place of the example along the axis, an I32 scalar.</summary>
internal sealed record IndexOver(string AxisName, int Size) : Collective(AxisName, Size)
{
    public override TensorType[] Infer(TensorType[] inputs) => [new TensorType(DType.I32, Shape.Scalar)];

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx) => (Tensor.Bind(this, x), [null]);

    protected override (Tensor Value, bool Batched) Combine(Tensor[] x, bool[] batched) => (Tensor.Arange(Size), true);
}
