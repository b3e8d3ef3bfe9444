namespace SpikeJit.Tests.Transforms;

/// <summary>The ways people write a time loop in plain C#: each is the same function when it is traced, compiled and differentiated.</summary>
public sealed class LoopFormTests
{
    private const int Steps = 12;

    private static readonly Tensor s_w = new RandomKey(1).Normal([3, 4]), s_w2 = new RandomKey(2).Normal([4, 2]), s_xs = new RandomKey(3).Normal([Steps, 3]);

    private static Tensor Leak(Tensor v, Tensor current) => v + (current - v) / 5f;

    private static Tensor Plain(Tensor w, Tensor xs)
    {
        Tensor v = Tensor.Zeros([4]), sum = Tensor.Zeros([4]);
        for (int t = 0; t < Steps; t++)
        {
            v = Leak(v, xs[t].Dot(w));
            Tensor s = (4f * (v - 0.5f)).Sigmoid();
            v *= 1f - s;
            sum += s;
        }
        return sum.Square().Sum();
    }

    private static Tensor WithCondition(Tensor w, Tensor xs)
    {
        Tensor? v = null, sum = null;
        for (int t = 0; t < Steps; t++)
        {
            v = t > 0 ? Leak(v!, xs[t].Dot(w)) : xs[t].Dot(w) / 5f;
            Tensor s = (4f * (v - 0.5f)).Sigmoid();
            v *= 1f - s;
            if (t > 0) sum = sum! + s;
            else sum = s;
        }
        return sum!.Square().Sum();
    }

    private static Tensor WithList(Tensor w, Tensor xs)
    {
        var spikes = new List<Tensor>();
        Tensor v = Tensor.Zeros([4]);
        foreach (int t in Enumerable.Range(0, Steps))
        {
            v = Leak(v, xs[t].Dot(w));
            spikes.Add((4f * (v - 0.5f)).Sigmoid());
            v *= 1f - spikes[^1];
        }
        return Tensor.Stack(spikes).Sum(0).Square().Sum();
    }

    private static Tensor WithFirstStepApart(Tensor w, Tensor xs)
    {
        Tensor v = xs[0].Dot(w) / 5f, sum = (4f * (v - 0.5f)).Sigmoid();
        v *= 1f - sum;
        for (int t = 1; t < Steps; t++)
        {
            v = Leak(v, xs[t].Dot(w));
            Tensor s = (4f * (v - 0.5f)).Sigmoid();
            v *= 1f - s;
            sum += s;
        }
        return sum.Square().Sum();
    }

    private static Tensor WithHelper(Tensor w, Tensor xs)
    {
        (Tensor V, Tensor S) Step(Tensor v, Tensor x)
        {
            v = Leak(v, x.Dot(w));
            Tensor s = (4f * (v - 0.5f)).Sigmoid();
            return (v * (1f - s), s);
        }
        Tensor v = Tensor.Zeros([4]), sum = Tensor.Zeros([4]);
        for (int t = 0; t < Steps; t++)
        {
            (v, Tensor s) = Step(v, xs[t]);
            sum += s;
        }
        return sum.Square().Sum();
    }

    private static Tensor AsScan(Tensor w, Tensor xs) => Fn.Scan((Tensor v, Tensor x) =>
    {
        v = Leak(v, x.Dot(w));
        Tensor s = (4f * (v - 0.5f)).Sigmoid();
        return (v * (1f - s), s);
    }, Tensor.Zeros([4]), xs).Outputs.Sum(0).Square().Sum();

    private static Tensor Backwards(Tensor w, Tensor xs) => Plain(w, Tensor.Stack([.. Enumerable.Range(0, Steps).Select(t => xs[Steps - 1 - t])]).Flip(0));

    public static TheoryData<string, Func<Tensor, Tensor, Tensor>> Forms => new()
    {
        { "plain", Plain }, { "if (t > 0)", WithCondition }, { "list", WithList }, { "first step apart", WithFirstStepApart }, { "helper", WithHelper },
        { "scan", AsScan }, { "xs[T-1-t]", Backwards },
    };

    [Theory, MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void All_forms_have_one_value_and_one_gradient(string form, Func<Tensor, Tensor, Tensor> f)
    {
        Func<Tensor, Tensor, Tensor> reference = AsScan;
        (Tensor value, (Tensor dw, Tensor dx)) = reference.ValueAndGrad(Wrt.All)(s_w, s_xs);
        foreach (bool jitted in new[] { false, true })
        {
            var both = f.ValueAndGrad(Wrt.All);
            (Tensor y, (Tensor gw, Tensor gx)) = (jitted ? both.Jit() : both)(s_w, s_xs);
            Near.Relative<float>(value.ToArray<float>(), y.ToArray<float>(), 1e-5, what: form);
            Near.Relative<float>(dw.ToArray<float>(), gw.ToArray<float>(), 1e-5, dw.Abs().Max().ToSingle(), form);
            Near.Relative<float>(dx.ToArray<float>(), gx.ToArray<float>(), 1e-5, dx.Abs().Max().ToSingle(), form);
        }
    }

    [Fact]
    public void Two_layers_and_an_update_every_other_step()
    {
        Func<(Tensor W1, Tensor W2), Tensor> plain = w =>
        {
            Tensor v1 = Tensor.Zeros([4]), v2 = Tensor.Zeros([2]), sum = Tensor.Zeros([2]);
            for (int t = 0; t < Steps; t++)
            {
                v1 = Leak(v1, s_xs[t].Dot(w.W1));
                Tensor s1 = (4f * (v1 - 0.5f)).Sigmoid();
                if (t % 2 == 1) v2 = Leak(v2, s1.Dot(w.W2));
                sum += v2.Tanh();
            }
            return sum.Square().Sum();
        };
        Func<(Tensor W1, Tensor W2), Tensor> scanned = w => Fn.Scan(((Tensor V1, Tensor V2) c, (Tensor X, Tensor T) x) =>
        {
            Tensor v1 = Leak(c.V1, x.X.Dot(w.W1)), s1 = (4f * (v1 - 0.5f)).Sigmoid();
            Tensor v2 = Tensor.Select((x.T % 2).Equal(1), Leak(c.V2, s1.Dot(w.W2)), c.V2);
            return ((v1, v2), v2.Tanh());
        }, (Tensor.Zeros([4]), Tensor.Zeros([2])), (s_xs, Tensor.Arange(Steps))).Outputs.Sum(0).Square().Sum();
        (Tensor e1, Tensor e2) = scanned.Grad()((s_w, s_w2));
        foreach ((Tensor g1, Tensor g2) in new[] { plain.Grad()((s_w, s_w2)), plain.Grad().Jit()((s_w, s_w2)) })
        {
            Near.Relative<float>(e1.ToArray<float>(), g1.ToArray<float>(), 1e-5, e1.Abs().Max().ToSingle());
            Near.Relative<float>(e2.ToArray<float>(), g2.ToArray<float>(), 1e-5, e2.Abs().Max().ToSingle());
        }
    }

    [Fact]
    public void A_loop_of_many_steps_compiles()
    {
        Func<Tensor, Tensor> f = x =>
        {
            Tensor v = x;
            for (int t = 0; t < 500; t++) v = v + (0.5f - v) / 20f;
            return v.Sum();
        };
        double shrunk = Math.Pow(0.95, 500);
        Assert.Equal(0.5 + shrunk * 0.5, f.Jit()(1f).ToSingle(), 1e-5);
        Assert.Equal(shrunk, f.Grad().Jit()(1f).ToSingle(), 1e-9);
    }
}
