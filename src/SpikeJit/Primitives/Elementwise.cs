using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>An operation on each element by itself. All operands have the same shape; broadcasting is an operation of its own.</summary>
internal abstract record Elementwise(ScalarOp Op) : SingleResult
{
    protected override TensorType InferResult(TensorType[] inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Shape != inputs[0].Shape) throw Mismatch(Name, "the shapes differ", inputs, "Broadcast or reshape one operand.");
            if (SameDTypes && inputs[i].DType != inputs[0].DType)
                throw new DTypeException($"{Name}: the dtypes differ: {string.Join(", ", inputs)}. Convert one operand with As.");
        }
        Check(inputs);
        return new TensorType(ResultDType(inputs), inputs[0].Shape);
    }

    /// <summary>Whether all operands must have one dtype.</summary>
    protected virtual bool SameDTypes => true;

    /// <summary>The dtype of the result.</summary>
    protected virtual DType ResultDType(TensorType[] inputs) => Op.IsPredicate() ? DType.Bool : inputs[^1].DType;

    /// <summary>Throws where a dtype is none of the operation's.</summary>
    protected virtual void Check(TensorType[] inputs)
    {
    }

    protected sealed override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Bind1(this, [.. x.Select((t, i) => batched[i] ? t : t.Repeated(size))]);

    public sealed override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Scalars(this);

    /// <summary>Writes the operation as scalar instructions; returns the register of the result.</summary>
    public virtual int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result) =>
        builder.Apply(Op, result, operands[0], operands.Length > 1 ? operands[1] : -1, operands.Length > 2 ? operands[2] : -1);
}

/// <summary>A differentiable function of one operand, given by its derivative.</summary>
internal abstract record Unary(ScalarOp Op) : Elementwise(Op)
{
    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => Jvp(x[0], dx[0]!, y);

    /// <summary>The tangent of y = f(x).</summary>
    protected abstract Tensor Jvp(Tensor x, Tensor dx, Tensor y);

    protected override void Check(TensorType[] inputs)
    {
        if (!inputs[0].DType.IsFloat()) throw new DTypeException($"{Name}: {inputs[0]} is no floating-point tensor. Convert it with As(DType.F32).");
    }
}

/// <summary>An elementwise operation that is constant almost everywhere, or has no real operand: its tangent is zero.</summary>
internal abstract record Flat(ScalarOp Op) : Elementwise(Op)
{
    protected sealed override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => null;
}
