using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>How an operation is computed, in the few forms that a backend knows.</summary>
internal abstract record Lowering
{
    /// <summary>Scalar instructions for each element by itself.</summary>
    public sealed record Scalars(Elementwise Operation) : Lowering;

    /// <summary>Each element of the result is the operand's element whose index along axis i is <c>Axes[i].Start + Axes[i].Step·index[Axes[i].Result]</c>.</summary>
    public sealed record View(AxisMap[] Axes) : Lowering
    {
        /// <summary>The place in the operand, in row-major order, as <c>offset + Σ steps[a]·index[a]</c> over the result's axes.</summary>
        public (long Offset, long[] Steps) Flat(Shape operand, int resultRank)
        {
            long[] strides = operand.Strides(), steps = new long[resultRank];
            long offset = 0;
            for (int i = 0; i < Axes.Length; i++)
            {
                offset += Axes[i].Start * strides[i];
                if (Axes[i].Result >= 0) steps[Axes[i].Result] += Axes[i].Step * strides[i];
            }
            return (offset, steps);
        }
    }

    /// <summary>The operand's elements in the same row-major order, under another shape.</summary>
    public sealed record SameOrder : Lowering;

    /// <summary>
    /// Operand i is stored at <c>Offsets[i] + Σ Steps[i][a]·index[a]</c> of the result; what nothing covers is the value of the last operand, a scalar,
    /// when <paramref name="HasFill"/>.
    /// </summary>
    public sealed record Place(long[] Offsets, long[][] Steps, bool HasFill) : Lowering;

    /// <summary>The combination over some axes of the operand, in the order defined by <see cref="ReduceInstruction"/>.</summary>
    public sealed record Reduce(ReduceOp Op, Ints Axes) : Lowering;

    /// <summary>A sum of products over shared axes; result axes: batch, free of the first, free of the second.</summary>
    public sealed record Product(Dot Dot) : Lowering;

    /// <summary>An operation without operands.</summary>
    public sealed record Generate(Nullary Operation) : Lowering;

    /// <summary>Plain code over row-major arrays: what has irregular accesses.</summary>
    public sealed record Plain(PlainKernel Run) : Lowering;

    /// <summary>Loops, branches and calls, which a backend knows by their primitive.</summary>
    public sealed record Control : Lowering;
}

/// <summary>The index along one axis of an operand, from the index along an axis of the result (-1: none, always Start).</summary>
internal readonly record struct AxisMap(int Result, int Start = 0, int Step = 1);

/// <summary>Computes results from operands, both row-major in memory.</summary>
internal unsafe delegate void PlainKernel(void** inputs, void** outputs);

/// <summary>Where an elementwise operation writes its instructions.</summary>
internal interface IScalarBuilder
{
    /// <summary>result ← op(a, b, c); returns the register of the result.</summary>
    int Apply(ScalarOp op, DType result, int a, int b = -1, int c = -1);

    /// <summary>A register that holds a number.</summary>
    int Constant(ulong bits, DType dtype);
}
