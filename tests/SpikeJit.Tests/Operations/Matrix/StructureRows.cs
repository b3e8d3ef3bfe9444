using SpikeJit.Primitives;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Operations that arrange, reduce and multiply.</summary>
internal static class StructureRows
{
    private static readonly int[][] s_any = [[3, 4, 5], [7], [], [2, 0, 3]], s_matrices = [[5, 6], [1, 9], [3, 0]];

    public static IEnumerable<PrimitiveRow> All =>
    [
        Of("Broadcast", typeof(Broadcast), x => x.BroadcastTo([2, .. x.Shape]), x => Plain.Make([2, .. x.Shape], i => x[i[1..]]), s_any),
        Of("Broadcast of ones", typeof(Broadcast), x => x.ExpandDims(0).BroadcastTo([3, .. x.Shape]), x => Plain.Make([3, .. x.Shape], i => x[i[1..]]), s_any),
        Of("Reshape", typeof(Primitives.Reshape), x => x.Reshape([1, x.Size, 1]), x => new Plain([1, x.Data.Length, 1], x.Data), s_any),
        Of("Permute", typeof(Primitives.Permute), x => x.Transpose(), x => Plain.Make([.. x.Shape.Reverse()], i => x[[.. i.Reverse()]]), s_any),
        Of("Slice", typeof(Slice), x => x[1.., Axis.Every(-2)], x => Plain.Make([Math.Max(x.Shape[0] - 1, 0), (x.Shape[1] + 1) / 2], i => x[i[0] + 1, x.Shape[1] - 1 - 2 * i[1]]), s_matrices),
        Of("Flip", typeof(Slice), x => x.Flip(), x => Plain.Make(x.Shape, i => x[[.. i.Select((k, a) => x.Shape[a] - 1 - k)]]), s_any),
        Of("Embed", typeof(Embed), x => x.Pad([1, 0], [2, 3], 7), x => Plain.Make([x.Shape[0] + 3, x.Shape[1] + 3],
            i => i[0] < 1 || i[0] > x.Shape[0] || i[1] >= x.Shape[1] ? 7 : x[i[0] - 1, i[1]]), s_matrices),
        Of("Diag", typeof(Embed), x => x.Diag(), x => Plain.Make([x.Shape[0], x.Shape[0]], i => i[0] == i[1] ? x[i[0]] : 0), [[4], [1], [0]]),
        Of("Concat", typeof(Concat), x => Tensor.Concatenate([x, x * 2, x[.., ..1]], 1), x => Plain.Make([x.Shape[0], 2 * x.Shape[1] + 1],
            i => i[1] < x.Shape[1] ? x[i] : i[1] < 2 * x.Shape[1] ? 2 * x[i[0], i[1] - x.Shape[1]] : x[i[0], 0]), [[5, 6], [0, 4], [1, 1]]),
        Of("Roll", typeof(Concat), x => x.Roll(2, 0), x => Plain.Make(x.Shape, i => x[[(i[0] - 2 % x.Shape[0] + x.Shape[0]) % x.Shape[0], .. i[1..]]]), [[5, 6], [1], [3, 0]]),
        Of("Tile", typeof(Broadcast), x => x.Tile(2, 3), x => Plain.Make([2 * x.Shape[0], 3 * x.Shape[1]], i => x[i[0] % x.Shape[0], i[1] % x.Shape[1]]), s_matrices),

        Reduce<ReduceSum>(x => x.Sum(1), (a, b) => a + b, 0, [[3, 5, 4], [40, 70, 2], [3, 0, 4], [0, 2]]),
        Reduce<ReduceProduct>(x => x.Product([1]), (a, b) => a * b, 1, [[3, 5, 4], [2, 0, 3], [0, 2, 1]]),
        Reduce<ReduceMax>(x => x.Max(1), Math.Max, double.NegativeInfinity, [[3, 5, 4], [3, 70, 2], [0, 2]]),
        Reduce<ReduceMin>(x => x.Min(1), Math.Min, double.PositiveInfinity, [[3, 5, 4], [3, 70, 2], [0, 2]]),
        new("ReduceBits", [typeof(ReduceBits)], x => x[0].Any([0]), x => Plain.Make([x[0].Shape[1]], i => Enumerable.Range(0, x[0].Shape[0]).Any(k => x[0][k, i[0]] != 0) ? 1 : 0),
            [.. s_matrices.Append([0, 3]).Select(s => new Operand[] { new(DType.Bool, s, 0, 1) })]),
        Of("Sum of all", typeof(ReduceSum), x => x.Sum(), x => new Plain([], [x.Data.Sum()]), [.. s_any, [2000]]),
        Of("Variance", typeof(ReduceSum), x => x.Variance([0], 1), x => Plain.Make([x.Shape[1]], i => Spread(x, i[0])), [[5, 6], [3, 1], [4, 0]]),
        Of("LogSumExp", typeof(ReduceSum), x => x.LogSumExp(0), x => Plain.Make([x.Shape[1]], i => Math.Log(Column(x, i[0]).Sum(Math.Exp))), [[5, 6], [1, 9], [4, 0]]),
        Of("Softmax", typeof(ReduceSum), x => x.Softmax(0), x => Plain.Make(x.Shape, i => Math.Exp(x[i]) / Column(x, i[1]).Sum(Math.Exp)), s_matrices),

        Product("Dot", (a, b) => a.Dot(b), x => Plain.Make([x[0].Shape[0], x[1].Shape[1]], i => Enumerable.Range(0, x[0].Shape[1]).Sum(k => x[0][i[0], k] * x[1][k, i[1]])),
            ([5, 7], [7, 3]), ([1, 4], [4, 20]), ([40, 300], [300, 17]), ([3, 0], [0, 2]), ([0, 4], [4, 2])),
        Product("Dot of batches", (a, b) => Tensor.Einsum("bik,bjk->bij", a, b),
            x => Plain.Make([x[0].Shape[0], x[0].Shape[1], x[1].Shape[1]], i => Enumerable.Range(0, x[0].Shape[2]).Sum(k => x[0][i[0], i[1], k] * x[1][i[0], i[2], k])),
            ([3, 5, 7], [3, 2, 7]), ([0, 2, 3], [0, 4, 3]), ([2, 1, 0], [2, 3, 0])),
        Product("Dot of vectors", (a, b) => a.Dot(b), x => new Plain([], [x[0].Data.Zip(x[1].Data, (a, b) => a * b).Sum()]), ([9], [9]), ([0], [0]), ([5000], [5000])),
        Product("Convolve", (x, w) => x.Convolve(w, new Windows { Strides = [2], Padding = [(1, 2)], Dilation = [2], Groups = 2 }), Convolved, ([2, 4, 9], [6, 2, 3]), ([0, 2, 5], [2, 1, 2])),
        Of("MaxPool", typeof(Slice), x => x.MaxPool([3], new Windows { Strides = [2], Padding = [(1, 1)] }), x => Pooled(x, 3, 2, 1), [[2, 3, 7], [1, 1, 3], [0, 2, 5]]),

        new("Fill", [typeof(Fill)], x => x[0] + Tensor.Full(x[0].Shape, 2.5).As(x[0].DType), x => x[0].Map(v => v + 2.5), Floats(s_any)),
        new("Iota", [typeof(Primitives.Iota)], x => x[0] * Tensor.Iota(x[0].Shape, 0).As(x[0].DType), x => Plain.Make(x[0].Shape, i => x[0][i] * i[0]), Floats([[5, 3], [4], [0]])),
    ];

