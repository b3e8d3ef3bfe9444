using System.Text.Json;

namespace SpikeJit.Tests.RandomNumbers;

/// <summary>Every recorded draw of JAX 0.10.2, none left out: most in its default mode, some with its older layout of counters.</summary>
public sealed class JaxRandomTests
{
    private const string File = "jax_random.json";

    // Where 1e-6 of each number is too little: the tolerance, and the magnitude below which it is absolute.
    private static readonly Dictionary<string, (double Tolerance, double Floor, string Why)> s_wider = new()
    {
        ["gumbel"] = (1e-6, 0.25, "-log u near 1 is rounded before its logarithm, which is near 0, is taken"),
        ["truncated_normal"] = (2e-6, 0, "in a tail one unit in the last place of u moves erf⁻¹(u) by up to 50"),
        ["orthogonal"] = (1e-6, 0.25, "entries of vectors of length 1, which JAX makes orthogonal in F32"),
        ["init_orthogonal"] = (1e-6, 0.25, "as orthogonal"),
    };

    private static readonly HashSet<string> s_exact = ["key", "split", "fold_in", "bits", "uniform", "randint", "bernoulli", "permutation", "choice", "categorical", "rademacher", "geometric", "poisson", "binomial"];

    public static TheoryData<string> Operations => [.. Golden.Cases(File).Select(c => c.Text("op")!).Distinct()];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Draws_are_those_of_JAX(string op)
    {
        int compared = 0;
        foreach (JsonElement c in Golden.Cases(File, "op", op))
        {
            JsonElement args = c.GetProperty("args");
            Tensor actual = Draw(op, c, args);
            GoldenTensor expected = c.Tensor("out");
            string what = $"{op} {args}";
            Assert.Equal(expected.Shape, actual.Shape.ToArray());
            (double tolerance, double floor, _) = s_wider.GetValueOrDefault(op, (1e-6, 0, ""));
            if (!s_exact.Contains(op)) Near.Relative<float>(expected.As<float>(), actual.ToArray<float>(), tolerance, floor, what);
            else if (expected.DType == actual.DType.Name()) Compare.Same(expected, actual, what);
            else Assert.Equal(expected.Doubles, actual.As(DType.F64).ToArray<double>());
            compared++;
        }
        Assert.NotEqual(0, compared);
    }

    [Fact]
    public void There_are_674_recorded_draws() => Assert.Equal(674, Golden.Cases(File).Count());

