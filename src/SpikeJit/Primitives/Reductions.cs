using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>A combination of the elements along some axes, which the result no longer has.</summary>
internal abstract record Reduction(ReduceOp Op, Ints Axes) : SingleResult
{
    public override string Describe() => $"{Name}{Axes}";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0] with { Shape = Kept(inputs[0].Shape) };

    protected abstract Reduction Over(Ints axes);

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => Tensor.Bind1(Over([.. Axes.Select(a => a + 1)]), x);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Reduce(Op, Axes);

    private Shape Kept(Shape shape)
    {
        Ints axes = Axes;
        return [.. shape.Where((_, a) => !axes.Contains(a))];
    }

    /// <summary>The result spread over the reduced axes again.</summary>
    protected Tensor Spread(Tensor reduced, Shape shape) =>
        Tensor.Bind1(new Broadcast(shape, [.. Enumerable.Range(0, shape.Rank).Where(a => !Axes.Contains(a))]), reduced);
}

/// <summary>The sum.</summary>
internal sealed record ReduceSum(Ints Axes) : Reduction(ReduceOp.Sum, Axes)
{
    protected override Reduction Over(Ints axes) => new ReduceSum(axes);

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Tensor.Bind1(this, dx[0]!);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => [Spread(cotangents[0]!, types[0].Shape)];
}

/// <summary>The product. Its derivative multiplies the elements before and after each one, so zeros do no harm.</summary>
internal sealed record ReduceProduct(Ints Axes) : Reduction(ReduceOp.Product, Axes)
{
    protected override Reduction Over(Ints axes) => new ReduceProduct(axes);

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        Tensor flat = Lines(x[0]), tangent = Lines(dx[0]!);
        Tensor before = flat.CumulativeProduct(1, exclusive: true), after = flat.CumulativeProduct(1, reverse: true, exclusive: true);
        return (tangent * (before * after)).Sum(1).Reshape(y.Shape);
    }

    /// <summary>As a matrix: kept axes by reduced axes.</summary>
    private Tensor Lines(Tensor x)
    {
        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(a => !Axes.Contains(a))];
        int rows = kept.Aggregate(1, (n, a) => n * x.Shape[a]), columns = Axes.Aggregate(1, (n, a) => n * x.Shape[a]);
        return x.Permute([.. kept, .. Axes]).Reshape([rows, columns]);
    }
}

/// <summary>The largest or smallest; elements that tie for it share the derivative.</summary>
internal abstract record ReduceExtreme(ReduceOp Op, Ints Axes) : Reduction(Op, Axes)
{
    protected override TensorType InferResult(TensorType[] inputs)
    {
        foreach (int a in Axes)
            if (inputs[0].Shape[a] == 0) throw Mismatch(Name, $"axis {a} is empty, and nothing has no largest or smallest element", inputs, "Check for emptiness first.");
        return base.InferResult(inputs);
    }

    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        Tensor chosen = x[0].Equal(Spread(y, x[0].Shape));
        Tensor sum = Tensor.Select(chosen, dx[0]!, Tensor.ZerosLike(x[0])).Sum([.. Axes]);
        return sum / chosen.As(y.DType).Sum([.. Axes]);
    }
}

/// <summary>The largest.</summary>
internal sealed record ReduceMax(Ints Axes) : ReduceExtreme(ReduceOp.Max, Axes)
{
    protected override Reduction Over(Ints axes) => new ReduceMax(axes);
}

/// <summary>The smallest.</summary>
internal sealed record ReduceMin(Ints Axes) : ReduceExtreme(ReduceOp.Min, Axes)
{
    protected override Reduction Over(Ints axes) => new ReduceMin(axes);
}

/// <summary>A reduction of bits or truth values: And (all), Or (any), Xor.</summary>
internal sealed record ReduceBits(ReduceOp Op, Ints Axes) : Reduction(Op, Axes)
{
    public override string Describe() => $"reduce{Op}{Axes}";

    protected override Reduction Over(Ints axes) => new ReduceBits(Op, axes);

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => null;
}

/// <summary>The index (I32) of the first largest or smallest element along the last axis; NaN counts as both.</summary>
internal sealed record ArgExtreme(bool Largest) : SingleResult
{
    public override string Name => Largest ? "argMax" : "argMin";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0].Shape[-1] > 0
        ? new TensorType(DType.I32, inputs[0].Shape.Without(-1))
        : throw Mismatch(Name, "the axis is empty", inputs, "Check for emptiness first.");

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => null;

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => Tensor.Bind1(this, x);

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        (DType dtype, int n) = (inputs[0].DType, inputs[0].Shape[-1]);
        for (int row = 0; row < outputs[0].Size; row++)
        {
            ulong best = Rank(x[0], (long)row * n, dtype);
            int index = 0;
            for (int i = 1; i < n; i++)
                if (Rank(x[0], (long)row * n + i, dtype) is var rank && rank > best) (best, index) = (rank, i);
            ((int*)y[0])[row] = index;
        }
    });

    /// <summary>A word that is larger the better the element is; NaN is best.</summary>
    private unsafe ulong Rank(void* x, long i, DType dtype)
    {
        ulong bits = Numbers.Read(x, i, dtype), key = ArgSort.Key(bits, dtype);
        return Largest || (dtype.IsFloat() && double.IsNaN(Numbers.ToDouble(bits, dtype))) ? key : ~key;
    }
}
