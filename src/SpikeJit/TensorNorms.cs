namespace SpikeJit;

// Norms, products of vectors, moments of several variables.
public sealed partial class Tensor
{
    /// <summary>
    /// The p-norm along an axis: (Σ|x|ᵖ)^(1/p); for p = ∞ the largest, for -∞ the smallest |x|, for 0 how many are not 0. Where it is 0, so is its derivative.
    /// </summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    public Tensor Norm(double p, int axis, bool keepAxis = false)
    {
        Tensor size = AsFloat().Abs();
        if (p == 2) return Norm([axis], keepAxis);
        if (double.IsInfinity(p)) return p > 0 ? size.Max(axis, keepAxis) : size.Min(axis, keepAxis);
        if (p == 0) return size.NotEqual(0).As(size.DType).Sum(axis, keepAxis);
        if (p == 1) return size.Sum(axis, keepAxis);
        Tensor sum = size.Pow(p).Sum(axis, keepAxis), zero = sum.Equal(0);
        return Select(zero, p < 0 ? sum.Pow(1 / p) : ZerosLike(sum), Select(zero, OnesLike(sum), sum).Pow(1 / p));
    }

    /// <summary>The norm of the matrices in the last two axes: for 1 the largest sum of |x| over a column, for ∞ over a row (the smallest for -1 and -∞).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is another one. (The Frobenius norm is <c>Norm([-2, -1])</c>.)</exception>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor MatrixNorm(double order)
    {
        CheckMatrix("MatrixNorm");
        bool rows = double.IsInfinity(order);
        if (!rows && Math.Abs(order) != 1) throw new ArgumentOutOfRangeException(nameof(order), order, "MatrixNorm: the order is 1, -1, ∞ or -∞.");
        Tensor sums = AsFloat().Abs().Sum(rows ? -1 : -2);
        return order > 0 ? sums.Max(-1) : sums.Min(-1);
    }

    /// <summary>The cross product along the last axis: of vectors of three, or the one component of vectors of two.</summary>
    /// <exception cref="ShapeException">The last extents are not both 2 or both 3.</exception>
    public static Tensor Cross(Tensor a, Tensor b)
    {
        (a, b) = Matched(a, b);
        (a, b) = Broadcasted("cross", a, b);
        int n = a.Rank == 0 ? 0 : a.Shape[-1];
        Tensor Product(int i, int j) => a[Axis.Rest, i] * b[Axis.Rest, j] - a[Axis.Rest, j] * b[Axis.Rest, i];
        return n switch
        {
            2 => Product(0, 1),
            3 => Stack([Product(1, 2), Product(2, 0), Product(0, 1)], -1),
            _ => throw new ShapeException($"Cross: {a.Type} × {b.Type}: the last axis must have extent 2 or 3."),
        };
    }

    /// <summary>The mean over some axes, elements counting by weights that broadcast to the tensor: Σwx / Σw.</summary>
    /// <exception cref="ShapeException">The weights do not broadcast to the tensor.</exception>
    public Tensor Average(Tensor weights, int[]? axes = null, bool keepAxes = false)
    {
        (Tensor x, Tensor w) = Matched(AsFloat(), weights.AsFloat());
        w = w.BroadcastTo(Shape);
        return (x * w).Sum(axes ?? AllAxes(), keepAxes) / w.Sum(axes ?? AllAxes(), keepAxes);
    }

    /// <summary>The largest minus the smallest element.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor PeakToPeak(int[]? axes = null, bool keepAxes = false) => Max(axes ?? AllAxes(), keepAxes) - Min(axes ?? AllAxes(), keepAxes);

    /// <summary>The covariances of variables, rows of observations: <c>[variables, observations] → [variables, variables]</c>, over n - ddof.</summary>
    /// <exception cref="ShapeException">This is no matrix.</exception>
    public Tensor Covariance(int ddof = 1)
    {
        if (Rank != 2) throw new ShapeException($"Covariance: {Type} is not [variables, observations].");
        Tensor x = AsFloat(), centred = x - x.Mean(1, keepAxis: true);
        return centred.Dot(centred.Transpose()) / (double)(Shape[1] - ddof);
    }

    /// <summary>The correlations of variables, rows of observations: covariances over both standard deviations.</summary>
    /// <exception cref="ShapeException">This is no matrix.</exception>
    public Tensor Correlation()
    {
        Tensor covariance = Covariance(), deviation = covariance.Diagonal().Sqrt();
        return (covariance / deviation.ExpandDims(1) / deviation).Clip(-1.0, 1.0);
    }
}
