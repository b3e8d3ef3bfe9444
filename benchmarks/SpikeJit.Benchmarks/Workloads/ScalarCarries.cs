namespace SpikeJit.Benchmarks.Workloads;

/// <summary>A ring of 60 scalar carries over 614 steps: a loop that must live in registers, not in 60 arrays of one element.</summary>
internal static class ScalarCarries
{
    private const int Cells = 60;
    private const int Steps = 614;

    public static Workload[] All { get; } = [new("W13", 1200, Prepare, new Expected("value", -2.241589, 1e-5), new Expected("g", 44.14832, 1e-3))];

    private static Tensor SumOfLast(Tensor[] w, Tensor xs)
    {
        Tensor[] start = [.. w.Select(Tensor.ZerosLike)];
        (Tensor[] last, _) = Fn.Scan<Tensor[], Tensor, object?>(
            (c, x) => ([.. c.Select((ci, i) => (.9f * ci + .1f * c[(i + 1) % Cells] + x * w[i]).Tanh())], null), start, xs);
        return last.Aggregate((a, b) => a + b);
    }

    private static Case Prepare()
    {
        Tensor[] w = [.. Enumerable.Range(0, Cells).Select(i => new RandomKey(i).Normal(Shape.Scalar))];
        Tensor xs = new RandomKey(99).Normal([Steps]);
        Func<Tensor[], Tensor, (Tensor, Tensor[])> jitted = Fn.Jit(Fn.ValueAndGrad<Tensor[], Tensor>(SumOfLast));
        return Case.Of(
            () => jitted(w, xs), r => [r.Item1.ToDouble(), r.Item2.Sum(g => Math.Abs(g.ToDouble()))], timed => timed ? jitted.Profile(w, xs) : jitted.Explain(w, xs));
    }
}
