using System.Text.Json;

namespace SpikeJit.Snn.Tests.Surrogates;

public sealed class SurrogateTests
{
    /// <summary>The recorded function as one of ours; null for those that say of themselves that they are faulty.</summary>
    private static ISurrogate? Of(JsonElement c)
    {
        if (c.GetProperty("faulty").GetBoolean()) return null;
        JsonElement p = c.GetProperty("params");
        string name = c.Text("name")!;
        string library = name[..name.IndexOf('.')], function = name[(name.LastIndexOf('.') + 1)..];
        return (library, function) switch
        {
            (_, "straight_through_estimator" or "straight_through" or "DeterministicPass") => Surrogate.StraightThrough(),
            ("snntorch", "fast_sigmoid") => Surrogate.FastSigmoid(p.Number("slope")),
            (_, "atan" or "ATan" or "atan_surrogate") => Surrogate.ATan(p.Number("alpha")),
            ("snntorch", "custom_surrogate") => Surrogate.Custom(x => (-x.Abs()).Exp()),
            ("spikingjelly", "PiecewiseQuadratic") => Surrogate.PiecewiseQuadratic(p.Number("alpha")),
            ("spikingjelly", "PiecewiseExp") => Surrogate.PiecewiseExponential(p.Number("alpha")),
            ("spikingjelly", "Sigmoid") => Surrogate.Sigmoid(p.Number("alpha")),
            ("spikingjelly", "SoftSign") => Surrogate.SoftSign(p.Number("alpha")),
            ("spikingjelly", "SuperSpike") => Surrogate.UnitSuperSpike(p.Number("alpha")),
            ("spikingjelly", "NonzeroSignLogAbs") => Surrogate.SignLogAbs(p.Number("alpha")),
            ("spikingjelly", "Erf") => Surrogate.Erf(p.Number("alpha")),
            ("spikingjelly", "PiecewiseLeakyReLU") => Surrogate.PiecewiseLeakyRelu(p.Number("w"), p.Number("c")),
            ("spikingjelly", "SquarewaveFourierSeries") => Surrogate.FourierSeries((int)p.Number("n"), p.Number("T_period")),
            ("spikingjelly", "S2NN") => Surrogate.S2nn(p.Number("alpha"), p.Number("beta")),
            ("spikingjelly", "QPseudoSpike") => Surrogate.QPseudoSpike(p.Number("alpha")),
            ("spikingjelly", "LeakyKReLU") => Surrogate.LeakyRelu(p.Number("leak"), p.Number("k")),
            ("spikingjelly", "FakeNumericalGradient") => Surrogate.FakeNumerical(p.Number("alpha")),
            ("spikingjelly", "LogTailedReLU") => Surrogate.LogTailedRelu(p.Number("alpha")),
            ("spikingjelly", "Rect") => Surrogate.Boxcar(1 / p.Number("alpha"), p.Number("alpha")),
            ("norse", "triangle") => Surrogate.Triangular(1, p.Number("alpha")),
            ("norse", "tanh") => Surrogate.Tanh(p.Number("alpha")),
            ("norse", "logistic_fn") => Surrogate.Tanh(p.Number("k")),
            ("norse", "circ" or "circ_dist_fn") => Surrogate.Circular(p.Number("alpha")),
            ("norse", "heavi_erfc") => Surrogate.Erfc(p.Number("alpha")),
            ("spyx", "tanh") => Surrogate.Tanh(p.Number("k")),
            ("spyx", "boxcar") => Surrogate.Boxcar(p.Number("width"), p.Number("height")),
            ("spyx", "triangular") => Surrogate.Triangular(1 / p.Number("k"), 1),
            ("spyx", "arctan") => Surrogate.Arctan(p.Number("k")),
            ("spyx", "superspike") => Surrogate.FastSigmoid(p.Number("k")),
            ("sc_neurocore", "fast_sigmoid") => Surrogate.ScaledFastSigmoid(p.Number("slope")),
            ("sc_neurocore", "superspike") => Surrogate.SuperSpike(p.Number("beta")),
            ("sc_neurocore", "sigmoid_surrogate") => Surrogate.Sigmoid(p.Number("slope")),
            ("sc_neurocore", "triangular") => Surrogate.Triangular(p.Number("width")),
            _ => null,
        };
    }

