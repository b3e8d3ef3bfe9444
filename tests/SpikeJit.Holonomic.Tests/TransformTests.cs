using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic.Tests;

/// <summary>Steps under the transformations.</summary>
public sealed class TransformTests
{
    public static TheoryData<int> Layers => AdapterCases.Layers;

    [Theory, MemberData(nameof(Layers))]
    public void A_jitted_scan_takes_the_steps_that_single_calls_take(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = AdapterCases.Inner(adapter, DType.F32), one = state;
        Tensor? drive = AdapterCases.Drive(adapter, DType.F32);
        for (int i = 0; i < 20; i++) one = adapter.Step(one, 0.01f, drive);
        object all = Fn.Jit((object s) => AdapterCases.Run(adapter, s, 0.01f, drive, 20))(state);
        Same(one, all, 1e-5);
    }

    [Theory, MemberData(nameof(Layers))]
    public void VMap_steps_each_of_several_states(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object a = AdapterCases.Inner(adapter, DType.F32), b = adapter.Initial(new RandomKey(77));
        Tensor? drive = AdapterCases.Drive(adapter, DType.F32);
        Tensor dts = Tensor.From([0.01f, 0.02f]);
        object both = Tree.Map((x, y) => Tensor.Stack([x, y]), a, b);
        object stepped = Fn.VMap((object s, Tensor dt) => adapter.Step(s, dt, drive))(both, dts);
        Same(adapter.Step(a, 0.01f, drive), Tree.Map(t => t[0], stepped), 1e-6);
        Same(adapter.Step(b, 0.02f, drive), Tree.Map(t => t[1], stepped), 1e-6);
    }

    [Theory, MemberData(nameof(Layers))]
    public void The_gradient_by_the_initial_state_is_the_slope_of_the_metrics(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = AdapterCases.Inner(adapter, DType.F64);
        Tensor? drive = AdapterCases.Drive(adapter, DType.F64);
        var metric = Fn.Jit((object s) => AdapterCases.Sum(adapter.Metrics(AdapterCases.Run(adapter, s, 0.01, drive)), adapter.MetricNames));
        object gradient = Fn.Grad(metric)(state);
        AssertSlope(metric, state, gradient);
    }

    [Theory, MemberData(nameof(Layers))]
    public void The_gradient_by_the_parameters_is_the_slope_of_the_metrics(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = AdapterCases.Inner(adapter, DType.F64);
        Tensor? drive = AdapterCases.Drive(adapter, DType.F64);
        var metric = Fn.Jit((object parameters) =>
        {
            var made = (HolonomicAdapter)Activator.CreateInstance(adapter.GetType(), parameters)!;
            object last = AdapterCases.Run(made, state, 0.01, drive);
            return AdapterCases.Sum(made.Metrics(last), made.MetricNames) + made.Probabilities(last).Mean();
        });
        object given = adapter.GetParameters();
        Assert.Equal(adapter is L14TransdimensionalAdapter, Tree.Leaves(given).Length == 0);
        // A threshold has no slope.
        if (adapter is not L14TransdimensionalAdapter) AssertSlope(metric, given, Fn.Grad(metric)(given), flat: adapter is L16MetaAdapter);
    }

    /// <summary>Initial states lie on bounds and kinks, and some metrics have a root or a logarithm there.</summary>
    [Theory, MemberData(nameof(Layers))]
    public void Gradients_at_the_initial_state_are_finite(int layer)
    {
        HolonomicAdapter adapter = HolonomicAdapter.Create(layer);
        var gradient = Fn.Jit(Fn.Grad((object state) => AdapterCases.Sum(adapter.Metrics(AdapterCases.Run(adapter, state, 0.01f, null)), adapter.MetricNames)));
        foreach (Tensor leaf in Tree.Leaves(gradient(adapter.Initial(new RandomKey(1))))) Assert.True(leaf.IsFinite().All().Item<bool>());
    }

