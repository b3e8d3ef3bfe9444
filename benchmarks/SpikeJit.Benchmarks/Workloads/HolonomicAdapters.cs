using SpikeJit.Holonomic;
using SpikeJit.Stochastic;

namespace SpikeJit.Benchmarks.Workloads;

/// <summary>A step of the first adapter, 1,000 streams of 1024 bits in and out; and all sixteen in a row for 1,000 steps, encoded at each.</summary>
internal static class HolonomicAdapters
{
    private const int Length = 1024;
    private const int Steps = 1000;

    public static Workload[] All { get; } =
    [
        new("W10", 1000, OneStep, new Expected("coherence", .94506, 1e-5), new Expected("density", .94506, 1e-3)),
        new("W10-chain", 2_000_000, Chain, new Expected("finite", 1, 0)),
    ];

    private static Case OneStep()
    {
        var adapter = new L1QuantumAdapter();
        L1QuantumState state = adapter.Initial(new RandomKey(41));
        BitTensor input = BitTensor.Encode(Tensor.Full([1000], 0.5f), Length, new RandomKey(1));
        var key = new RandomKey(2);
        var step = Fn.Jit((L1QuantumState s, BitTensor drive, RandomKey k) =>
        {
            L1QuantumState next = adapter.Step(s, 0.01f, drive);
            return (next, adapter.Encode(next, Length, k));
        });
        return Case.Of(
            () => step(state, input, key),
            r => [r.Item1.Coherence.Mean().ToDouble(), r.Item2.Density().Mean().ToDouble()],
            timed => timed ? step.Profile(state, input, key) : step.Explain(state, input, key));
    }

    private static Case Chain()
    {
        var chain = new HolonomicChain();
        object[] start = chain.Initial(new RandomKey(1));
        RandomKey keys = new RandomKey(2).SplitMany(Steps);
        var run = Fn.Jit((object[] states, RandomKey all) => Fn.Scan<object[], RandomKey, Tensor>(
            (now, key) =>
            {
                object[] next = chain.Step(now, 0.01f, key).States;
                return (next, Tensor.Stack([.. chain.Adapters.Select((a, i) => a.Metrics(next[i])[a.MetricNames[0]])]));
            },
            states, all).Outputs);
        return Case.Of(
            () => run(start, keys),
            metrics => [metrics.IsFinite().All().As(DType.F32).Item<float>()],
            timed => timed ? run.Profile(start, keys) : run.Explain(start, keys));
    }
}
