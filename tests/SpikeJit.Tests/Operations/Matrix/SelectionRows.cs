using SpikeJit.Primitives;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Operations that choose, order and scatter.</summary>
internal static class SelectionRows
{
    private static readonly int[][] s_lines = [[4, 7], [3, 1], [0, 5], [2, 0]], s_filled = [[4, 7], [3, 1], [0, 5]];

    public static IEnumerable<PrimitiveRow> All =>
    [
        StructureRows.Of("ArgExtreme", typeof(ArgExtreme), x => x.ArgMax(), x => Lines(x, line => [Array.IndexOf(line, line.Max())], 1, flat: true), s_filled),
        StructureRows.Of("ArgMin", typeof(ArgExtreme), x => x.ArgMin(0), x => Lines(Turned(x), line => [Array.IndexOf(line, line.Min())], 1, flat: true), [[4, 7], [1, 3], [5, 0]]),
        StructureRows.Of("ArgSort", typeof(ArgSort), x => x.ArgSort(), x => Lines(x, line => Order(line, 1)), s_lines),
        StructureRows.Of("ArgSort descending", typeof(ArgSort), x => x.ArgSort(descending: true), x => Lines(x, line => Order(line, -1)), s_lines),
        StructureRows.Of("Sort", typeof(ArgSort), x => x.Sort(), x => Lines(x, line => [.. line.Order()]), s_lines),
        StructureRows.Of("TopK", typeof(ArgSort), x => x.TopK(1).Values, x => Lines(x, line => [line.Max()], 1), s_filled),
        StructureRows.Of("Median", typeof(ArgSort), x => x.Median(1), x => Lines(x, Middle, 1, flat: true), s_filled),
        StructureRows.Of("Cumulative", typeof(Cumulative), x => x.CumulativeSum(1), x => Running(x, (a, b) => a + b), s_lines),
        StructureRows.Of("CumulativeProduct", typeof(Cumulative), x => x.CumulativeProduct(1), x => Running(x, (a, b) => a * b), s_lines),
        StructureRows.Of("CumulativeMax", typeof(Cumulative), x => x.CumulativeMax(1), x => Running(x, Math.Max), s_lines),
        StructureRows.Of("CumulativeMin reverse", typeof(Cumulative), x => x.CumulativeMin(1, reverse: true),
            x => Lines(x, line => [.. line.Select((_, i) => line[i..].Min())]), s_lines),
        StructureRows.Of("CumulativeProduct exclusive", typeof(Cumulative), x => x.CumulativeProduct(1, exclusive: true),
            x => Lines(x, line => [.. line.Select((_, i) => line[..i].Aggregate(1d, (a, b) => a * b))]), s_lines),
        StructureRows.Of("CumulativeLogSumExp", typeof(Scan), x => x.CumulativeLogSumExp(1),
            x => Lines(x, line => [.. line.Select((_, i) => Math.Log(line[..(i + 1)].Sum(Math.Exp)))]), s_lines),

        new("Gather", [typeof(Gather)], x => x[0].Take(x[1]), x => Plain.Make([x[1].Shape[0], .. x[0].Shape[1..]], i => x[0][[Inside(x[1][i[0]], x[0].Shape[0]), .. i[1..]]]),
            [[Rows(5, 3), Places([4], -2, 8)], [Rows(1, 2), Places([3], 0, 1)], [Rows(4, 0), Places([2], 0, 4)], [Rows(4, 3), Places([0], 0, 1)]]),
        new("TakeAlong", [typeof(Gather)], x => x[0].TakeAlong(x[1], 1), x => Plain.Make(x[1].Shape, i => x[0][i[0], Inside(x[1][i], x[0].Shape[1])]),
            [[Rows(3, 5), Places([3, 4], 0, 5)], [Rows(0, 5), Places([0, 4], 0, 5)]]),
        Scattered("Scatter", (x, i, u) => x.With([i], u), (_, u) => u),
        Scattered("Scatter, add", (x, i, u) => x.WithAdded([i], u), (old, u) => old + u),
        Scattered("Scatter, multiply", (x, i, u) => x.WithMultiplied([i], u), (old, u) => old * u),
        Scattered("Scatter, max", (x, i, u) => x.WithMaximum([i], u), Math.Max),
        Scattered("Scatter, min", (x, i, u) => x.WithMinimum([i], u), Math.Min),

        StructureRows.Of("Orthonormalize", typeof(Orthonormalize), x => Tensor.Bind1(new Orthonormalize(), x), GramSchmidt, [[5, 3], [4, 4], [3, 0], [0, 0]]) with { Smooth = false, Precision = 1e-9 },
    ];

