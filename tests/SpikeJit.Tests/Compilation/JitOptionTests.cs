using System.Runtime.CompilerServices;
using SpikeJit.Memory;

namespace SpikeJit.Tests.Compilation;

/// <summary>Static and donated arguments, retracing and its warning.</summary>
[Collection(nameof(JitOptionTests))]
public sealed class JitOptionTests
{
    private static (Func<T1, T2, TResult> Function, Func<int> Traces) Counted<T1, T2, TResult>(Func<T1, T2, TResult> f, JitOptions? options = null)
    {
        int traces = 0;
        Func<T1, T2, TResult> counting = (a, b) =>
        {
            traces++;
            return f(a, b);
        };
        return (new Func<T1, T2, TResult>(new Counter<T1, T2, TResult>(counting).Call).Jit(options), () => traces);
    }

    /// <summary>Hides the counter from the closure reader, to which a changed variable is a reason to trace again.</summary>
    private sealed class Counter<T1, T2, TResult>(Func<T1, T2, TResult> f)
    {
        public TResult Call(T1 a, T2 b) => f(a, b);
    }

    private enum Mode { Add, Multiply }

    private sealed record Plan(int Turns, string Name);

    [Fact]
    public void Numbers_enums_strings_and_arrays_are_static_and_a_new_value_compiles_anew()
    {
        var (power, traces) = Counted((Tensor x, int n) => x.Pow(n));
        Assert.Equal(8f, power(2f, 3).Item<float>());
        Assert.Equal(8f, power(2f, 3).Item<float>());
        Assert.Equal(16f, power(2f, 4).Item<float>());
        Assert.Equal(2, traces());

        var (mode, modes) = Counted((Tensor x, Mode m) => m == Mode.Add ? x + x : x * x);
        Assert.Equal([6f, 9f, 6f], [mode(3f, Mode.Add).Item<float>(), mode(3f, Mode.Multiply).Item<float>(), mode(3f, Mode.Add).Item<float>()]);
        Assert.Equal(2, modes());

        var (plan, plans) = Counted((Tensor x, Plan p) => Fn.ForLoop(0, p.Turns, (_, v) => v + 1f, x));
        Assert.Equal([5f, 5f, 6f], [plan(2f, new Plan(3, "a")).Item<float>(), plan(2f, new Plan(3, "a")).Item<float>(), plan(2f, new Plan(4, "a")).Item<float>()]);
        Assert.Equal(2, plans());

        var (scale, scales) = Counted((Tensor x, int[] by) => x * by[0] * by[1]);
        int[] factors = [2, 3];
        Assert.Equal(6f, scale(1f, factors).Item<float>());
        Assert.Equal(6f, scale(1f, [2, 3]).Item<float>());
        factors[1] = 5;
        Assert.Equal(10f, scale(1f, factors).Item<float>());
        Assert.Equal(2, scales());
    }

    [Fact]
    public void A_static_tensor_has_its_numbers_while_the_function_is_traced()
    {
        var (f, traces) = Counted((Tensor x, Tensor n) => Enumerable.Range(0, n.Item<int>()).Aggregate(x, (v, _) => 2f * v), new JitOptions { StaticArguments = [1] });
        Assert.Equal(24f, f(3f, (Tensor)3).Item<float>());
        Assert.Equal(24f, f(3f, Tensor.From([3]).Sum()).Item<float>());
        Assert.Equal(12f, f(3f, (Tensor)2).Item<float>());
        Assert.Equal(2, traces());
        // Derivatives pass by it.
        Assert.Equal(8f, Fn.Grad((Tensor x) => f(x, (Tensor)3))(1f).Item<float>());
        Assert.Contains("argument 1 is static, but holds a symbolic i32[]", Assert.Throws<TraceException>(() => Fn.Jit((Tensor n) => f(1f, n).Sum())(Tensor.From([1]).Sum())).Message);
    }

    [Fact]
    public void Shapes_and_dtypes_are_polymorphic_by_tracing_again()
    {
        var (f, traces) = Counted((Tensor a, Tensor b) => a.Dot(b));
        for (int turn = 0; turn < 2; turn++)
            foreach (int n in new[] { 1, 2, 5, 0 })
                Assert.Equal(n, f(Tensor.Ones([n]), Tensor.Ones([n])).ToDouble());
        Assert.Equal(6.0, f(Tensor.From([1.0, 2.0]), Tensor.From([2.0, 2.0])).Item<double>());
        Assert.Equal(5, traces());
    }

    private sealed record Weights(Tensor W, Tensor B);

    [Fact]
    public void A_donated_argument_cannot_be_used_afterwards_and_the_error_says_where_it_went()
    {
        var step = Fn.Jit((Weights w, Tensor g) => new Weights(w.W - g, w.B * 2f), new JitOptions { DonatedArguments = [0] });
        var first = new Weights(Tensor.From([1f, 2f]), Tensor.From([3f]));
        Tensor gradient = Tensor.From([0.5f, 0.5f]);
        Weights next = first;
        for (int i = 0; i < 3; i++) next = step(next, gradient);
        Assert.Equal([-0.5f, 0.5f], next.W.ToArray<float>());
        Assert.Equal([24f], next.B.ToArray<float>());
        Assert.Equal([0.5f, 0.5f], gradient.ToArray<float>());
        string message = Assert.Throws<DonationException>(() => first.W.ToArray<float>()).Message;
        Assert.Contains("f32[2] was used after it had been donated to", message);
        Assert.Contains("argument 0.W", message);
        Assert.Throws<DonationException>(() => first.B + 1f);
        Assert.Throws<DonationException>(() => Fn.Jit((Tensor x) => x + first.W)(1f));
    }

