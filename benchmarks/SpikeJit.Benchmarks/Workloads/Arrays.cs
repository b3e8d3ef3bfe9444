namespace SpikeJit.Benchmarks.Workloads;

/// <summary>Plain array programs: a chain of functions, softmax, a sum, matrix products, and what a call costs by itself.</summary>
internal static class Arrays
{
    public static Workload[] All { get; } =
    [
        new("W12-chain", 11000, () => Prepare(x => (2f * x + 1f).Tanh() * (-x.Square()).Exp() + x, 4096), new Expected("sum", 1.910101e7, 1e-5)),
        new("W12-softmax", 12000, () => Prepare(x => x.Softmax(), 4096), new Expected("sum", 4096, 1e-5)),
        new("W12-sum", 1700, () => Prepare(x => x.Sum(), 4096), new Expected("sum", 3943.467, 1e-5)),
        new("W12-dot256", 270, () => Prepare(x => x.Dot(x), 256), new Expected("sum", 832146, 1e-5)),
        new("W12-dot1024", 10500, () => Prepare(x => x.Dot(x), 1024), new Expected("sum", 2.676508e7, 1e-5)),
        new("W12-call", 1, () => Prepare(s => s + 1f, Tensor.Scalar(1f)), new Expected("sum", 2, 0)),
    ];

    private static Case Prepare(Func<Tensor, Tensor> f, int n) => Prepare(f, new RandomKey(1).Normal([n, n]));

    private static Case Prepare(Func<Tensor, Tensor> f, Tensor x)
    {
        Func<Tensor, Tensor> jitted = Fn.Jit(f);
        return Case.Of(() => jitted(x), y => [Case.SumOfAbsolutes(y)], timed => timed ? jitted.Profile(x) : jitted.Explain(x));
    }
}