    private static Operand Rows(int rows, int columns) => new(DType.F64, [rows, columns], -2, 2);

    private static Operand Places(int[] shape, double low, double high) => new(DType.I32, shape, low, high);

    /// <summary>Indices repeat, count from the end, and lie outside.</summary>
    private static PrimitiveRow Scattered(string name, Func<Tensor, Tensor, Tensor, Tensor> call, Func<double, double, double> join) =>
        new(name, [typeof(Scatter)], x => call(x[0], x[1], x[2]), x => Joined(x, join),
        [
            [Rows(4, 3), Places([9], -6, 6), Rows(9, 3)], [Rows(1, 2), Places([3], -1, 2), Rows(3, 2)],
            [Rows(4, 3), Places([0], 0, 1), Rows(0, 3)], [Rows(4, 0), Places([2], 0, 4), Rows(2, 0)],
        ])
        { Sums = true };

    private static Plain Joined(Plain[] x, Func<double, double, double> join)
    {
        double[] data = [.. x[0].Data];
        (int rows, int columns) = (x[0].Shape[0], x[0].Shape[1]);
        for (int k = 0; k < x[1].Data.Length; k++)
        {
            int row = (int)x[1][k] < 0 ? (int)x[1][k] + rows : (int)x[1][k];
            for (int c = 0; c < columns && row >= 0 && row < rows; c++) data[row * columns + c] = join(data[row * columns + c], x[2][k, c]);
        }
        return new Plain(x[0].Shape, data);
    }

    private static int Inside(double place, int extent) => Math.Clamp(place < 0 ? (int)place + extent : (int)place, 0, extent - 1);

    private static double[] Order(double[] line, int sign) => [.. Enumerable.Range(0, line.Length).OrderBy(i => sign * line[i]).Select(i => (double)i)];

    private static double[] Middle(double[] line)
    {
        double[] sorted = [.. line.Order()];
        return [(sorted[(line.Length - 1) / 2] + sorted[line.Length / 2]) / 2];
    }

    private static Plain Running(Plain x, Func<double, double, double> join) =>
        Lines(x, line => [.. line.Select((_, i) => line[1..(i + 1)].Aggregate(line[0], join))]);

    private static Plain Turned(Plain x) => Plain.Make([x.Shape[1], x.Shape[0]], i => x[i[1], i[0]]);

    /// <summary>A function of each row; of as many elements as the row has unless stated.</summary>
    private static Plain Lines(Plain x, Func<double[], double[]> f, int length = -1, bool flat = false)
    {
        int n = x.Shape[1];
        double[] data = [.. Enumerable.Range(0, x.Shape[0]).SelectMany(r => f(x.Data[(r * n)..((r + 1) * n)]))];
        return new Plain(flat ? [x.Shape[0]] : [x.Shape[0], length < 0 ? n : length], data);
    }

    private static Plain GramSchmidt(Plain a)
    {
        (int rows, int columns) = (a.Shape[0], a.Shape[1]);
        var q = new double[rows, columns];
        for (int c = 0; c < columns; c++)
        {
            double[] v = [.. Enumerable.Range(0, rows).Select(r => a[r, c])];
            // Twice, which is enough.
            for (int again = 0; again < 2; again++)
                for (int p = 0; p < c; p++)
                {
                    double along = Enumerable.Range(0, rows).Sum(r => q[r, p] * v[r]);
                    for (int r = 0; r < rows; r++) v[r] -= along * q[r, p];
                }
            double length = Math.Sqrt(v.Sum(x => x * x));
            for (int r = 0; r < rows; r++) q[r, c] = v[r] / length;
        }
        return Plain.Make(a.Shape, i => q[i[0], i[1]]);
    }
}
