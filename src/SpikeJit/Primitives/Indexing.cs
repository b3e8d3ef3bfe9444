namespace SpikeJit.Primitives;

/// <summary>
/// Elements chosen by index: with b leading batch axes, <c>result[batch, i…, rest] = operand[batch, index[batch, i…], rest]</c>.
/// Indices (I32) outside the axis are clamped to its ends.
/// </summary>
internal sealed record Gather(int BatchAxes) : LinearInFirst
{
    public override string Describe() => BatchAxes == 0 ? Name : $"{Name}[batch {BatchAxes}]";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        CheckIndices(Name, BatchAxes, inputs);
        return inputs[0] with { Shape = [.. inputs[1].Shape, .. inputs[0].Shape.Skip(BatchAxes + 1)] };
    }

    /// <summary>Throws unless operand and indices share their batch axes and the indices are I32.</summary>
    public static void CheckIndices(string name, int batchAxes, TensorType[] inputs)
    {
        (TensorType x, TensorType index) = (inputs[0], inputs[1]);
        if (index.DType != DType.I32) throw new DTypeException($"{name}: the indices are {index}; they must be I32. Convert them with As(DType.I32).");
        if (x.Shape.Rank <= batchAxes || index.Shape.Rank < batchAxes || !x.Shape.Take(batchAxes).SequenceEqual(index.Shape.Take(batchAxes)))
            throw Mismatch(name, $"the first {batchAxes} axes must agree, and the operand needs one more", inputs, "Broadcast the operand or the indices.");
        if (x.Shape[batchAxes] == 0 && index.Size > 0) throw Mismatch(name, $"axis {batchAxes} of the operand is empty", inputs, "There is nothing to choose from.");
    }

    protected override Tensor TransposeFirst(Tensor ct, Tensor?[] operands, TensorType[] types) =>
        Tensor.Bind1(new Scatter(ScatterMode.Add, BatchAxes, Clamp: true), Tensor.Zeros(types[0].Shape, types[0].DType), operands[1]!, ct);

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched)
    {
        if (batched[0] && !batched[1] && BatchAxes == 0)
        {
            // One set of indices for all examples: bring the indexed axis to the front instead of repeating the indices.
            Tensor rows = Tensor.Bind1(this, x[0].MoveAxis(1, 0), x[1]);
            return rows.MoveAxis(x[1].Rank, 0);
        }
        if (!batched[0] && BatchAxes == 0) return Tensor.Bind1(this, x);
        return Tensor.Bind1(new Gather(BatchAxes + 1), batched[0] ? x[0] : x[0].Repeated(size), batched[1] ? x[1] : x[1].Repeated(size));
    }

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        IndexPlan plan = IndexPlan.For(inputs[0], inputs[1], BatchAxes);
        var index = (int*)x[1];
        for (long b = 0, i = 0; b < plan.Batch; b++)
            for (int k = 0; k < plan.Indices; k++, i++)
                Buffer.MemoryCopy(
                    (byte*)x[0] + (b * plan.Extent + Math.Clamp(index[i], 0, plan.Extent - 1)) * plan.RowBytes,
                    (byte*)y[0] + i * plan.RowBytes, plan.RowBytes, plan.RowBytes);
    });
}

/// <summary>How a scatter joins an update with what is there.</summary>
internal enum ScatterMode : byte { Set, Add, Multiply, Min, Max }

/// <summary>
/// The reverse of <see cref="Gather"/>: <c>result = operand</c>, then for each index in order the row at <c>[batch, index]</c> is joined with the update's
/// row. Operands: tensor, indices (I32), updates. Indices outside the axis are skipped, or clamped.
/// </summary>
internal sealed record Scatter(ScatterMode Mode, int BatchAxes, bool Clamp) : SingleResult
{
    public override string Describe() => $"{Name}[{Mode}{(BatchAxes == 0 ? "" : $" batch {BatchAxes}")}]";

