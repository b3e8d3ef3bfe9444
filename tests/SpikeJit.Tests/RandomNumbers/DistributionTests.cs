namespace SpikeJit.Tests.RandomNumbers;

/// <summary>Distributions without recorded draws, by their moments: within four standard errors of the exact ones.</summary>
public sealed class DistributionTests
{
    private const int N = 4000;

    private static readonly RandomKey s_key = new(11);

    public static TheoryData<string, Func<Tensor>, double, double> Moments => new()
    {
        { "gamma", () => s_key.Gamma([N], 3), 3, 3 },
        { "beta", () => s_key.Beta([N], 2, 3), 0.4, 0.04 },
        { "binomial, few", () => s_key.Binomial([N], 12, 0.3), 3.6, 2.52 },
        { "binomial, many", () => s_key.Binomial([N], 200, 0.4), 80, 48 },
        { "binomial, failures rare", () => s_key.Binomial([N], 200, 0.9), 180, 18 },
        { "Poisson of mixed means", () => s_key.Poisson(Tensor.Concatenate([Tensor.Full([N / 2], 2f), Tensor.Full([N / 2], 50f)]))[..(N / 2)], 2, 2 },
        { "Poisson of large means", () => s_key.Poisson(Tensor.Concatenate([Tensor.Full([N / 2], 2f), Tensor.Full([N / 2], 50f)]))[(N / 2)..], 50, 50 },
        { "geometric", () => s_key.Geometric(Tensor.Full([N], 0.25f)), 4, 12 },
        { "chi square", () => s_key.ChiSquare(Tensor.Full([N], 5f)), 5, 10 },
        { "Student", () => s_key.StudentT(Tensor.Full([N], 9f)), 0, 9 / 7.0 },
        { "F", () => s_key.FDistribution(Tensor.Full([N], 4f), Tensor.Full([N], 12f)), 1.2, 2 * 144 * 14 / (4.0 * 100 * 8) },
        { "generalized normal", () => s_key.GeneralizedNormal([N], 1), 0, 2 },
        { "log-normal", () => s_key.LogNormal([N], 0.5), Math.Exp(0.125), (Math.Exp(0.25) - 1) * Math.Exp(0.25) },
        { "Pareto", () => s_key.Pareto([N], 6), 1.2, 6 / (25.0 * 4) },
        { "Weibull", () => s_key.Weibull([N], 2, 1), 2, 4 },
        { "Rayleigh", () => s_key.Rayleigh([N]), Math.Sqrt(Math.PI / 2), 2 - Math.PI / 2 },
        { "Maxwell", () => s_key.Maxwell([N]), 2 * Math.Sqrt(2 / Math.PI), 3 - 8 / Math.PI },
        { "triangular", () => s_key.Triangular([N], 0, 1, 4), 5 / 3.0, (16 + 1 - 4) / 18.0 },
        { "normal vectors", () => s_key.MultivariateNormal(Tensor.From<float>([1, 0]), Tensor.From<float>([2, 1, 1, 3], [2, 2]), [N])[.., 0], 1, 2 },
        { "ball", () => s_key.Ball([N], 1), 0, 1 / 3.0 },
    };

    [Theory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public void Mean_and_variance_are_the_exact_ones(string name, Func<Tensor> draw, double mean, double variance)
    {
        double[] x = draw().As(DType.F64).ToArray<double>();
        double found = x.Average(), spread = x.Average(v => (v - found) * (v - found));
        Assert.True(Math.Abs(found - mean) < 4 * Math.Sqrt(variance / x.Length), $"{name}: mean {found}, expected {mean}");
        // The fourth moment of these is at most some 20 variances squared.
        Assert.True(Math.Abs(spread - variance) < 4 * variance * Math.Sqrt(20.0 / x.Length), $"{name}: variance {spread}, expected {variance}");
    }

    [Fact]
    public void Points_of_a_ball_lie_inside_and_Dirichlet_numbers_sum_to_1()
    {
        Assert.True(s_key.Ball([500], 3, 1).Abs().Sum(-1).Max().ToSingle() <= 1.000001f);
        Near.Relative<float>([.. Enumerable.Repeat(1f, 500)], s_key.Dirichlet(Tensor.From<float>([0.1f, 1, 5]), [500]).Sum(-1).ToArray<float>(), 1e-6);
    }

    [Fact]
    public void Draws_that_reject_are_the_same_jitted_and_mapped()
    {
        Func<RandomKey, Tensor> draw = k => k.Gamma([5], 0.7);
        RandomKey keys = s_key.SplitMany(3);
        float[] plain = draw(new RandomKey(keys.Data[1])).ToArray<float>();
        Assert.Equal(plain, draw.Jit()(new RandomKey(keys.Data[1])).ToArray<float>());
        Assert.Equal(plain, draw.VMap()(keys)[1].ToArray<float>());
    }

    [Fact]
    public void Trials_that_make_no_sense_give_NaN() =>
        Assert.All(s_key.Binomial(Tensor.From<float>([-1, 5, 5]), Tensor.From<float>([0.5f, -0.1f, 1.1f])).ToArray<float>(), x => Assert.True(float.IsNaN(x)));
}
