namespace SpikeJit.Tests.Operations;

/// <summary>Functions composed of operations, at values that NumPy's documentation or arithmetic by hand give.</summary>
public sealed class ArrayFunctionTests
{
    private const float NaN = float.NaN, Infinity = float.PositiveInfinity;

    private static Tensor V(params float[] x) => Tensor.From(x);

    private static Tensor M(float[,] x) => Tensor.From(x);

    public static TheoryData<string, Func<Tensor>, float[]> Values => new()
    {
        { "nan sum", () => V(1, NaN, 3).NanSum(), [4] },
        { "nan product", () => V(2, NaN, 3).NanProduct(), [6] },
        { "nan mean", () => M(new[,] { { 1, NaN }, { 3, 4 } }).NanMean([0]), [2, 4] },
        { "nan mean of nothing", () => V(NaN, NaN).NanMean(), [NaN] },
        { "nan variance", () => M(new[,] { { 1, NaN }, { 3, 4 } }).NanVariance([0]), [1, 0] },
        { "nan variance with ddof", () => V(1, NaN, 3).NanVariance(ddof: 1), [2] },
        { "nan variance without freedom", () => V(NaN, 3).NanVariance(ddof: 1), [NaN] },
        { "nan deviation", () => V(1, NaN, 5).NanStandardDeviation(), [2] },
        { "nan max", () => V(1, NaN, 3).NanMax(), [3] },
        { "nan max of nothing", () => V(NaN).NanMax(), [NaN] },
        { "nan min of -inf", () => V(-Infinity, NaN, 3).NanMin(), [-Infinity] },
        { "nan argmax", () => M(new[,] { { NaN, 2 }, { NaN, NaN } }).NanArgMax(), [1, -1] },
        { "nan argmin", () => V(NaN, 3, 1).NanArgMin(), [2] },

        { "median of 4", () => V(4, 1, 3, 2).Median(), [2.5f] },
        { "median along 1", () => M(new[,] { { 10f, 7, 4 }, { 3, 2, 1 } }).Median(1), [7, 2] },
        { "median of NaN", () => V(1, NaN, 3).Median(), [NaN] },
        { "nan median", () => V(1, NaN, 3, 8).NanMedian(0), [3] },
        { "quantiles", () => V(0, 10, 20, 30).Quantile(V(0, 0.25f, 0.5f, 1)), [0, 7.5f, 15, 30] },
        { "quantiles along 0", () => M(new[,] { { 10f, 7, 4 }, { 3, 2, 1 } }).Quantile(0.5, 0), [6.5f, 4.5f, 2.5f] },
        { "lower", () => V(0, 10).Quantile(0.6, QuantileMethod.Lower), [0] },
        { "higher", () => V(0, 10).Quantile(0.4, QuantileMethod.Higher), [10] },
        { "nearest", () => V(0, 10).Quantile(V(0.4f, 0.5f, 0.6f), QuantileMethod.Nearest), [0, 0, 10] },
        { "percentile", () => V(0, 10, 20, 30).Percentile(25.0, 0), [7.5f] },
        { "nan quantile", () => M(new[,] { { 1, NaN, 3 }, { NaN, NaN, NaN } }).NanQuantile(0.25, 1), [1.5f, NaN] },

        { "bin count", () => Tensor.From([0, 1, 1, 3, 2, 1, 7]).BinCount(8), [1, 3, 1, 1, 0, 0, 0, 1] },
        { "bin count, weighted", () => Tensor.From([0, 1, 1, 2, 2, 2]).BinCount(3, V(0.3f, 0.5f, 0.2f, 0.7f, 1, -0.6f)), [0.3f, 0.7f, 1.1f] },
        { "histogram by edges", () => V(1, 2, 1, NaN, 9).Histogram(V(0, 1, 2, 3)), [0, 2, 1] },
        { "histogram closes its last bin", () => V(1, 2, 3, 4).Histogram(V(1, 2, 3, 4)), [1, 1, 2] },
        { "histogram counts", () => V(0, 1, 2, 3, 4, 4).Histogram(4).Counts, [1, 1, 1, 3] },
        { "histogram of one value", () => V(2, 2).Histogram(2).Edges, [1.5f, 2, 2.5f] },
        { "density", () => V(0, 0.5f, 3).Histogram(V(0, 1, 3), density: true), [2f / 3, 1f / 6] },
        { "digitize", () => V(0.2f, 6.4f, 3, 1.6f).Digitize(V(0, 1, 2.5f, 4, 10)), [1, 4, 3, 2] },
        { "digitize right", () => V(1.2f, 10, 12.4f, 15.5f, 20).Digitize(V(0, 5, 10, 15, 20), right: true), [1, 2, 3, 4, 4] },
        { "non-zeros", () => M(new[,] { { 3f, 0 }, { 2, 1 } }).CountNonZero([0]), [2, 1] },

        { "polynomial", () => Tensor.PolyVal(V(3, 0, 1), V(5, 2)), [76, 13] },
        { "interpolation", () => Tensor.Interpolate(V(0, 1, 1.5f, 2.72f, 3.14f), V(1, 2, 3), V(3, 2, 0)), [3, 3, 2.5f, 0.56f, 0] },
        { "interpolation beyond", () => Tensor.Interpolate(V(0, 4), V(1, 2, 3), V(3, 2, 0), left: -1f, right: -99f), [-1, -99] },
        { "interpolation of one point", () => Tensor.Interpolate(V(0, 4), V(1), V(7)), [7, 7] },
        { "trapezoid", () => V(1, 2, 3).Trapezoid(), [4] },
        { "trapezoid by spacing", () => V(1, 2, 3).Trapezoid(2.0), [8] },
        { "trapezoid by places", () => V(1, 2, 3).Trapezoid(V(4, 6, 8)), [8] },
        { "trapezoid along 0", () => M(new[,] { { 0f, 1, 2 }, { 3, 4, 5 } }).Trapezoid(axis: 0), [1.5f, 2.5f, 3.5f] },
        { "gradient", () => V(1, 2, 4, 7, 11, 16).Gradient(), [1, 1.5f, 2.5f, 3.5f, 4.5f, 5] },

        { "norm 1", () => V(-1, 2).Norm(1.0, 0), [3] },
        { "norm 3", () => V(-1, 2).Norm(3.0, 0), [2.0800838f] },
        { "norm infinity", () => V(-3, 2).Norm(double.PositiveInfinity, 0), [3] },
        { "norm -infinity", () => V(-3, 2).Norm(double.NegativeInfinity, 0), [2] },
        { "norm 0", () => V(-3, 0).Norm(0.0, 0), [1] },
        { "matrix norm 1", () => M(new[,] { { -4f, -3 }, { 2, 3 } }).MatrixNorm(1), [6] },
        { "matrix norm infinity", () => M(new[,] { { -4f, -3 }, { 2, 3 } }).MatrixNorm(double.PositiveInfinity), [7] },
        { "cross", () => Tensor.Cross(V(1, 2, 3), V(4, 5, 6)), [-3, 6, -3] },
        { "cross in the plane", () => Tensor.Cross(V(1, 2), V(4, 5)), [-3] },
        { "average", () => V(1, 2, 3, 4).Average(V(4, 3, 2, 1)), [2] },
        { "peak to peak", () => M(new[,] { { 4f, 9, 2 }, { 6, 5, 12 } }).PeakToPeak([1]), [7, 7] },
        { "covariance", () => M(new[,] { { 0f, 1, 2 }, { 2, 1, 0 } }).Covariance(), [1, -1, -1, 1] },
        { "correlation", () => M(new[,] { { 0f, 1, 2 }, { 2, 1, 0 } }).Correlation(), [1, -1, -1, 1] },
        { "Cholesky", () => M(new[,] { { 4f, 12, -16 }, { 12, 37, -43 }, { -16, -43, 98 } }).Cholesky(), [2, 0, 0, 6, 1, 0, -8, 5, 3] },

        { "is close", () => Tensor.IsClose(V(1e10f, 1e-7f, Infinity, NaN), V(1.000009e10f, 1e-8f, Infinity, NaN)), [1, 0, 1, 0] },
        { "all close", () => Tensor.AllClose(V(1, NaN), V(1, NaN), equalNaN: true), [1] },
        { "logaddexp2", () => Tensor.LogAddExp2(V(3, 200), V(3, 200)), [4, 201] },
        { "sign bit", () => V(-0f, 0, -2).SignBit(), [1, 0, 1] },
        { "fraction", () => V(1.5f, -1.25f).Fraction(), [0.5f, -0.25f] },
        { "radians", () => V(180, 90).DegreesToRadians(), [MathF.PI, MathF.PI / 2] },
        { "degrees", () => V(MathF.PI).RadiansToDegrees(), [180] },

        { "convolution", () => Tensor.Convolve1D(V(1, 2, 3), V(0, 1, 0.5f)), [0, 1, 2.5f, 4, 1.5f] },
        { "convolution, same", () => Tensor.Convolve1D(V(1, 2, 3), V(0, 1, 0.5f), ConvolutionPart.Same), [1, 2.5f, 4] },
        { "convolution, shorter first", () => Tensor.Convolve1D(V(1, 1), V(1, 2, 3, 4), ConvolutionPart.Valid), [3, 5, 7] },
        { "correlation of vectors", () => Tensor.Correlate1D(V(1, 2, 3), V(0, 1, 0.5f)), [3.5f] },
        { "correlation, full", () => Tensor.Correlate1D(V(1, 2, 3), V(0, 1, 0.5f), ConvolutionPart.Full), [0.5f, 2, 3.5f, 3, 0] },

        { "rotation", () => M(new[,] { { 1f, 2 }, { 3, 4 } }).Rotate90(), [2, 4, 1, 3] },
        { "rotation back", () => M(new[,] { { 1f, 2 }, { 3, 4 } }).Rotate90(-1), [3, 1, 4, 2] },
        { "flip of all", () => M(new[,] { { 1f, 2 }, { 3, 4 } }).Flip(), [4, 3, 2, 1] },
        { "put", () => Tensor.Arange(5).Put(Tensor.From([0, -1, 9]), Tensor.From([-44, -55, 7])), [-44, 1, 2, 3, -55] },
        { "put with wrap", () => Tensor.Arange(5).Put(Tensor.From([6]), 9, OutOfRange.Wrap), [0, 9, 2, 3, 4] },
        { "put with clip", () => Tensor.Arange(5).Put(Tensor.From([22]), -5, OutOfRange.Clip), [0, 1, 2, 3, -5] },
        { "logspace", () => Tensor.Logspace(2f, 3f, 4), [100, 215.443469f, 464.158883f, 1000] },
        { "triangle of ones", () => Tensor.Tri(2, 3, 1), [1, 1, 0, 1, 1, 1] },
        { "range of floats", () => Tensor.Arange(0.5, -0.5, -0.25), [0.5f, 0.25f, 0, -0.25f] },
        { "log Σ eˣ of nothing", () => Tensor.Zeros([2, 0]).LogSumExp(1), [-Infinity, -Infinity] },
        { "softmax of nothing", () => Tensor.Zeros([2, 0]).Softmax(), [] },

        { "padding, symmetric", () => V(1, 2, 3).Pad([2], [4], PadMode.Symmetric), [2, 1, 1, 2, 3, 3, 2, 1, 1] },
        { "decimals", () => V(0.375f, -1.25f, 1234).Round(1), [0.4f, -1.2f, 1234] },
        { "tens", () => V(1250, 1249).Round(-2), [1200, 1200] },
        { "nan to num", () => V(NaN, Infinity, -Infinity).NanToNum(1, 2, -3), [1, 2, -3] },
        { "mish", () => V(1, 0).Mish(), [0.865098394f, 0] },
        { "hard silu", () => V(-4, 1, 4).HardSilu(), [0, 2f / 3, 4] },
        { "squareplus", () => V(0, 1.5f).SquarePlus(), [1, 2] },
        { "glu", () => V(3, 4, 0, 0).Glu(), [1.5f, 2] },
        { "largest of long integers", () => Tensor.From<long>([(1L << 60) - 1, 1L << 60, 5]).ArgMax(), [1] },
        { "NaN is largest and smallest", () => Tensor.Stack([V(1, NaN, 3).ArgMax(), V(1, NaN, 3).ArgMin()]), [1, 1] },
        { "einsum of a diagonal", () => Tensor.Einsum("ii->i", M(new[,] { { 1f, 2 }, { 3, 4 } })), [1, 4] },
        { "einsum of a trace", () => Tensor.Einsum("ii", M(new[,] { { 1f, 2 }, { 3, 4 } })), [5] },
        { "einsum of a sum", () => Tensor.Einsum("ij->", M(new[,] { { 1f, 2 }, { 3, 4 } })), [10] },
        { "einsum in order of letters", () => Tensor.Einsum("ba", M(new[,] { { 1f, 2 }, { 3, 4 } })), [1, 3, 2, 4] },
        { "einsum of three", () => Tensor.Einsum("i,ij,j->", V(1, 2), M(new[,] { { 1f, 2 }, { 3, 4 } }), V(1, 1)), [17] },

        // π²/6, π²/2, π²/2 + 4; mpmath.
        { "trigamma", () => V(1, 0.5f, -0.5f, 10, -3.25f, 0).Trigamma(), [1.64493407f, 4.9348022f, 8.9348022f, 0.105166336f, 19.4740851f, Infinity] },
        { "log beta", () => Tensor.LogBeta(V(2), V(3)), [-2.48490665f] },
        { "rounding away from 0", () => V(0.5f, -0.5f, 2.5f, 0.49999997f, 8388609).RoundAwayFromZero(), [1, -1, 3, 0, 8388609] },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Values_are_the_known_ones(string name, Func<Tensor> call, float[] expected) =>
        Near.Relative<float>(expected, call().As(DType.F32).ToArray<float>(), 2e-6, 1e-3, name);

    [Fact]
    public void Results_have_the_shapes_that_axes_say()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]);
        Assert.Equal([5, 2, 4], x.Quantile(Tensor.Zeros([5]), 1).Shape.ToArray());
        Assert.Equal([5, 2, 1, 4], x.Quantile(Tensor.Zeros([5]), 1, keepAxis: true).Shape.ToArray());
        Assert.Equal([2, 1, 4], x.ArgMax(1, keepAxis: true).Shape.ToArray());
        Assert.Equal([1, 3, 1], x.NanMean([0, -1], keepAxes: true).Shape.ToArray());
        Assert.Equal([2, 4, 3], x.Rotate90(1, 1, 2).Shape.ToArray());
        Assert.Equal([2, 3], x.Trapezoid().Shape.ToArray());
    }

    public static TheoryData<string, Func<Tensor, int[], Tensor>> Reductions => new()
    {
        { "sum", (x, a) => x.Sum(a) },
        { "product", (x, a) => x.Product(a) },
        { "mean", (x, a) => x.Mean(a) },
        { "max", (x, a) => x.Max(a) },
        { "min", (x, a) => x.Min(a) },
        { "any", (x, a) => x.Any(a) },
        { "variance", (x, a) => x.Variance(a) },
        { "deviation", (x, a) => x.StandardDeviation(a) },
        { "norm", (x, a) => x.Norm(a) },
        { "log Σ eˣ", (x, a) => x.LogSumExp(a) },
        { "log Σ w·eˣ", (x, a) => x.LogSumExp(2f, a) },
        { "nan sum", (x, a) => x.NanSum(a) },
        { "nan mean", (x, a) => x.NanMean(a) },
        { "nan variance", (x, a) => x.NanVariance(a) },
        { "nan max", (x, a) => x.NanMax(a) },
        { "count", (x, a) => x.CountNonZero(a) },
        { "average", (x, a) => x.Average(2f, a) },
        { "range", (x, a) => x.PeakToPeak(a) },
        { "softmax", (x, a) => x.Softmax(a) },
        { "standardize", (x, a) => x.Standardize(a) },
    };

    [Theory]
    [MemberData(nameof(Reductions), DisableDiscoveryEnumeration = true)]
    public void Axes_count_from_both_ends_and_may_be_none(string name, Func<Tensor, int[], Tensor> reduce)
    {
        Tensor x = new RandomKey(3).Uniform([2, 3, 4], 0.5, 2);
        Near.Exact<double>(reduce(x, [0, 2]).As(DType.F64).ToArray<double>(), reduce(x, [-1, -3]).As(DType.F64).ToArray<double>(), name);
        Assert.Equal(name is "softmax" or "standardize" ? [2, 3, 4] : new[] { 3 }, reduce(x, [0, 2]).Shape.ToArray());
        // Over no axes each element is alone.
        Near.Relative<double>(reduce(x.Reshape(24, 1), [1]).As(DType.F64).ToArray<double>(), reduce(x, []).As(DType.F64).ToArray<double>(), 1e-6, 1e-6, name);
        Assert.Equal([2, 3, 4], reduce(x, []).Shape.ToArray());
        Assert.Throws<ShapeException>(() => reduce(x, [3]));
        Assert.Throws<ShapeException>(() => reduce(x, [1, 1]));
    }

    [Fact]
    public void A_long_running_sum_is_as_accurate_as_a_sum()
    {
        Tensor sums = Tensor.Full([1_000_000], 0.1f).CumulativeSum(0);
        Near.Relative<double>([0.1f * 1e6], [sums[^1].ToDouble()], 1e-7);
    }

    [Fact]
    public void The_factor_of_a_batch_of_matrices_is_differentiable()
    {
        // d log det(A)/dA = A⁻¹ for A = diag(4, 9): log det = 2 Σ log L[i,i].
        Tensor a = Tensor.From<float>([4, 0, 0, 9], [1, 2, 2]);
        Tensor gradient = Fn.Grad((Tensor m) => 2 * m.Cholesky().Diagonal().Log().Sum())(a);
        Near.Relative<float>([0.25f, 0, 0, 1f / 9], gradient.ToArray<float>(), 1e-6, 1e-6);
        Assert.All(Tensor.From<float>([-1], [1, 1]).Cholesky().ToArray<float>(), x => Assert.True(float.IsNaN(x)));
    }
}
