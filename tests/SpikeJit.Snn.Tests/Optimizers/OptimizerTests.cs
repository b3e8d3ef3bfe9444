using System.Text.Json;

namespace SpikeJit.Snn.Tests.Optimizers;

public sealed class OptimizerTests
{
    private sealed record Weights(Tensor B, Tensor W);

    private static Weights Tree_(JsonElement e) => new(e.Read("b"), e.Read("w"));

    private static Optimizer Of(string name, JsonElement p)
    {
        double N(string key, double absent) => p.TryGetProperty(key, out JsonElement v) ? v.GetDouble() : absent;
        bool B(string key, bool absent = false) => p.TryGetProperty(key, out JsonElement v) ? v.GetBoolean() : absent;
        double rate = N("lr", 0);
        return name switch
        {
            "sgd" => Optimizer.Sgd(rate, N("momentum", 0), B("nesterov")),
            "adam" => Optimizer.Adam(rate, N("b1", .9), N("b2", .999), N("eps", 1e-8), N("eps_root", 0), B("nesterov")),
            "adamw" => Optimizer.AdamW(rate, N("weight_decay", 1e-4), p.TryGetProperty("decay_only", out _) ? path => path == ".W" : null),
            "rmsprop" => Optimizer.RmsProp(
                rate, N("decay", .9), N("eps", 1e-8), B("centered"), N("momentum", 0), B("nesterov"), B("eps_in_sqrt", true), N("initial_scale", 0)),
            "lion" => Optimizer.Lion(rate, N("b1", .9), N("b2", .99), N("weight_decay", 1e-3)),
            "adagrad" => Optimizer.Adagrad(rate, N("initial_accumulator_value", .1), N("eps", 1e-7)),
            "adamax" => Optimizer.Adamax(rate),
            "adabelief" => Optimizer.AdaBelief(rate),
            "clip_by_global_norm + sgd" => Optimizer.Sgd(rate).WithGlobalNormClip(N("max_norm", 1)),
            "clip_by_global_norm + adam" => Optimizer.Adam(rate).WithGlobalNormClip(N("max_norm", 1)),
            "clip + sgd" => Optimizer.Sgd(rate).WithClip(N("max_delta", 1)),
            "add_decayed_weights + sgd momentum" => Optimizer.Sgd(rate, N("momentum", 0)).WithWeightDecay(N("weight_decay", 0)),
            "sgd with schedule" => Optimizer.Sgd(Schedule.Exponential(N("init", 0), (int)N("transition_steps", 1), N("rate", 1))),
            "adam with schedule" => Optimizer.Adam(Schedule.WarmUpCosine(N("init", 0), N("peak", 0), (int)N("warmup_steps", 1), (int)N("decay_steps", 2), N("end", 0))),
            _ => throw new InvalidDataException(name),
        };
    }

    [Fact]
    public void All_71_recorded_cases_are_compared_here_and_beside() =>
        Assert.Equal((31, 15, 17, 8), (Cases.Count(), Count("function"), Count("schedule"), Count("loss_function")));

    private static int Count(string kind) => Golden.Cases("jax_optim.json").Count(c => c.Text(kind) is not null);

    private static IEnumerable<JsonElement> Cases => Golden.Cases("jax_optim.json").Where(c => c.Text("optimizer") is not null);

    [Fact]
    public void Trajectories_are_those_of_optax()
    {
        int compared = 0;
        foreach (JsonElement c in Cases.Where(c => c.TryGetProperty("gradients", out _)))
        {
            string name = $"{c.Text("optimizer")} {c.GetProperty("params")}";
            Optimizer optimizer = Of(c.Text("optimizer")!, c.GetProperty("params"));
            Weights w = Tree_(c.GetProperty("initial")), wide = Wide(w);
            (OptimizerState state, OptimizerState wideState) = (optimizer.Init(w), optimizer.Init(wide));
            foreach ((JsonElement g, JsonElement expected) in c.GetProperty("gradients").EnumerateArray().Zip(c.GetProperty("trajectory").EnumerateArray()))
            {
                (w, state) = optimizer.Update(w, Tree_(g), state);
                (wide, wideState) = optimizer.Update(wide, Wide(Tree_(g)), wideState);
                Same(expected.Read("w").Doubles(), w.W.Doubles(), wide.W.Doubles(), name);
                Same(expected.Read("b").Doubles(), w.B.Doubles(), wide.B.Doubles(), name);
            }
            compared++;
        }
        Assert.Equal(27, compared);
    }

    private static Weights Wide(Weights w) => new(w.B.As(DType.F64), w.W.As(DType.F64));

