namespace SpikeJit.Primitives;

/// <summary>An operation with one result.</summary>
internal abstract record SingleResult : Primitive
{
    public sealed override TensorType[] Infer(TensorType[] inputs) => [InferResult(inputs)];

    protected abstract TensorType InferResult(TensorType[] inputs);

    public sealed override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        Tensor y = Tensor.Bind1(this, x);
        return ([y], [Tangent(x, dx, y)]);
    }

    /// <summary>The tangent of the result; null when it is zero.</summary>
    protected abstract Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y);

    public sealed override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched) =>
        ([BatchResult(size, x, batched)], [true]);

    /// <summary>The batched result, its batch axis first. At least one operand is batched.</summary>
    protected abstract Tensor BatchResult(int size, Tensor[] x, bool[] batched);

    /// <summary>The sum of two tangents, either of which may be zero (null).</summary>
    protected static Tensor? Sum(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a + b;
}

/// <summary>An operation that is linear in all its operands: it maps tangents as it maps values.</summary>
internal abstract record Linear : SingleResult
{
    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Tensor.Bind1(this, [.. dx.Select((d, i) => d ?? Tensor.ZerosLike(x[i]))]);

    public sealed override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        TransposeResult(cotangents[0]!, operands, types);

    /// <summary>The cotangents of the operands.</summary>
    protected abstract Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types);
}

/// <summary>An operation that is linear in its first operand alone; the others (indices, offsets) have no derivative.</summary>
internal abstract record LinearInFirst : SingleResult
{
    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => dx[0] is { } d ? Tensor.Bind1(this, [d, .. x[1..]]) : null;

    public sealed override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        var result = new Tensor?[operands.Length];
        result[0] = TransposeFirst(cotangents[0]!, operands, types);
        return result;
    }

    /// <summary>The cotangent of the first operand.</summary>
    protected abstract Tensor TransposeFirst(Tensor ct, Tensor?[] operands, TensorType[] types);
}
