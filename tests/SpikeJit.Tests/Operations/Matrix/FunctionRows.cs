namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Functions that are composed of primitives.</summary>
internal static class FunctionRows
{
    private static readonly int[][] s_lines = [[4, 7], [3, 1], [0, 5]], s_vectors = [[5], [1]], s_matrices = [[4, 4], [1, 1], [0, 0]];

    public static IEnumerable<PrimitiveRow> All =>
    [
        Of("Cholesky", x => (x.Dot(x.Transpose()) + 2 * Tensor.Eye(x.Shape[0], x.DType)).Cholesky(), Factor, s_matrices),
        Of("Trigamma", x => x.Trigamma(), x => x.Map(v => v < 0.5 ? Math.Pow(Math.PI / Math.Sin(Math.PI * v), 2) - Trigamma(1 - v) : Trigamma(v)), [[6, 7], [], [0]], 0.2, 4),
        Of("3-norm", x => x.Norm(3, 1), x => Rows(x, r => Math.Cbrt(r.Sum(v => Math.Pow(Math.Abs(v), 3)))), s_lines),
        Of("∞-norm", x => x.Norm(double.PositiveInfinity, 1), x => Rows(x, r => r.Max(Math.Abs)), s_lines),
        Of("Quantile", x => x.Quantile(0.3, 1), x => Rows(x, r => Quantile(r, 0.3)), s_lines),
        Of("NanQuantile", x => Tensor.Select(x > 1, double.NaN, x).NanQuantile(0.6, 1), x => Rows(x, r => r.Any(v => v <= 1) ? Quantile([.. r.Where(v => v <= 1)], 0.6) : double.NaN), [[4, 7], [0, 5]]),
        Of("NanMean", x => Tensor.Select(x > 1, double.NaN, x).NanMean([1]), x => Rows(x, r => r.Where(v => v <= 1).DefaultIfEmpty(double.NaN).Average()), [[4, 7], [0, 5]]),
        Of("Trapezoid", x => x.Trapezoid(0.5), x => Rows(x, r => r.Zip(r.Skip(1), (a, b) => (a + b) / 4).Sum()), s_lines),
        Of("Gradient", x => x.Gradient(axis: 1), x => Plain.Make(x.Shape, i => Slope(x, i[0], i[1])), [[4, 7], [3, 2], [0, 5]]),
        Of("Interpolate", x => Tensor.Interpolate(x, Tensor.From<double>([-1, 0, 1.5]).As(x.DType), Tensor.From<double>([2, 1, 4]).As(x.DType)),
            x => x.Map(v => v < -1 ? 2 : v < 0 ? 1 - v : v < 1.5 ? 1 + 2 * v : 4), [[4, 7], [], [0]]),
        Of("PolyVal", x => Tensor.PolyVal(Tensor.From<double>([2, 0, -1]).As(x.DType), x), x => x.Map(v => 2 * v * v - 1), [[4, 7], [], [0]]),
        Of("Covariance", x => x.Covariance(), x => Plain.Make([x.Shape[0], x.Shape[0]], i => Together(x, i[0], i[1])), [[4, 7], [0, 5]]),
        Of("Histogram", x => x.Histogram(Tensor.From<double>([-2, -0.5, 0.5, 1]).As(x.DType)),
            x => new([3], [x.Data.Count(v => v < -0.5), x.Data.Count(v => v is >= -0.5 and < 0.5), x.Data.Count(v => v is >= 0.5 and <= 1)]), [[4, 7], [], [0]]),
        Of("Convolve1D", x => Tensor.Convolve1D(x, Tensor.From<double>([1, -2, 3]).As(x.DType)),
            x => Plain.Make([x.Shape[0] + 2], i => new double[] { 1, -2, 3 }.Select((w, k) => i[0] - k >= 0 && i[0] - k < x.Shape[0] ? w * x[i[0] - k] : 0).Sum()), s_vectors),
        Of("ConvolveTransposed", x => x.Reshape(1, 1, x.Size).ConvolveTransposed(Tensor.From<double>([1, -2, 3], [1, 1, 3]).As(x.DType), [2], same: false).Flatten(), Spread, s_vectors),
        Of("Cross", x => Tensor.Cross(x, x.Roll(1, 0) + 1), x => Plain.Make(x.Shape, i => Crossed(x, i[0], i[1])), [[4, 3], [1, 3], [0, 3]]),
        Of("Glu", x => x.Glu(), x => Plain.Make([x.Shape[0], x.Shape[1] / 2], i => x[i] / (1 + Math.Exp(-x[i[0], i[1] + x.Shape[1] / 2]))), [[4, 6], [0, 2]]),
        Of("Get, filled", x => x.Get([Tensor.From([1, -1, 9])], OutOfRange.FillOrDrop, -9), x => Plain.Make([3, x.Shape[1]], i => i[0] == 2 ? -9 : x[i[0] == 0 ? 1 : x.Shape[0] - 1, i[1]]), [[4, 7], [2, 0]]),
        Of("Take, wrapped", x => x.Take(Tensor.From([-1, 5]), 0, OutOfRange.Wrap), x => Plain.Make([2, x.Shape[1]], i => x[i[0] == 0 ? x.Shape[0] - 1 : 5 % x.Shape[0], i[1]]), [[4, 7], [2, 0]]),
        Of("WithDivided", x => x.WithDivided([Tensor.From([1, 1, -1])], 2), x => Plain.Make(x.Shape, i => x[i] / (i[0] == 1 ? 4 : 1) / (i[0] == x.Shape[0] - 1 ? 2 : 1)), [[4, 7], [2, 0]]),
        Of("WithPower", x => x.Abs().WithPower([Tensor.From([0, 0])], 1.5), x => Plain.Make(x.Shape, i => Math.Pow(Math.Abs(x[i]), i[0] == 0 ? 2.25 : 1)), [[4, 7], [2, 0]]),
        Of("Rotate90", x => x.Rotate90(), x => Plain.Make([x.Shape[1], x.Shape[0]], i => x[i[1], x.Shape[1] - 1 - i[0]]), s_lines),
        Of("OneHot", x => x.ArgMax().OneHot(3, x.DType), x => Plain.Make([x.Shape[0], 3], i => Array.IndexOf([.. Row(x, i[0])], Row(x, i[0]).Max()) == i[1] ? 1 : 0), [[4, 7], [0, 5]]),
    ];

