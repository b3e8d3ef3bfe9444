namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>The standard deviation of all elements. Where it is 0, so is its derivative.</summary>
    public Tensor StandardDeviation() => StandardDeviation(AllAxes());

    /// <summary>The standard deviation over an axis. Where it is 0, so is its derivative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">ddof is not below the number n of elements.</exception>
    public Tensor StandardDeviation(int axis, int ddof = 0, bool keepAxis = false) => StandardDeviation([axis], ddof, keepAxis);

    /// <summary>The standard deviation over some axes: √(Σ(x - mean)² / (n - ddof)). Where it is 0, so is its derivative.</summary>
    public Tensor StandardDeviation(int[] axes, int ddof = 0, bool keepAxes = false) => SafeRoot(Variance(axes, ddof, keepAxes));

    /// <summary>The Euclidean length of all elements: √Σx². At 0 its derivative is 0.</summary>
    public Tensor Norm() => SafeRoot(AsFloat().Square().Sum());

    /// <summary>The Euclidean length along some axes: √Σx². At 0 its derivative is 0.</summary>
    public Tensor Norm(int[] axes, bool keepAxes = false) => SafeRoot(AsFloat().Square().Sum(axes, keepAxes));

    /// <summary>(x - mean) / √(variance + ε) along an axis.</summary>
    public Tensor Standardize(int axis = -1, double epsilon = 1e-5) => Standardize([axis], epsilon);

    /// <summary>(x - mean) / √(variance + ε) over some axes.</summary>
    public Tensor Standardize(int[] axes, double epsilon = 1e-5)
    {
        Tensor x = AsFloat(), centred = x - x.Mean(axes, keepAxes: true);
        return centred * (centred.Square().Mean(axes, keepAxes: true) + epsilon).Rsqrt();
    }

    /// <summary>The running log Σ eˣ along an axis, without overflow.</summary>
    public Tensor CumulativeLogSumExp(int axis, bool reverse = false)
    {
        Tensor steps = AsFloat().MoveAxis(axis, 0);
        if (reverse) steps = steps.Flip(0);
        Tensor start = Full(steps.Shape.Without(0), float.NegativeInfinity).As(steps.DType);
        (_, Tensor sums) = Fn.Scan(
            (Tensor sum, Tensor x) =>
            {
                Tensor next = LogAddExp(sum, x);
                return (next, next);
            },
            start, steps);
        if (reverse) sums = sums.Flip(0);
        return sums.MoveAxis(0, axis);
    }

    /// <summary>√x whose derivative at 0 is 0, not infinite.</summary>
    private static Tensor SafeRoot(Tensor x)
    {
        Tensor zero = x.Equal(0);
        return Select(zero, ZerosLike(x), Select(zero, OnesLike(x), x).Sqrt());
    }
}