    private static Tensor Draw(string op, JsonElement c, JsonElement args)
    {
        RandomKey key = c.TryGetProperty("key", out JsonElement words) ? new RandomKey(Tensor.From<uint>([words[0].GetUInt32(), words[1].GetUInt32()])) : default;
        if (args.TryGetProperty("partitionable", out _)) key = key with { Sequential = true };
        Shape shape = args.TryGetProperty("shape", out JsonElement s) ? (int[])[.. s.EnumerateArray().Select(e => e.GetInt32())] : [];
        double Number(string name) => args.GetProperty(name).GetDouble();
        int Int(string name) => args.GetProperty(name).GetInt32();
        Tensor Array(string name) => args.Tensor(name).ToTensor();
        bool IsArray(string name) => args.TryGetProperty(name, out JsonElement e) && e.IsTensor();
        // A parameter may be one number, or one for each element.
        Tensor Each(string name) => IsArray(name) ? Array(name).BroadcastTo(shape) : Tensor.Full(shape, (float)Number(name));
        return op switch
        {
            "key" => new RandomKey(long.Parse(args.Text("seed")!)).Data,
            "split" when args.TryGetProperty("shape", out _) => key.SplitMany(shape.Size).Data.Reshape([.. shape, 2]),
            "split" => key.SplitMany(Int("n")).Data,
            "fold_in" => key.FoldIn(args.GetProperty("data").GetInt64()).Data,
            "bits" => key.Bits(shape, Int("width")),
            "uniform" => key.Uniform(shape, Number("minval"), Number("maxval")),
            "normal" => key.Normal(shape),
            "randint" when IsArray("minval") => key.RandIntBetween(shape, Array("minval"), Array("maxval")),
            "randint" => key.RandInt(shape, args.GetProperty("minval").GetInt64(), args.GetProperty("maxval").GetInt64(), args.Text("dtype") switch { "u8" => DType.U8, "u32" => DType.U32, _ => DType.I32 }),
            "bernoulli" => IsArray("p") ? key.Bernoulli(Array("p")) : key.Bernoulli(shape, Number("p")),
            "permutation" when !IsArray("x") => key.Permutation(Int("n")),
            "permutation" => args.GetProperty("independent").GetBoolean() ? key.Shuffle(Array("x"), Int("axis")) : key.Permutation(Array("x"), Int("axis")),
            "choice" when IsArray("p") => key.Choice(Array("p"), shape, args.GetProperty("replace").GetBoolean()),
            "choice" when IsArray("a") => Array("a").Take(key.Choice(Array("a").Shape[0], shape, args.GetProperty("replace").GetBoolean())),
            "choice" => key.Choice(Int("a"), shape, args.GetProperty("replace").GetBoolean()),
            "categorical" => key.Categorical(Array("logits"), Int("axis"), shape.Rank == 0 ? default : [shape[0]]),
            "gumbel" => key.Gumbel(shape),
            "exponential" => key.Exponential(shape),
            "laplace" => key.Laplace(shape),
            "logistic" => key.Logistic(shape),
            "cauchy" => key.Cauchy(shape),
            "truncated_normal" => key.TruncatedNormal(shape, Number("lower"), Number("upper")),
            "rademacher" => key.Rademacher(shape, args.Text("dtype") == "i32" ? DType.I32 : DType.F32),
            "gamma" => key.Gamma(Each("a")),
            "beta" => key.Beta(Each("a"), Each("b")),
            "dirichlet" => key.Dirichlet(Array("alpha"), shape),
            "binomial" => key.Binomial(Each("n"), Each("p")),
            "multivariate_normal" => key.MultivariateNormal(Array("mean"), Array("cov"), shape),
            "ball" => key.Ball(shape, Int("d"), Number("p")),
            "init_normal" => Initializers.Normal(key, shape, Number("stddev")),
            "init_uniform" => Initializers.Uniform(key, shape, Number("scale")),
            "init_truncated_normal" => Initializers.TruncatedNormal(key, shape, Number("stddev"), Number("lower"), Number("upper")),
            "poisson" => IsArray("lam") ? key.Poisson(Each("lam")) : key.Poisson(shape, Number("lam")),
            "geometric" => IsArray("p") ? key.Geometric(Each("p")) : key.Geometric(shape, Number("p")),
            "orthogonal" => Initializers.Orthogonal(key, [Int("n"), Int("n")]),
            "init_orthogonal" => Initializers.Orthogonal(key, shape, Number("scale"), Int("column_axis")),
            "glorot_uniform" => Initializers.GlorotUniform(key, shape, Int("in_axis"), Int("out_axis")),
            "glorot_normal" => Initializers.GlorotNormal(key, shape, Int("in_axis"), Int("out_axis")),
            "he_uniform" => Initializers.HeUniform(key, shape, Int("in_axis"), Int("out_axis")),
            "he_normal" => Initializers.HeNormal(key, shape, Int("in_axis"), Int("out_axis")),
            "lecun_uniform" => Initializers.LecunUniform(key, shape, Int("in_axis"), Int("out_axis")),
            "lecun_normal" => Initializers.LecunNormal(key, shape, Int("in_axis"), Int("out_axis")),
            "variance_scaling" => Initializers.VarianceScaling(
                key, shape, Number("scale"),
                args.Text("mode") switch { "fan_in" => FanMode.In, "fan_out" => FanMode.Out, _ => FanMode.Average },
                args.Text("distribution") switch { "uniform" => WeightDistribution.Uniform, "normal" => WeightDistribution.Normal, _ => WeightDistribution.TruncatedNormal }),
            _ => throw new InvalidOperationException($"{op} is neither drawn nor listed as skipped."),
        };
    }
}