    private static PrimitiveRow Of(string name, Func<Tensor, Tensor> call, Func<Plain, Plain> expected, int[][] shapes, double low = -2, double high = 2) =>
        new(name, [], x => call(x[0]), x => expected(x[0]), [.. shapes.Select(s => new Operand[] { new(DType.F64, s, low, high) })]) { Sums = true };

    private static IEnumerable<double> Row(Plain x, int row) => Enumerable.Range(0, x.Shape[1]).Select(c => x[row, c]);

    private static Plain Rows(Plain x, Func<double[], double> f) => Plain.Make([x.Shape[0]], i => f([.. Row(x, i[0])]));

    private static double Quantile(double[] row, double q)
    {
        double[] sorted = [.. row.Order()];
        double place = q * (row.Length - 1);
        int below = (int)Math.Floor(place), above = (int)Math.Ceiling(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    private static double Slope(Plain x, int row, int i)
    {
        int before = Math.Max(i - 1, 0), after = Math.Min(i + 1, x.Shape[1] - 1);
        return (x[row, after] - x[row, before]) / (after - before);
    }

    private static double Together(Plain x, int a, int b)
    {
        double meanA = Row(x, a).Average(), meanB = Row(x, b).Average();
        return Row(x, a).Zip(Row(x, b), (u, v) => (u - meanA) * (v - meanB)).Sum() / (x.Shape[1] - 1);
    }

    private static double Crossed(Plain x, int row, int i)
    {
        double Other(int c) => x[(row + x.Shape[0] - 1) % x.Shape[0], c] + 1;
        (int j, int k) = ((i + 1) % 3, (i + 2) % 3);
        return x[row, j] * Other(k) - x[row, k] * Other(j);
    }

    /// <summary>Element i meets the kernel from place 2i on: the kernel mirrored, as the convolution of the spread input is a correlation.</summary>
    private static Plain Spread(Plain x)
    {
        double[] kernel = [3, -2, 1];
        var y = new double[2 * x.Shape[0] + 1];
        for (int i = 0; i < x.Shape[0]; i++)
            for (int k = 0; k < 3; k++) y[2 * i + k] += x[i] * kernel[k];
        return new Plain([y.Length], y);
    }

    /// <summary>Of x·xᵀ + 2.</summary>
    private static Plain Factor(Plain x)
    {
        int n = x.Shape[0];
        var l = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double rest = Row(x, i).Zip(Row(x, j), (a, b) => a * b).Sum() + (i == j ? 2 : 0) - Enumerable.Range(0, j).Sum(k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Math.Sqrt(rest) : rest / l[j, j];
            }
        return Plain.Make([n, n], i => l[i[0], i[1]]);
    }

    private static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 40; x++) sum += 1 / (x * x);
        return sum + 1 / x + 1 / (2 * x * x) + 1 / (6 * Math.Pow(x, 3)) - 1 / (30 * Math.Pow(x, 5)) + 1 / (42 * Math.Pow(x, 7));
    }
}