    private static readonly JsonElement[] Recorded = [.. Golden.Cases("snn_surrogates.json").Where(c => c.TryGetProperty("gradient", out _))];

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        foreach ((int i, JsonElement c) in Recorded.Index())
            if (Of(c) is not null) data.Add(i, $"{c.Text("name")} {c.GetProperty("params")}");
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_the_library(int index, string name)
    {
        JsonElement c = Recorded[index];
        ISurrogate surrogate = Of(c)!;
        Tensor x = c.Read("x");
        string rule = c.Text("forward_rule")!;
        Func<Tensor, Tensor> spikes = v => Surrogate.Spike(v, surrogate, rule == "x >= 0");
        // Some of the library's functions draw their spikes.
        if (!rule.Contains("random", StringComparison.Ordinal)) Near.Exact<double>(c.Read("forward").Doubles(), spikes(x).Doubles(), name);
        double[] expected = c.Read("gradient").Doubles();
        Near.Relative<double>(expected, Fn.Grad<Tensor>(v => spikes(v).Sum())(x).Doubles(), 2e-6, expected.Max(Math.Abs), name);
        Near.Relative<double>(expected, Fn.Jvp(spikes, x, Tensor.OnesLike(x)).Tangent.Doubles(), 2e-6, expected.Max(Math.Abs), $"{name}, forward mode");
    }

    [Fact]
    public void What_is_left_out_is_faulty_or_no_surrogate_of_a_spike()
    {
        string[] left = [.. Recorded.Where(c => Of(c) is null && !c.GetProperty("faulty").GetBoolean()).Select(c => c.Text("name")!)];
        // The step itself as its own derivative is LeakyRelu without its value at 0; counts of several spikes are IntegerLif's.
        Assert.Equal(["snntorch.surrogate.heaviside", "spikingjelly.activation_based.surrogate.MultiLevelSpikeCount"], left);
    }

    public static TheoryData<string, ISurrogate> All => new()
    {
        { "FastSigmoid", Surrogate.FastSigmoid() }, { "SuperSpike", Surrogate.SuperSpike() }, { "ScaledFastSigmoid", Surrogate.ScaledFastSigmoid() },
        { "UnitSuperSpike", Surrogate.UnitSuperSpike() }, { "SoftSign", Surrogate.SoftSign() }, { "ATan", Surrogate.ATan() }, { "Arctan", Surrogate.Arctan() },
        { "Sigmoid", Surrogate.Sigmoid() }, { "Tanh", Surrogate.Tanh() }, { "Triangular", Surrogate.Triangular() }, { "Boxcar", Surrogate.Boxcar() },
        { "PiecewiseQuadratic", Surrogate.PiecewiseQuadratic() }, { "PiecewiseExponential", Surrogate.PiecewiseExponential() },
        { "RateEscape", Surrogate.RateEscape() }, { "Erf", Surrogate.Erf() }, { "Erfc", Surrogate.Erfc() }, { "Gaussian", Surrogate.Gaussian() },
        { "StraightThrough", Surrogate.StraightThrough() }, { "LeakyRelu", Surrogate.LeakyRelu() }, { "PiecewiseLeakyRelu", Surrogate.PiecewiseLeakyRelu() },
        { "SignLogAbs", Surrogate.SignLogAbs() }, { "QPseudoSpike", Surrogate.QPseudoSpike() }, { "S2nn", Surrogate.S2nn() },
        { "LogTailedRelu", Surrogate.LogTailedRelu() }, { "FakeNumerical", Surrogate.FakeNumerical() }, { "Circular", Surrogate.Circular() },
    };

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Far_from_the_threshold_it_is_finite_and_not_negative_and_NaN_stays_NaN(string name, ISurrogate surrogate)
    {
        float[] x = [-1e30f, -1e10f, -100, -5, -1, -1e-30f, -0f, 0, 1e-30f, 1, 5, 100, 1e10f, 1e30f];
        Assert.All(surrogate.Derivative(x).ToArray<float>(), g => Assert.True(float.IsFinite(g) && g >= 0, $"{name}: {g}"));
        Assert.All(surrogate.Derivative(Tensor.From(x).As(DType.F64)).ToArray<double>(), g => Assert.True(double.IsFinite(g) && g >= 0, $"{name}: {g}"));
        Assert.True(float.IsNaN(surrogate.Derivative(float.NaN).ToSingle()), name);
    }

    [Fact]
    public void The_sigmoid_with_slope_25_does_not_overflow()
    {
        // k·s(1 - s), where the quotient of exponentials is inf/inf below x = -3.5.
        float[] expected = [0, 0, 1.752593f, 6.25f, 1.752593f, 0, 0];
        Near.Relative<float>(expected, Surrogate.Sigmoid(25).Derivative(new float[] { -100, -5, -.1f, 0, .1f, 5, 100 }).ToArray<float>(), 1e-6, 1e-30);
    }

