namespace SpikeJit.Benchmarks.Workloads;

/// <summary>Ten million numbers of key 5. Their means are checked; a mean of normal numbers near 0 to an absolute bound.</summary>
internal static class RandomNumbers
{
    private const int Count = 10_000_000;

    public static Workload[] All { get; } =
    [
        new("W11-bits", 12000, () => Prepare(k => k.Bits([Count])), new Expected("mean", 2147409000, 1e-6)),
        new("W11-uniform", 12000, () => Prepare(k => k.Uniform([Count])), new Expected("mean", .4999827, 1e-6)),
        new("W11-normal", 25000, () => Prepare(k => k.Normal([Count])), new Expected("mean", -.0001929602, 1e-3)),
    ];

    private static Case Prepare(Func<RandomKey, Tensor> draw)
    {
        Func<RandomKey, Tensor> jitted = Fn.Jit(draw);
        var key = new RandomKey(5);
        return Case.Of(() => jitted(key), x => [x.As(DType.F64).Mean().ToDouble()], timed => timed ? jitted.Profile(key) : jitted.Explain(key));
    }
}
