namespace SpikeJit.Primitives;

/// <summary>
/// A sum of products: axes <c>LeftContract</c> and <c>RightContract</c> are summed over, <c>LeftBatch</c> and <c>RightBatch</c> run together.
/// One operand may be Bool and the other a float: the sum of what is selected. The result's axes are: batch, the rest of the left operand, the rest of the right one.
/// </summary>
internal sealed record Dot(Ints LeftContract, Ints RightContract, Ints LeftBatch, Ints RightBatch) : SingleResult
{
    public override string Describe() => LeftBatch.Count == 0 ? $"{Name}[{LeftContract}·{RightContract}]" : $"{Name}[{LeftContract}·{RightContract} batch {LeftBatch}·{RightBatch}]";

    public int[] LeftFree(int rank) => [.. Enumerable.Range(0, rank).Where(a => !LeftContract.Contains(a) && !LeftBatch.Contains(a))];

    public int[] RightFree(int rank) => [.. Enumerable.Range(0, rank).Where(a => !RightContract.Contains(a) && !RightBatch.Contains(a))];

    protected override TensorType InferResult(TensorType[] inputs)
    {
        (TensorType a, TensorType b) = (inputs[0], inputs[1]);
        if (a.DType != b.DType && !IsSelection(a, b) && !IsSelection(b, a)) throw new DTypeException($"Dot: the dtypes differ: {a} · {b}. Convert one operand with As.");
        for (int i = 0; i < LeftContract.Count; i++)
            if (a.Shape[LeftContract[i]] != b.Shape[RightContract[i]])
                throw new ShapeException(
                    $"Dot: the inner dimensions differ: {a.Shape} · {b.Shape} (axis {LeftContract[i]} is {a.Shape[LeftContract[i]]}, " +
                    $"axis {RightContract[i]} is {b.Shape[RightContract[i]]}). Transpose one operand or reshape.");
        for (int i = 0; i < LeftBatch.Count; i++)
            if (a.Shape[LeftBatch[i]] != b.Shape[RightBatch[i]])
                throw new ShapeException($"Dot: the batch axes differ: {a.Shape} · {b.Shape} (axis {LeftBatch[i]} and axis {RightBatch[i]}). Broadcast one operand.");
        return new TensorType(a.DType == DType.Bool ? b.DType : a.DType,
        [
            .. LeftBatch.Select(i => a.Shape[i]), .. LeftFree(a.Shape.Rank).Select(i => a.Shape[i]), .. RightFree(b.Shape.Rank).Select(i => b.Shape[i]),
        ]);
    }

    private static bool IsSelection(TensorType truths, TensorType numbers) => truths.DType == DType.Bool && numbers.DType.IsFloat();

    protected override Tensor? Tangent(Tensor[] x, Tensor?[] dx, Tensor y) =>
        Sum(dx[0] is { } da ? Tensor.Bind1(this, da, x[1]) : null, dx[1] is { } db ? Tensor.Bind1(this, x[0], db) : null);

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        Tensor ct = cotangents[0]!;
        int batch = LeftBatch.Count;
        int[] leftFree = LeftFree(types[0].Shape.Rank), rightFree = RightFree(types[1].Shape.Rank);
        if (operands[0] is null)
        {
            // ct[batch, left, right] · b over b's free axes gives [batch, left, contract in b's order].
            Ints ctRight = Ints.Range(batch + leftFree.Length, rightFree.Length);
            Tensor product = Tensor.Bind1(new Dot(ctRight, new Ints(rightFree), Ints.Range(0, batch), RightBatch), ct, operands[1]!);
            int[] order = [.. RightContract.Order()];
            int[] contract = [.. order.Select(a => LeftContract[RightContract.IndexOf(a)])];
            return [Ordered(product, [.. LeftBatch, .. leftFree, .. contract]), null];
        }
        else
        {
            // a · ct over a's free axes gives [batch, contract in a's order, right].
            Ints ctLeft = Ints.Range(batch, leftFree.Length);
            Tensor product = Tensor.Bind1(new Dot(new Ints(leftFree), ctLeft, LeftBatch, Ints.Range(0, batch)), operands[0]!, ct);
            int[] order = [.. LeftContract.Order()];
            int[] contract = [.. order.Select(a => RightContract[LeftContract.IndexOf(a)])];
            return [null, Ordered(product, [.. RightBatch, .. contract, .. rightFree])];
        }
    }

    /// <summary>Puts axis i of a product at place <c>places[i]</c>.</summary>
    private static Tensor Ordered(Tensor product, int[] places) => product.Permute([.. Enumerable.Range(0, places.Length).Select(a => Array.IndexOf(places, a))]);

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched)
    {
        Ints Up(Ints axes) => [.. axes.Select(a => a + 1)];
        int batch = LeftBatch.Count;
        if (batched[0] && batched[1])
            return Tensor.Bind1(new Dot(Up(LeftContract), Up(RightContract), [0, .. Up(LeftBatch)], [0, .. Up(RightBatch)]), x);
        if (batched[0])
        {
            // The batch axis is the first of the left operand's free axes, so it comes after the product's own batch axes.
            Tensor product = Tensor.Bind1(new Dot(Up(LeftContract), RightContract, Up(LeftBatch), RightBatch), x);
            return product.MoveAxis(batch, 0);
        }
        Tensor right = Tensor.Bind1(new Dot(LeftContract, Up(RightContract), LeftBatch, Up(RightBatch)), x);
        return right.MoveAxis(batch + LeftFree(x[0].Rank).Length, 0);
    }

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Product(this);
}
