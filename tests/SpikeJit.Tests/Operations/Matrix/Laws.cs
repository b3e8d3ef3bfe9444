namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>What the columns of the tables need.</summary>
internal static class Laws
{
    /// <summary>Ways of storing an operand out of order, and the view that puts it in order again.</summary>
    public static (string Kind, Func<Tensor, Tensor> Store, Func<Tensor, Tensor> View)[] Views { get; } =
    [
        ("transposed", x => x.Transpose(), x => x.Transpose()),
        ("reversed", x => x.Flip(), x => x.Flip()),
        ("strided", x => Enumerable.Range(0, x.Rank).Aggregate(x, (t, a) => t.Repeat(2, a)), x => x.Rank == 0 ? x : x[[.. Enumerable.Repeat(Axis.Every(2), x.Rank)]]),
    ];

    public static Tensor[] Directions(Tensor[] like, int seed)
    {
        var random = new Random(seed);
        return [.. like.Select(t => Tensor.From([.. Enumerable.Range(0, t.Size).Select(_ => 2 * random.NextDouble() - 1)], t.Shape))];
    }

    public static Tensor Difference(Func<Tensor[], Tensor> f, Tensor[] at, Tensor[] v)
    {
        const double H = 1e-6;
        return (f([.. at.Zip(v, (x, d) => x + H * d)]) - f([.. at.Zip(v, (x, d) => x - H * d)])) / (2 * H);
    }

    public static double Largest(double[] x) => x.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

    public static void Same(Tensor expected, Tensor found, double tolerance, string what)
    {
        Assert.Equal(expected.Type, found.Type);
        double[] e = expected.As(DType.F64).ToArray<double>();
        Near.Relative<double>(e, found.As(DType.F64).ToArray<double>(), expected.DType.IsFloat() ? tolerance : 0, Math.Max(1, Largest(e)), what);
    }

    public static void SameBits(Tensor expected, Tensor found, string what)
    {
        Assert.Equal(expected.Type, found.Type);
        Near.Exact<double>(expected.As(DType.F64).ToArray<double>(), found.As(DType.F64).ToArray<double>(), what);
    }
}
