namespace SpikeJit.Tests.Transforms;

/// <summary>What a checkpoint keeps, seen in the graph of the gradient: what is not kept is computed a second time.</summary>
public sealed class CheckpointPolicyTests
{
    private static readonly Tensor s_w = new RandomKey(1).Normal([4, 4]), s_x = new RandomKey(2).Normal([4]);

    private static Tensor Net(Tensor w, Tensor x)
    {
        Tensor h = Fn.Name(w.Dot(x).Sin(), "hidden");
        return w.Dot(h).Sin().Sum();
    }

    /// <summary>How often each operation stands in the graph of the gradient.</summary>
    private static (int Products, int Sines) Count(CheckpointPolicy? policy)
    {
        Func<Tensor, Tensor, Tensor> f = Net;
        string graph = Fn.Trace((policy is null ? f : f.Checkpoint(policy)).Grad())(s_w, s_x).ToString();
        int Of(string operation) => graph.Split('\n').Count(l => l.Contains($" = {operation}", StringComparison.Ordinal));
        return (Of("dot"), Of("sin"));
    }

    [Fact]
    public void Each_policy_repeats_just_what_it_does_not_keep()
    {
        // Forward: 2 products, 2 sines. Backward: 3 products (two by w, one by h), 2 cosines.
        Assert.Equal((5, 2), Count(null));
        Assert.Equal((5, 2), Count(CheckpointPolicy.SaveEverything));
        // The way back reads w·x, h and w·h: to compute them again takes both products and the first sine.
        Assert.Equal((7, 3), Count(CheckpointPolicy.SaveNothing));
        Assert.Equal((5, 3), Count(CheckpointPolicy.SaveProducts));
        // With h kept, w·x is needed for its cosine and w·h for its own.
        Assert.Equal((7, 2), Count(CheckpointPolicy.SaveNames("hidden")));
        Assert.Equal((7, 3), Count(CheckpointPolicy.SaveNames("another")));
        Assert.Equal((5, 2), Count(CheckpointPolicy.SaveNames("hidden").Or(CheckpointPolicy.SaveProducts)));
    }

    public static TheoryData<CheckpointPolicy> Policies =>
        [CheckpointPolicy.SaveNothing, CheckpointPolicy.SaveEverything, CheckpointPolicy.SaveProducts, CheckpointPolicy.SaveNames("hidden"), CheckpointPolicy.SaveNames("v")];

    [Theory, MemberData(nameof(Policies))]
    public void No_policy_changes_a_value_or_derivative(CheckpointPolicy policy)
    {
        Func<Tensor, Tensor, Tensor> plain = Net, kept = plain.Checkpoint(policy);
        Assert.Equal(plain(s_w, s_x).ToArray<float>(), kept(s_w, s_x).ToArray<float>());
        Assert.Equal(plain.Grad()(s_w, s_x).ToArray<float>(), kept.Grad()(s_w, s_x).ToArray<float>());
        Near.Relative<float>(plain.Grad()(s_w, s_x).ToArray<float>(), kept.Grad().Jit()(s_w, s_x).ToArray<float>(), 1e-5, 1e-3);
        Assert.Equal(plain.Grad().Jvp((s_w, s_x), (s_w, s_x)).Tangent.ToArray<float>(), kept.Grad().Jvp((s_w, s_x), (s_w, s_x)).Tangent.ToArray<float>());
        Tensor many = Tensor.Stack([s_x, 2f * s_x]);
        Assert.Equal(plain.Grad().VMap((null, 0))(s_w, many).ToArray<float>(), kept.Grad().VMap((null, 0))(s_w, many).ToArray<float>());
    }

    [Theory, MemberData(nameof(Policies))]
    public void Inside_and_around_a_scan_they_change_nothing_either(CheckpointPolicy policy)
    {
        Func<Tensor, Tensor, Tensor> Cell(bool keep)
        {
            Func<Tensor, Tensor, (Tensor, Tensor)> step = (v, x) =>
            {
                Tensor next = Fn.Name((v * 0.9f + s_w.Dot(x)).Sin(), "v");
                return (next, next * v);
            };
            return (v, xs) => Fn.Scan(keep ? step.Checkpoint(policy) : step, v, xs).Outputs.Sum();
        }
        Tensor xs = new RandomKey(3).Normal([6, 4]);
        Tensor expected = Cell(false).Grad()(s_x, xs);
        Near.Relative<float>(expected.ToArray<float>(), Cell(true).Grad()(s_x, xs).ToArray<float>(), 1e-6, 1e-3);
        Near.Relative<float>(expected.ToArray<float>(), Cell(false).Checkpoint(policy).Grad()(s_x, xs).ToArray<float>(), 1e-6, 1e-3);
        Near.Relative<float>(expected.ToArray<float>(), Cell(true).Grad().Jit()(s_x, xs).ToArray<float>(), 1e-5, 1e-3);
    }

    [Fact]
    public void Names_inside_a_scan_keep_their_history()
    {
        Func<Tensor, Tensor> run = xs => Fn.Scan((Tensor v, Tensor x) =>
        {
            Tensor n = Fn.Name((v + x).Sin(), "v");
            return (n, n);
        }, (Tensor)0f, xs).Outputs.Sum();
        int Sines(CheckpointPolicy policy) => Fn.Trace(run.Checkpoint(policy).Grad())(Tensor.Ones([5])).ToString().Split(" = sin ").Length - 1;
        Assert.Equal(1, Sines(CheckpointPolicy.SaveEverything));
        Assert.Equal(2, Sines(CheckpointPolicy.SaveNothing));
    }

    [Fact]
    public void Equal_policies_are_equal()
    {
        Assert.Equal(CheckpointPolicy.SaveNames("a", "b"), CheckpointPolicy.SaveNames("b", "a"));
        Assert.NotEqual(CheckpointPolicy.SaveNames("a"), CheckpointPolicy.SaveNames("b"));
        Assert.Equal(CheckpointPolicy.SaveProducts.Or(CheckpointPolicy.SaveNames("a")), CheckpointPolicy.SaveNames("a").Or(CheckpointPolicy.SaveProducts));
    }

    [Fact]
    public void Compiled_code_computes_again_too_and_so_takes_less_memory()
    {
        Func<Tensor, Tensor, Tensor> block = (w, x) => w.Dot(w.Dot(w.Dot(x).Sin()).Tanh()).Sin();
        Tensor w = new RandomKey(1).Normal([16, 16]), x = new RandomKey(2).Normal([16, 500]);
        Func<Tensor, Tensor, Tensor> Chain(Func<Tensor, Tensor, Tensor> link) => (w, x) => link(w, link(w, link(w, link(w, x)).Cos()).Exp()).Sum();
        (long Bytes, Tensor Gradient) Run(Func<Tensor, Tensor, Tensor> link)
        {
            var gradient = Chain(link).Grad().Jit();
            string arena = gradient.Explain(w, x).Split("arena ")[^1].Split(' ')[0];
            return (long.Parse(arena, System.Globalization.CultureInfo.InvariantCulture), gradient(w, x));
        }
        var (all, expected) = Run(block);
        var (few, found) = Run(block.Checkpoint());
        Assert.InRange(few, 1, 0.6 * all);
        // What the links add to the gradient by w is added in another order.
        Near.Relative<float>(expected.ToArray<float>(), found.ToArray<float>(), 1e-5, expected.Abs().Max().Item<float>());
    }
}