    /// <summary>optax corrects Adam's bias by 1 - 0.999ᵗ in F32, which is off by 1.3e-5; where that shows, the standard is F64.</summary>
    private static void Same(double[] expected, double[] found, double[] exact, string what)
    {
        Near.Relative<double>(expected, found, 6e-6, 1, what);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(found[i] - expected[i]) <= 1e-6 * Math.Max(Math.Abs(expected[i]), 0.1) || Math.Abs(found[i] - exact[i]) <= 1e-6 * Math.Max(Math.Abs(exact[i]), 0.1), $"{what} [{i}]: {found[i]}, expected {expected[i]}, exactly {exact[i]}");
    }

    [Fact]
    public void Descents_of_a_curved_valley_are_those_of_optax()
    {
        foreach (JsonElement c in Cases.Where(c => c.TryGetProperty("losses", out _)))
        {
            Optimizer optimizer = Of(c.Text("optimizer")!, c.GetProperty("params"));
            var step = Fn.Jit<Tensor, OptimizerState, (Tensor, Tensor, OptimizerState)>((x, s) =>
            {
                (Tensor loss, Tensor g) = Fn.ValueAndGrad<Tensor>(p => (1 - p[0]).Square() + 10 * (p[1] - p[0].Square()).Square())(x);
                (Tensor next, OptimizerState after) = optimizer.Update(x, g, s);
                return (loss, next, after);
            });
            Tensor x = c.Read("initial");
            OptimizerState state = optimizer.Init(x);
            // The bias of optax's Adam, see above.
            double tolerance = c.Text("optimizer") == "adam" ? 1e-5 : 1e-6;
            double[] losses = c.Read("losses").Doubles();
            for (int i = 0; i < losses.Length; i++)
            {
                (Tensor loss, x, state) = step(x, state);
                Near.Relative<double>([losses[i]], loss.Doubles(), tolerance, what: $"{c.Text("optimizer")} loss {i}");
                Near.Relative<double>(c.GetProperty("trajectory").IsTensor() ? c.Read("trajectory")[i].Doubles() : Tensors.Of(GoldenTensor.Parse(c.GetProperty("trajectory")[i])).Doubles(), x.Doubles(), tolerance, 0, $"{c.Text("optimizer")} {i}");
            }
        }
    }

    [Fact]
    public void The_first_steps_of_Adam_for_tiny_gradients_show_where_epsilon_stands()
    {
        // lr 1e-3, eps 1e-8, g 1e-8: half of lr only if eps is outside the root and after the bias correction.
        Optimizer adam = Optimizer.Adam(1e-3);
        Tensor w = Tensor.Zeros([2]);
        (Tensor next, _) = adam.Update(w, Tensor.From<float>([1e-8f, 0]), adam.Init(w));
        Near.Relative<float>([-5e-4f, 0], next.ToArray<float>(), 1e-6);
    }

    [Fact]
    public void Momentum_taken_up_from_its_state_goes_on_as_if_never_broken_off()
    {
        // lr .1, momentum .9, g 1 from 0: -.1, -.29, -.561; without the velocity the third would be -.39.
        Optimizer sgd = Optimizer.Sgd(0.1, 0.9);
        Tensor w = 0f;
        OptimizerState state = sgd.Init(w);
        for (int i = 0; i < 2; i++) (w, state) = sgd.Update(w, 1f, state);
        Assert.Equal(-.29f, w.ToSingle(), 1e-6);
        OptimizerState restored = Tree.WithLeaves(sgd.Init(w), [.. Tree.Leaves(state).Select(t => t.DType == DType.F32 ? Tensor.From(t.ToArray<float>(), t.Shape) : Tensor.From(t.ToArray<int>(), t.Shape))]);
        Assert.Equal(-.561f, sgd.Update(w, 1f, restored).Parameters.ToSingle(), 1e-6);
        Assert.Equal(-.39f, sgd.Update(w, 1f, sgd.Init(w)).Parameters.ToSingle(), 1e-6);
    }

    [Fact]
    public void Gathered_gradients_act_as_their_mean_at_once()
    {
        Optimizer adam = Optimizer.Adam(0.1), gathering = adam.WithAccumulation(3);
        Tensor once = Tensor.From<float>([1, 2]), slowly = once;
        OptimizerState a = adam.Init(once), b = gathering.Init(slowly);
        float[][] gradients = [[1, 0], [2, -1], [6, 4], [0, 1], [1, 1], [2, 1]];
        for (int i = 0; i < gradients.Length; i += 3)
        {
            Tensor before = slowly;
            for (int k = 0; k < 3; k++)
            {
                (slowly, b) = gathering.Update(slowly, gradients[i + k], b);
                if (k < 2) Assert.Equal(before.ToArray<float>(), slowly.ToArray<float>());
            }
            (once, a) = adam.Update(once, (Tensor.From(gradients[i]) + gradients[i + 1] + gradients[i + 2]) / 3.0, a);
            Near.Relative<float>(once.ToArray<float>(), slowly.ToArray<float>(), 1e-6);
            Assert.Equal(a.Step.Item<int>(), b.Step.Item<int>());
        }
    }

    [Fact]
    public void Gradients_are_clipped_as_optax_clips_them()
    {
        foreach (JsonElement c in Golden.Cases("jax_optim.json", "function", "clip_by_global_norm"))
        {
            Dictionary<string, Tensor> g = c.GetProperty("gradients").EnumerateObject().ToDictionary(e => e.Name, e => Tensors.Of(GoldenTensor.Parse(e.Value)));
            Near.Relative<double>(c.Read("norm").Doubles(), Optimizer.GlobalNorm(g).Doubles(), 1e-6);
            // A rate of -1 from 0 leaves the clipped gradients.
            Dictionary<string, Tensor> zero = Tree.Map(Tensor.ZerosLike, g);
            Optimizer clip = Optimizer.Sgd(-1.0).WithGlobalNormClip(c.GetProperty("params").Number("max_norm"));
            Dictionary<string, Tensor> clipped = clip.Update(zero, g, clip.Init(zero)).Parameters;
            foreach (JsonProperty e in c.GetProperty("out").EnumerateObject())
                Near.Relative<double>(GoldenTensor.Parse(e.Value).Doubles, clipped[e.Name].Doubles(), 1e-6, 1e-30, $"{c.GetProperty("params")} {e.Name}");
        }
    }

    [Fact]
    public void An_update_is_one_jitted_function_and_equals_the_plain_one()
    {
        Optimizer adam = Optimizer.AdamW(Schedule.Cosine(0.1, 10), 0.01).WithGlobalNormClip(1);
        var w = new Weights(Tensor.Ones([3]), Tensor.Ones([2, 3]));
        OptimizerState state = adam.Init(w);
        (Weights plain, OptimizerState after) = adam.Update(w, w, state);
        (Weights jitted, OptimizerState then) = Fn.Jit<Weights, Weights, OptimizerState, (Weights, OptimizerState)>(adam.Update)(w, w, state);
        Near.Relative<double>(plain.W.Doubles(), jitted.W.Doubles(), 1e-6);
        Assert.Equal(after.Step.Item<int>(), then.Step.Item<int>());
    }

    public static TheoryData<Func<object>> Bad => new()
    {
        () => Optimizer.Sgd(double.NaN),
        () => Optimizer.Sgd(0.1, 1),
        () => Optimizer.Sgd(0.1, -0.1),
        () => Optimizer.Adam(0.1, 0),
        () => Optimizer.Adam(0.1, 0.9, 1),
        () => Optimizer.Adam(0.1, epsilon: -1),
        () => Optimizer.AdamW(0.1, -1),
        () => Optimizer.RmsProp(0.1, centered: true, epsilonInRoot: false),
        () => Optimizer.Sgd(0.1).WithClip(0),
        () => Optimizer.Sgd(0.1).WithGlobalNormClip(double.NaN),
        () => Optimizer.Sgd(0.1).WithAccumulation(0),
        () => Optimizer.Sgd(0.1).Init(Tensor.Arange(3)),
        () => Optimizer.Sgd(0.1).Update(Tensor.Ones([2]), Tensor.Ones([3]), Optimizer.Sgd(0.1).Init(Tensor.Ones([2]))),
        () => Optimizer.Sgd(0.1).Update(Tensor.Ones([2]), Tensor.Ones([2], DType.F64), Optimizer.Sgd(0.1).Init(Tensor.Ones([2]))),
        () => Optimizer.Adam(0.1).Update(Tensor.Ones([2]), Tensor.Ones([2]), Optimizer.Sgd(0.1).Init(Tensor.Ones([2]))),
        () => Optimizer.Adam(0.1).Update(Tensor.Ones([2]), Tensor.Ones([2]), Optimizer.Adam(0.1).Init(Tensor.Ones([3]))),
        () => Optimizer.Sgd(0.1).Update(new Tensor[] { 1f, 2f }, [1f], Optimizer.Sgd(0.1).Init(new Tensor[] { 1f, 2f })),
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Arguments_that_do_not_fit_are_refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call);
}
