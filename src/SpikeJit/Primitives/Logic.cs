using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>Whether two numbers are equal.</summary>
internal sealed record Equal() : Flat(ScalarOp.Equal);

/// <summary>Whether two numbers differ.</summary>
internal sealed record NotEqual() : Flat(ScalarOp.NotEqual);

/// <summary>a &lt; b.</summary>
internal sealed record Less() : Flat(ScalarOp.Less);

/// <summary>a ≤ b.</summary>
internal sealed record LessEqual() : Flat(ScalarOp.LessEqual);

/// <summary>Neither infinite nor NaN.</summary>
internal sealed record IsFinite() : Flat(ScalarOp.IsFinite);

/// <summary>An operation on bits or truth values.</summary>
internal abstract record Bitwise(ScalarOp Op) : Flat(Op)
{
    protected override void Check(TensorType[] inputs)
    {
        if (inputs[0].DType.IsFloat())
            throw new DTypeException($"{Name}: {inputs[0]} is a floating-point tensor; bit operations need Bool or an integer. Convert it with As.");
    }
}

/// <summary>Bits inverted; logical not.</summary>
internal sealed record Not() : Bitwise(ScalarOp.Not);

/// <summary>Bits in both; logical and.</summary>
internal sealed record And() : Bitwise(ScalarOp.And);

/// <summary>Bits in either; logical or.</summary>
internal sealed record Or() : Bitwise(ScalarOp.Or);

/// <summary>Bits in exactly one; logical exclusive or.</summary>
internal sealed record Xor() : Bitwise(ScalarOp.Xor);

/// <summary>a·2ᵇ, bits shifted out lost.</summary>
internal sealed record ShiftLeft() : Bitwise(ScalarOp.ShiftLeft);

/// <summary>Shifted right, zeros shifted in.</summary>
internal sealed record ShiftRightLogical() : Bitwise(ScalarOp.ShiftRightLogical);

/// <summary>Shifted right, the sign shifted in.</summary>
internal sealed record ShiftRightArithmetic() : Bitwise(ScalarOp.ShiftRightArithmetic);

/// <summary>How many bits are 1.</summary>
internal sealed record PopCount() : Bitwise(ScalarOp.PopCount);

/// <summary>How many of the highest bits are 0.</summary>
internal sealed record LeadingZeros() : Bitwise(ScalarOp.LeadingZeros);

/// <summary>The neighbouring float of a in the direction of b.</summary>
internal sealed record NextAfter() : Flat(ScalarOp.NextAfter);

/// <summary>a where the condition holds, else b. Linear in a and b.</summary>
internal sealed record Select() : Elementwise(ScalarOp.Select)
{
    protected override bool SameDTypes => false;

    protected override void Check(TensorType[] inputs)
    {
        if (inputs[0].DType != DType.Bool || inputs[1].DType != inputs[2].DType)
            throw new DTypeException($"select: needs a Bool condition and two operands of one dtype, not {string.Join(", ", inputs)}.");
    }

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Tensor.Select(x[0], dx[1] ?? Tensor.ZerosLike(y), dx[2] ?? Tensor.ZerosLike(y));

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        (Tensor ct, Tensor condition) = (cotangents[0]!, operands[0]!);
        Tensor zero = Tensor.ZerosLike(ct);
        return [null, operands[1] is null ? Tensor.Select(condition, ct, zero) : null, operands[2] is null ? Tensor.Select(condition, zero, ct) : null];
    }
}

/// <summary>To another dtype. Linear between floats.</summary>
internal sealed record Convert(DType To) : Elementwise(ScalarOp.Convert)
{
    public override string Describe() => $"{Name}[{To.Name()}]";

    protected override DType ResultDType(TensorType[] inputs) => To;

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => To.IsFloat() ? dx[0]!.As(To) : null;

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => [cotangents[0]!.As(types[0].DType)];
}

/// <summary>The same bits as another dtype of the same size.</summary>
internal sealed record Bitcast(DType To) : Flat(ScalarOp.Bitcast)
{
    public override string Describe() => $"{Name}[{To.Name()}]";

    protected override DType ResultDType(TensorType[] inputs) => To;

    protected override void Check(TensorType[] inputs)
    {
        if (inputs[0].DType.Size() != To.Size())
            throw new DTypeException($"bitcast: {inputs[0].DType} has {inputs[0].DType.Size()} bytes an element, {To} has {To.Size()}. Use a dtype of the same size.");
    }
}

/// <summary>The same values in an array of their own.</summary>
internal sealed record Copy() : Flat(ScalarOp.Convert);

/// <summary>The value under a name, by which a checkpoint's policy knows it.</summary>
internal sealed record Named(string Label) : LinearElementwise(ScalarOp.Convert)
{
    public override string Describe() => $"named['{Label}']";

    protected override Tensor Map(Tensor dx, Tensor[] x) => Tensor.Bind1(this, dx);
}

/// <summary>The value, as a constant: its tangent is zero.</summary>
internal sealed record StopGradient() : Flat(ScalarOp.Convert);