    [Fact]
    public void The_multi_Gaussian_is_a_difference_of_normal_densities()
    {
        // (1 + h)N(0; 0, s) - 2h N(0; s, ks) with s .5, h .15, k 6, and its negative flank.
        static double N(double x, double s) => Math.Exp(-x * x / (2 * s * s)) / (s * Math.Sqrt(2 * Math.PI));
        double at0 = 1.15 * N(0, .5) - .3 * N(.5, 3), at3 = 1.15 * N(3, .5) - .15 * (N(2.5, 3) + N(3.5, 3));
        Near.Relative<double>([at0, at3], Surrogate.MultiGaussian().Derivative(Tensor.From<double>([0, 3])).Doubles(), 1e-12);
        Assert.True(at3 < 0);
    }

    [Fact]
    public void A_spike_of_NaN_is_none_and_its_gradient_is_NaN()
    {
        Tensor x = float.NaN;
        Assert.Equal(0f, Surrogate.Spike(x).ToSingle());
        Assert.True(float.IsNaN(Fn.Grad<Tensor>(v => Surrogate.Spike(v))(x).ToSingle()));
    }

    [Fact]
    public void The_second_derivative_is_the_surrogate_s_own()
    {
        // g = 1/(1 + kx)², g' = -2k/(1 + kx)³ for x > 0.
        double second = Fn.Grad(Fn.Grad<Tensor>(v => Surrogate.Spike(v, Surrogate.FastSigmoid(10))))(Tensor.Scalar(.2)).ToDouble();
        Assert.Equal(-20.0 / 27, second, 12);
    }

    [Theory]
    [InlineData("FastSigmoid", "FastSigmoid(25)")]
    [InlineData("fastsigmoid( 25 )", "FastSigmoid(25)")]
    [InlineData("ATan", "ATan(2)")]
    [InlineData("Triangular(1, 0.3)", "Triangular(1,.3)")]
    [InlineData("StraightThrough", "straightthrough")]
    public void Text_gives_the_surrogate_it_names(string a, string b) => Assert.Equal(Surrogate.Parse(a), Surrogate.Parse(b));

    [Fact]
    public void Every_name_can_be_read() => Assert.All(Surrogate.Names, n => Assert.NotNull(Surrogate.Parse(n)));

    [Theory]
    [InlineData("")]
    [InlineData("Sigma")]
    [InlineData("ATan(")]
    [InlineData("ATan(2")]
    [InlineData("ATan(x)")]
    [InlineData("ATan(1, 2)")]
    [InlineData("StraightThrough(1)")]
    public void Text_that_names_none_is_refused(string text) => Assert.Throws<FormatException>(() => Surrogate.Parse(text));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_scale_that_is_not_positive_is_refused(double scale)
    {
        Func<ISurrogate>[] makers =
        [
            () => Surrogate.FastSigmoid(scale), () => Surrogate.SuperSpike(scale), () => Surrogate.ScaledFastSigmoid(scale), () => Surrogate.UnitSuperSpike(scale),
            () => Surrogate.SoftSign(scale), () => Surrogate.ATan(scale), () => Surrogate.Arctan(scale), () => Surrogate.Sigmoid(scale), () => Surrogate.Tanh(scale),
            () => Surrogate.Triangular(scale), () => Surrogate.Triangular(1, scale), () => Surrogate.Boxcar(scale), () => Surrogate.Boxcar(1, scale),
            () => Surrogate.PiecewiseQuadratic(scale), () => Surrogate.PiecewiseExponential(scale), () => Surrogate.RateEscape(scale), () => Surrogate.Erf(scale),
            () => Surrogate.Erfc(scale), () => Surrogate.Gaussian(scale), () => Surrogate.MultiGaussian(scale), () => Surrogate.LeakyRelu(0, scale),
            () => Surrogate.PiecewiseLeakyRelu(scale), () => Surrogate.SignLogAbs(scale), () => Surrogate.QPseudoSpike(scale), () => Surrogate.S2nn(scale),
            () => Surrogate.FakeNumerical(scale), () => Surrogate.FourierSeries(2, scale), () => Surrogate.Circular(scale),
        ];
        Assert.All(makers, m => Assert.Throws<ArgumentOutOfRangeException>(m));
    }

    [Fact]
    public void Spikes_of_integers_are_refused() => Assert.Throws<DTypeException>(() => Surrogate.Spike(Tensor.Arange(3)));
}
