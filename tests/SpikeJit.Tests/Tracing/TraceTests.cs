namespace SpikeJit.Tests.Tracing;

/// <summary>Values that are being traced: where they may be used, and what is said where they may not.</summary>
public sealed class TraceTests
{
    private static Tensor? s_kept;

    private static Tensor KeepsItsSquare(Tensor x)
    {
        s_kept = x * x;
        return x;
    }

    [Fact]
    public void A_traced_value_that_escapes_is_refused_by_the_name_of_its_function()
    {
        Fn.Jit<Tensor, Tensor>(KeepsItsSquare)(Tensor.Ones([3]));
        foreach (Func<object> use in new Func<object>[] { () => s_kept! + 1f, () => s_kept!.ToArray<float>(), () => Fn.Jit((Tensor x) => x + s_kept!)(1f) })
        {
            string message = Assert.Throws<TraceException>(use).Message;
            Assert.Contains("A symbolic f32[3] of the function 'KeepsItsSquare' was used after its tracing had ended", message);
            Assert.Contains("Return it as a result instead", message);
        }
    }

    [Fact]
    public void A_value_of_a_step_that_escapes_into_the_function_around_it_is_refused()
    {
        Tensor? last = null;
        string message = Assert.Throws<TraceException>(() => Fn.Scan((Tensor c, Tensor x) =>
        {
            last = c + x;
            return (c, x);
        }, (Tensor)0f, Tensor.Ones([3])) is var r ? last! + r.Carry : last!).Message;
        Assert.Contains("as carry or output inside Scan, While and Cond", message);
    }

    [Fact]
    public void A_traced_value_has_no_numbers()
    {
        foreach (Func<Tensor, Tensor> f in new Func<Tensor, Tensor>[] { x => x.ToSingle(), x => x.Item<float>(), x => x.ToArray<float>()[0] })
        {
            Assert.Contains("A traced value has no numbers yet", Assert.Throws<TraceException>(() => f.Jit()(1f)).Message);
            Assert.Contains("A traced value has no numbers yet", Assert.Throws<TraceException>(() => f.Grad()(1f)).Message);
        }
    }

    [Fact]
    public void Trees_that_differ_are_refused()
    {
        Func<(Tensor, Tensor), Tensor> f = t => t.Item1 + t.Item2;
        Func<Dictionary<string, Tensor>, Tensor> g = d => d["a"];
        var a = new Dictionary<string, Tensor> { ["a"] = 1f };
        var b = new Dictionary<string, Tensor> { ["b"] = 1f };
        Assert.Contains("the tangents' structure", Assert.Throws<TreeException>(() => g.Jvp(a, b)).Message);
        Assert.Contains("the trees differ in structure", Assert.Throws<TreeException>(() => Tree.Map((x, y) => x + y, a, b)).Message);
        Assert.Contains("Return trees of one structure", Assert.Throws<TreeException>(() => Fn.Cond(true, x => a, x => b, (Tensor)1f)).Message);
        Assert.Contains("Return a carry of the same structure", Assert.Throws<TreeException>(() => Fn.Scan(c => (b, c["a"]), a, 3)).Message);
        Assert.Contains("2 tensors, but 3 axes were given", Assert.Throws<TreeException>(() => f.VMap(Axes.Each(0, 0, 0))((1f, 1f))).Message);
    }

    [Fact]
    public void Jit_nests_in_every_way()
    {
        Tensor w = 3f;
        Func<Tensor, Tensor> cube = Fn.Jit((Tensor x) => x * x * x * w);
        Func<Tensor, Tensor> twice = Fn.Jit((Tensor x) => cube(x) + cube(2f * x));
        Assert.Equal(27f, twice(1f).ToSingle());
        Func<Tensor, Tensor> slope = Fn.Jit(Fn.Grad(Fn.Jit((Tensor x) => cube(x) * cube(1f))));
        Assert.Equal(3 * 3 * 3 * 4f, slope(2f).ToSingle());
        w = 1f;
        Assert.Equal(12f, slope(2f).ToSingle());
        Assert.Equal([3f, 12f], Fn.Jit(Fn.VMap(Fn.Grad(cube)))(Tensor.From([1f, 2f])).ToArray<float>());
        Func<Tensor, Tensor> ofW = v =>
        {
            w = v;
            return cube(2f);
        };
        Assert.Equal(8f, ofW.Grad()(5f).ToSingle());
    }

    [Fact]
    public void A_captured_tensor_can_be_differentiated_through_a_jitted_function()
    {
        Tensor k = 2f;
        Func<Tensor, Tensor> f = w =>
        {
            Func<Tensor, Tensor> inner = Fn.Jit((Tensor x) => x * w * k);
            return inner(3f) + inner(w);
        };
        Assert.Equal(6f + 4 * 5, f.Grad()(5f).ToSingle());
    }

    [Fact]
    public void An_exception_inside_a_traced_function_leaves_nothing_behind()
    {
        Func<Tensor, Tensor> broken = x => Fn.Scan((Tensor c, Tensor _) => c.Size == 1 ? throw new FormatException("broken") : (c, c), x, Tensor.Ones([2])).Carry;
        foreach (Func<Tensor, Tensor> f in new[] { broken.Jit(), broken.Grad(), broken.VMap(), broken.Grad().Jit(), broken.Checkpoint() })
        {
            Assert.Throws<FormatException>(() => f(Tensor.Ones([1])));
            Assert.False((Tensor.Ones([2]) + 1f).IsSymbolic);
            Assert.Equal(2f, Fn.Grad((Tensor x) => x * x)(1f).ToSingle());
        }
    }

    [Fact]
    public async Task Threads_trace_at_the_same_time()
    {
        Func<Tensor, Tensor> shared = Fn.Jit((Tensor x) => (x * x).Sum());
        using var together = new Barrier(4);
        Task<float>[] tasks = [.. Enumerable.Range(0, 4).Select(n => Task.Factory.StartNew(() =>
        {
            float sum = 0;
            together.SignalAndWait(TestContext.Current.CancellationToken);
            for (int i = 1; i <= 20; i++)
            {
                Func<Tensor, Tensor> own = x =>
                {
                    Tensor y = x * n;
                    Thread.Yield();
                    return (y * y + shared(y)).Sum();
                };
                sum += own.Grad()(Tensor.Ones([i])).Sum().ToSingle() / i;
            }
            return sum;
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        float[] sums = await Task.WhenAll(tasks);
        // d/dx of Σ(n²x² + Σn²x²) over i elements: 2n²(1 + i) each.
        for (int n = 0; n < 4; n++) Assert.Equal(Enumerable.Range(1, 20).Sum(i => 2f * n * n * (1 + i)), sums[n]);
    }

    [Fact]
    public void What_does_not_depend_on_the_step_is_computed_once_outside_of_the_loop()
    {
        string graph = Fn.Trace((Tensor w, Tensor xs) => Fn.Scan((Tensor c, Tensor x) => (c + w.Sin() * x, c), (Tensor)0f, xs).Carry)(1f, Tensor.Ones([3])).ToString();
        Assert.True(graph.IndexOf("sin", StringComparison.Ordinal) < graph.IndexOf("scan", StringComparison.Ordinal), graph);
    }
}