    public static Operand[][] Floats(int[][] shapes) => [.. shapes.Select(s => new Operand[] { new(DType.F64, s, -2, 2) })];

    public static PrimitiveRow Of(string name, Type primitive, Func<Tensor, Tensor> call, Func<Plain, Plain> expected, int[][] shapes) =>
        new(name, [primitive], x => call(x[0]), x => expected(x[0]), Floats(shapes)) { Sums = true };

    private static PrimitiveRow Product(string name, Func<Tensor, Tensor, Tensor> call, Func<Plain[], Plain> expected, params (int[] A, int[] B)[] shapes) =>
        new(name, [typeof(Dot)], x => call(x[0], x[1]), expected, [.. shapes.Select(s => new Operand[] { new(DType.F64, s.A, -2, 2), new(DType.F64, s.B, -2, 2) })]) { Sums = true };

    /// <summary>Over axis 1, or the last.</summary>
    private static PrimitiveRow Reduce<T>(Func<Tensor, Tensor> call, Func<double, double, double> join, double start, int[][] shapes) =>
        Of(typeof(T).Name, typeof(T), call, x => Plain.Make([x.Shape[0], .. x.Shape[2..]], i => Enumerable.Range(0, x.Shape[1]).Aggregate(start, (sum, k) => join(sum, x[[i[0], k, .. i[1..]]]))), shapes);

    private static IEnumerable<double> Column(Plain x, int column) => Enumerable.Range(0, x.Shape[0]).Select(k => x[k, column]);

    private static double Spread(Plain x, int column)
    {
        double mean = Column(x, column).Average();
        return Column(x, column).Sum(v => (v - mean) * (v - mean)) / (x.Shape[0] - 1);
    }

    /// <summary>Stride 2, padding 1 and 2, dilation 2, two groups.</summary>
    private static Plain Convolved(Plain[] operands)
    {
        (Plain x, Plain w) = (operands[0], operands[1]);
        int inputs = w.Shape[1], window = w.Shape[2], filters = w.Shape[0] / 2, extent = (x.Shape[2] + 3 - (window - 1) * 2 - 1) / 2 + 1;
        return Plain.Make([x.Shape[0], w.Shape[0], extent], i =>
        {
            double sum = 0;
            for (int c = 0; c < inputs; c++)
                for (int k = 0; k < window; k++)
                {
                    int at = 2 * i[2] + 2 * k - 1;
                    if (at >= 0 && at < x.Shape[2]) sum += x[i[0], i[1] / filters * inputs + c, at] * w[i[1], c, k];
                }
            return sum;
        });
    }

    private static Plain Pooled(Plain x, int window, int stride, int padding) =>
        Plain.Make([x.Shape[0], x.Shape[1], (x.Shape[2] + 2 * padding - window) / stride + 1], i =>
            Enumerable.Range(i[2] * stride - padding, window).Where(k => k >= 0 && k < x.Shape[2]).Max(k => x[i[0], i[1], k]));
}