    protected override TensorType InferResult(TensorType[] inputs)
    {
        Gather.CheckIndices(Name, BatchAxes, inputs);
        Shape rows = [.. inputs[1].Shape, .. inputs[0].Shape.Skip(BatchAxes + 1)];
        if (inputs[2].Shape != rows || inputs[2].DType != inputs[0].DType)
            throw Mismatch(Name, $"the updates must be {inputs[0] with { Shape = rows }}", inputs, "Broadcast or convert them.");
        return inputs[0];
    }

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y)
    {
        (Tensor dt, Tensor du) = (dx[0] ?? Tensor.ZerosLike(x[0]), dx[2] ?? Tensor.ZerosLike(x[2]));
        return Mode switch
        {
            ScatterMode.Add or ScatterMode.Set => Tensor.Bind1(this, dt, x[1], du),
            ScatterMode.Multiply => ScatterTangents.Product(this, x, dt, du),
            _ => ScatterTangents.Extreme(this, x, dt, du, y),
        };
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        (Tensor ct, Tensor index) = (cotangents[0]!, operands[1]!);
        Tensor inside = Clamp ? Tensor.Full(index.Shape, true) : index.GreaterOrEqual(0) & index.Less(types[0].Shape[BatchAxes]);
        Tensor rows = Tensor.Bind1(new Gather(BatchAxes), ct, index);
        if (Mode == ScatterMode.Set)
        {
            // Only the last update of a place reaches the result.
            Tensor order = Tensor.FlatIota(index.Shape);
            Tensor unset = Tensor.Full([.. types[0].Shape.Take(BatchAxes + 1)], -1);
            Tensor winner = Tensor.Bind1(new Scatter(ScatterMode.Set, BatchAxes, Clamp), unset, index, order);
            inside &= Tensor.Bind1(new Gather(BatchAxes), winner, index).Equal(order);
        }
        Tensor mask = inside.Reshape([.. inside.Shape, .. Enumerable.Repeat(1, rows.Rank - inside.Rank)]).BroadcastTo(rows.Shape);
        Tensor updates = Tensor.Select(mask, rows, Tensor.ZerosLike(rows));
        Tensor? first = operands[0] is not null ? null
            : Mode == ScatterMode.Add ? ct
            : Tensor.Bind1(new Scatter(ScatterMode.Set, BatchAxes, Clamp), ct, index, Tensor.ZerosLike(rows));
        return [first, null, operands[2] is null ? updates : null];
    }

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) =>
        Tensor.Bind1(new Scatter(Mode, BatchAxes + 1, Clamp), [.. x.Select((t, i) => batched[i] ? t : t.Repeated(size))]);

    public override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((x, y) =>
    {
        IndexPlan plan = IndexPlan.For(inputs[0], inputs[1], BatchAxes);
        DType dtype = inputs[0].DType;
        Buffer.MemoryCopy(x[0], y[0], inputs[0].Bytes, inputs[0].Bytes);
        var index = (int*)x[1];
        for (long b = 0, i = 0; b < plan.Batch; b++)
            for (int k = 0; k < plan.Indices; k++, i++)
            {
                int at = Clamp ? Math.Clamp(index[i], 0, plan.Extent - 1) : index[i];
                if ((uint)at >= (uint)plan.Extent) continue;
                byte* target = (byte*)y[0] + (b * plan.Extent + at) * plan.RowBytes, update = (byte*)x[2] + i * plan.RowBytes;
                if (Mode == ScatterMode.Set) Buffer.MemoryCopy(update, target, plan.RowBytes, plan.RowBytes);
                else Join(target, update, plan.RowBytes / dtype.Size(), dtype);
            }
    });

    private unsafe void Join(byte* target, byte* update, long count, DType dtype)
    {
        Compilation.ScalarOp op = Mode switch
        {
            ScatterMode.Add => Compilation.ScalarOp.Add,
            ScatterMode.Multiply => Compilation.ScalarOp.Mul,
            ScatterMode.Min => Compilation.ScalarOp.Min,
            _ => Compilation.ScalarOp.Max,
        };
        for (long j = 0; j < count; j++)
            Numbers.Write(target, j, dtype, Cpu.ScalarEvaluator.Apply(op, dtype, dtype, Numbers.Read(target, j, dtype), Numbers.Read(update, j, dtype), 0));
    }
}

/// <summary>The extents of a gather or scatter: batch × (indices | extent of the axis) × bytes of a row.</summary>
internal readonly record struct IndexPlan(long Batch, int Indices, int Extent, long RowBytes)
{
    public static IndexPlan For(TensorType operand, TensorType index, int batchAxes)
    {
        long batch = operand.Shape.Take(batchAxes).Aggregate(1L, (n, d) => n * d);
        long row = operand.Shape.Skip(batchAxes + 1).Aggregate((long)operand.DType.Size(), (n, d) => n * d);
        int indices = index.Shape.Skip(batchAxes).Aggregate(1, (n, d) => n * d);
        return new IndexPlan(batch, indices, operand.Shape[batchAxes], row);
    }
}
