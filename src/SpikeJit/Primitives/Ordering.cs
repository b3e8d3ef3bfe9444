using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>
/// The indices (I32) that sort the last axis, stable; NaN last (also when descending, where it comes first), -0 equal to +0.
/// </summary>
internal sealed record ArgSort(bool Descending) : SingleResult
{
    public override string Describe() => Descending ? $"{Name}[descending]" : Name;

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0] with { DType = DType.I32 };

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) => null;

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => Tensor.Bind1(this, x);

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        (DType dtype, int n) = (inputs[0].DType, inputs[0].Shape.Rank == 0 ? 1 : inputs[0].Shape[-1]);
        var keys = new (ulong Key, int Index)[n];
        for (long row = 0; n > 0 && row < inputs[0].Size / n; row++)
        {
            for (int i = 0; i < n; i++)
            {
                ulong key = Key(Numbers.Read(x[0], row * n + i, dtype), dtype);
                keys[i] = (Descending ? ~key : key, i);
            }
            Array.Sort(keys);
            for (int i = 0; i < n; i++) ((int*)y[0])[row * n + i] = keys[i].Index;
        }
    });

    /// <summary>A word that orders as the number does; NaN is above all.</summary>
    public static ulong Key(ulong bits, DType dtype)
    {
        switch (dtype)
        {
            case DType.I8: return (ulong)((long)(sbyte)bits ^ long.MinValue);
            case DType.I32: return (ulong)((long)(int)bits ^ long.MinValue);
            case DType.I64: return bits ^ (1ul << 63);
            case DType.F32 or DType.F64:
                double value = Numbers.ToDouble(bits, dtype);
                if (double.IsNaN(value)) return ulong.MaxValue;
                ulong word = BitConverter.DoubleToUInt64Bits(value == 0 ? 0d : value);
                return word >> 63 != 0 ? ~word : word | (1ul << 63);
            default: return bits;
        }
    }
}

/// <summary>
/// The running combination along the last axis, first to last: <c>y[i] = x[0] op … op x[i]</c>. An exclusive one leaves x[i] itself out.
/// </summary>
internal sealed record Cumulative(ReduceOp Op, bool Exclusive) : SingleResult
{
    public override string Describe() => $"{Name}[{Op}{(Exclusive ? " exclusive" : "")}]";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0];

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        if (Op == ReduceOp.Sum) return Tensor.Bind1(this, dx[0]!);
        int n = x[0].Shape[-1];
        if (Op == ReduceOp.Product) return ProductTangent(x[0], dx[0]!, n);
        // The running extreme changes where a new one appears; its tangent is that element's, ties shared as in a sequence of pairs.
        // From a NaN on there is none.
        Tensor at = Tensor.Iota(x[0].Shape, x[0].Rank - 1);
        Tensor previous = n == 0 ? y : Tensor.Concatenate([y.SliceAxis(-1, 0, Math.Min(1, n)), y.SliceAxis(-1, 0, n - 1)], -1);
        Tensor isNew = at.Equal(0) | (Op == ReduceOp.Max ? x[0].Greater(previous) : x[0].Less(previous));
        Tensor tie = x[0].Equal(previous) & ~isNew, lost = y.IsNaN();
        // tangent_i = new ? dx_i : tie ? (tangent_{i-1} + dx_i)/2 : tangent_{i-1}: a linear recurrence.
        Tensor keep = Tensor.Select(isNew | lost, Tensor.ZerosLike(y), Tensor.Select(tie, Tensor.Full(y.Shape, 0.5f).As(y.DType), Tensor.OnesLike(y)));
        Tensor add = Tensor.Select(isNew, dx[0]!, Tensor.Select(tie, 0.5f * dx[0]!, Tensor.ZerosLike(y)));
        return Recurrence(keep, Tensor.Select(lost, Tensor.ZerosLike(y), add));
    }

    /// <summary>d_i = d_{i-1}·x_i + p_{i-1}·dx_i.</summary>
    private Tensor ProductTangent(Tensor x, Tensor dx, int n)
    {
        if (n == 0) return dx;
        Tensor before = Tensor.Bind1(this with { Exclusive = true }, x);
        if (!Exclusive) return Recurrence(x, before * dx);
        Tensor inclusive = Recurrence(x, before * dx);
        Tensor zero = Tensor.ZerosLike(x).SliceAxis(-1, 0, 1);
        return Tensor.Concatenate([zero, inclusive.SliceAxis(-1, 0, n - 1)], -1);
    }

    /// <summary>r_i = keep_i·r_{i-1} + add_i along the last axis, as a scan.</summary>
    private static Tensor Recurrence(Tensor keep, Tensor add)
    {
        (_, Tensor rows) = Fn.Scan(
            (Tensor carry, (Tensor Keep, Tensor Add) step) =>
            {
                Tensor next = step.Keep * carry + step.Add;
                return (next, next);
            },
            Tensor.Zeros(keep.Shape.Without(-1), keep.DType), (keep.MoveAxis(-1, 0), add.MoveAxis(-1, 0)));
        return rows.MoveAxis(0, -1);
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) =>
        [Tensor.Bind1(this, cotangents[0]!.Flip(-1)).Flip(-1)];

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => Tensor.Bind1(this, x);

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        (DType dtype, int n) = (inputs[0].DType, inputs[0].Shape[-1]);
        for (long row = 0; n > 0 && row < inputs[0].Size / n; row++)
        {
            if (dtype == DType.F32 && (Op is ReduceOp.Sum or ReduceOp.Product)) RunWide((float*)x[0] + row * n, (float*)y[0] + row * n, n);
            else Run(x[0], y[0], row * n, n, dtype);
        }
    });

    /// <summary>F32 sums and products run in F64: one rounding an element, however many there are.</summary>
    private unsafe void RunWide(float* x, float* y, int n)
    {
        double sum = Op == ReduceOp.Sum ? 0 : 1;
        for (int i = 0; i < n; i++)
        {
            double next = Op == ReduceOp.Sum ? sum + x[i] : sum * x[i];
            y[i] = (float)(Exclusive ? sum : next);
            sum = next;
        }
    }

    private unsafe void Run(void* x, void* y, long start, int n, DType dtype)
    {
        ulong sum = Op.Neutral(dtype);
        for (long i = start; i < start + n; i++)
        {
            ulong next = Cpu.ScalarEvaluator.Apply(Op.Combine(), dtype, dtype, sum, Numbers.Read(x, i, dtype), 0);
            Numbers.Write(y, i, dtype, Exclusive ? sum : next);
            sum = next;
        }
    }
}