    [Fact]
    public void The_gradient_by_densities_flows_through_a_step()
    {
        var adapter = new L1QuantumAdapter(new(3));
        var state = adapter.Initial(new RandomKey(0), DType.F64);
        // C ← C + dt(S + u·dt − S_c − …)C, so dC/du = dt²·C.
        Tensor gradient = Fn.Grad((Tensor u) => adapter.Metrics(adapter.Step(state, 0.1, u))["r1_global_coherence"])(Tensor.From([0.1, 0.2, 0.3]));
        Near.Relative<double>([.01 * .95 / 3, .01 * .95 / 3, .01 * .95 / 3], gradient.ToArray<double>(), 1e-12);
    }

    [Fact]
    public void All_sixteen_run_in_one_jitted_scan_each_driven_by_the_bits_before_it()
    {
        var chain = new HolonomicChain();
        object[] start = chain.Initial(new RandomKey(1));
        RandomKey keys = new RandomKey(2).SplitMany(3);
        var run = Fn.Jit((object[] states, RandomKey all) =>
            Fn.Scan<object[], RandomKey, BitTensor[]>((now, key) => chain.Step(now, 0.01f, key), states, all));
        (object[] last, BitTensor[] bits) = run(start, keys);
        object[] states = start;
        for (int t = 0; t < 3; t++)
        {
            BitTensor? drive = null;
            for (int i = 0; i < states.Length; i++)
            {
                HolonomicAdapter adapter = chain.Adapters[i];
                object next = drive is { } streams ? adapter.Step(states[i], 0.01f, streams) : adapter.Step(states[i], 0.01f);
                states = [.. states[..i], next, .. states[(i + 1)..]];
                drive = bits[i] with { Words = bits[i].Words[t] };
                Assert.Equal([adapter.Streams], drive.Value.Streams.ToArray());
            }
        }
        Same(states, last, 1e-5);
    }

    [Fact]
    public void A_chain_takes_no_memory_for_the_bits_of_steps_that_are_over()
    {
        var chain = new HolonomicChain([new L1QuantumAdapter(), new L3GenomicAdapter()]);
        var run = Fn.Jit((object[] states, RandomKey all) => Fn.Scan<object[], RandomKey, Tensor>(
            (now, key) => { object[] next = chain.Step(now, 0.01f, key).States; return (next, ((L3GenomicState)next[1]).Accessibility.Mean()); }, states, all));
        string schedule = run.Explain(chain.Initial(new RandomKey(1)), new RandomKey(2).SplitMany(5000));
        long arena = schedule.Split('\n').Where(l => l.StartsWith("arena", StringComparison.Ordinal)).Sum(l => long.Parse(l.Split(' ')[1]));
        // The bits of the first adapter would be 5000 · 1000 · 128 bytes; the histories of its two state fields are 5000 · 1000 · 4 each.
        Assert.InRange(arena, 0, 50_000_000);
    }

    /// <summary>The directional derivative along a random direction against a central difference.</summary>
    private static void AssertSlope(Func<object, Tensor> f, object at, object gradient, bool flat = false)
    {
        const double Step = 1e-5;
        int leaf = 0;
        object direction = Tree.Map(t => new RandomKey(31 + leaf++).Uniform(t.Shape, -1, 1, DType.F64), at);
        double slope = Tree.Leaves(gradient).Zip(Tree.Leaves(direction)).Sum(p => (p.First * p.Second).Sum().ToDouble());
        double up = f(Tree.Map((t, d) => t + Step * d, at, direction)).ToDouble(), down = f(Tree.Map((t, d) => t - Step * d, at, direction)).ToDouble();
        Assert.Equal(flat, slope == 0);
        Near.Relative<double>([(up - down) / (2 * Step)], [slope], 1e-5, 1e-3, "slope");
    }

    private static void Same(object expected, object actual, double tolerance)
    {
        Assert.Equal(Tree.Paths(expected), Tree.Paths(actual));
        foreach ((Tensor e, Tensor a, string path) in Tree.Leaves(expected).Zip(Tree.Leaves(actual), Tree.Paths(expected)))
        {
            Assert.Equal(e.Type, a.Type);
            Near.Relative<double>(e.As(DType.F64).ToArray<double>(), a.As(DType.F64).ToArray<double>(), tolerance, 1e-2, path);
        }
    }
}