    [Fact]
    public unsafe void A_donated_arguments_memory_becomes_a_results()
    {
        // The last operation that reads x is over before the product's result is written.
        var f = Fn.Jit((Tensor x, Tensor w) => w.Dot(x.Square().Sum() * w), new JitOptions { DonatedArguments = [0] });
        Tensor x = Tensor.Full([8, 8], 1f), w = Tensor.Eye(8, DType.F32);
        nint before = (nint)x.Storage.Pointer;
        Tensor y = f(x, w);
        Assert.Equal(64f, y[0, 0].Item<float>());
        Assert.Equal(before, (nint)y.Storage.Pointer);
        // Memory that no result could take over goes back at once, and the next arrays of that size get it.
        var add = Fn.Jit((Tensor v) => v + 1f, new JitOptions { DonatedArguments = [0] });
        // What other tests left must not come back meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long live = MemoryPool.Live;
        Tensor v = Tensor.Zeros([100_000]) + 0f;
        for (int i = 0; i < 50; i++) v = add(v);
        Assert.Equal(50f, v[99_999].Item<float>());
        Assert.InRange(MemoryPool.Live - live, 0, 10_000_000);
    }

    [Fact]
    public void What_shares_memory_with_a_donated_argument_keeps_its_values()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4]), view = x.Reshape(2, 2);
        var f = Fn.Jit((Tensor a) => a * 10f, new JitOptions { DonatedArguments = [0] });
        Assert.Equal([10f, 20, 30, 40], f(x).ToArray<float>());
        for (int i = 0; i < 5; i++) _ = Tensor.Full([4], 7f) + 1f;
        Assert.Equal([1f, 2, 3, 4], view.ToArray<float>());
    }

    [Fact]
    public void A_tensor_that_is_passed_twice_cannot_be_donated()
    {
        var f = Fn.Jit((Tensor a, Tensor b) => a + b, new JitOptions { DonatedArguments = [0] });
        Tensor x = Tensor.From([1f, 2f]);
        Assert.Contains("argument 0 is donated, but the same tensor is passed or captured a second time", Assert.Throws<DonationException>(() => f(x, x)).Message);
        Assert.Equal([1f, 2f], x.ToArray<float>());
    }

    [Fact]
    public void Options_that_name_no_argument_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fn.Jit((Tensor a) => a, new JitOptions { DonatedArguments = [1] }));
        Assert.Throws<ArgumentException>(() => Fn.Jit((Tensor a) => a, new JitOptions { DonatedArguments = [0], StaticArguments = [0] }));
    }

    private static List<string> Warnings(Action run, [CallerMemberName] string test = "")
    {
        var messages = new List<string>();
        Action<string>? before = Fn.RetraceWarning;
        // Other tests may run meanwhile.
        Fn.RetraceWarning = message =>
        {
            if (message.Contains(test, StringComparison.Ordinal)) messages.Add(message);
        };
        try
        {
            run();
        }
        finally
        {
            Fn.RetraceWarning = before;
        }
        return messages;
    }

    [Fact]
    public void The_ninth_retrace_warns_and_names_what_changed()
    {
        Func<Weights, Tensor> sum = w => w.W.Sum() + w.B.Sum();
        List<string> Shapes(int calls) => Warnings(() =>
        {
            var f = sum.Jit();
            for (int n = 1; n <= calls; n++) f(new Weights(Tensor.Ones([n]), Tensor.Ones([2])));
        });
        Assert.Empty(Shapes(9));
        Assert.Contains("9 times, the last time because argument 0.W has another shape: f32[10], before f32[9]", Assert.Single(Shapes(10)));
        Assert.Equal(2, Shapes(20).Count);
    }

    [Fact]
    public void The_warning_names_static_values_dtypes_and_captured_variables()
    {
        string Last(Action run) => Assert.Single(Warnings(run));
        Assert.Contains("argument 1 has another static value: 9, before 8", Last(() =>
        {
            var f = Fn.Jit((Tensor x, int n) => x * n);
            for (int n = 0; n < 10; n++) f(1f, n);
        }));
        Assert.Contains("argument 0 has another dtype: f32[], before f64[]", Last(() =>
        {
            var f = Fn.Jit((Tensor x, int n) => x * n);
            for (int n = 0; n < 9; n++) f(1.0, n);
            f(1f, 8);
        }));
        Assert.Contains("a captured variable has another value: 9, before 8", Last(() =>
        {
            int by = 0;
            var f = Fn.Jit((Tensor x) => x * by);
            for (; by < 10; by++) f(1f);
        }));
    }
}

/// <summary>These tests change the handler of warnings for the whole process.</summary>
[CollectionDefinition(nameof(JitOptionTests), DisableParallelization = true)]
public sealed class JitOptionCollection;
