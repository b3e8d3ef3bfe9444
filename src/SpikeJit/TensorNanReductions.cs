namespace SpikeJit;

// Reductions that leave NaN out. Without axes they go over all.
public sealed partial class Tensor
{
    /// <summary>The sum of the elements that are not NaN.</summary>
    /// <param name="axes">The axes; all when left out.</param>
    /// <param name="keepAxes">Whether the axes stay, with extent 1.</param>
    public Tensor NanSum(int[]? axes = null, bool keepAxes = false) => Select(IsNaN(), ZerosLike(this), this).Sum(axes ?? AllAxes(), keepAxes);

    /// <summary>The product of the elements that are not NaN.</summary>
    /// <inheritdoc cref="NanSum"/>
    public Tensor NanProduct(int[]? axes = null, bool keepAxes = false) => Select(IsNaN(), OnesLike(this), this).Product(axes ?? AllAxes(), keepAxes);

    /// <summary>The mean of the elements that are not NaN; NaN where there are none.</summary>
    /// <inheritdoc cref="NanSum"/>
    public Tensor NanMean(int[]? axes = null, bool keepAxes = false)
    {
        Tensor x = AsFloat();
        return x.NanSum(axes, keepAxes) / x.CountOfNumbers(axes, keepAxes);
    }

    /// <summary>The variance of the elements that are not NaN: Σ(x - mean)² / (n - ddof); NaN where n is not above ddof.</summary>
    /// <param name="axes">The axes; all when left out.</param>
    /// <param name="ddof">What n is lessened by.</param>
    /// <param name="keepAxes">Whether the axes stay, with extent 1.</param>
    public Tensor NanVariance(int[]? axes = null, int ddof = 0, bool keepAxes = false)
    {
        Tensor x = AsFloat(), absent = x.IsNaN(), centred = Select(absent, ZerosLike(x), Select(absent, ZerosLike(x), x) - x.NanMean(axes, keepAxes: true));
        Tensor free = x.CountOfNumbers(axes, keepAxes) - ddof;
        return Select(free > 0, centred.Square().Sum(axes ?? AllAxes(), keepAxes) / free, double.NaN);
    }

    /// <summary>The standard deviation of the elements that are not NaN. Where it is 0, so is its derivative.</summary>
    /// <inheritdoc cref="NanVariance"/>
    public Tensor NanStandardDeviation(int[]? axes = null, int ddof = 0, bool keepAxes = false) => SafeRoot(NanVariance(axes, ddof, keepAxes));

    /// <summary>The largest of the elements that are not NaN; NaN where there are none.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    /// <inheritdoc cref="NanSum"/>
    public Tensor NanMax(int[]? axes = null, bool keepAxes = false) => !DType.IsFloat()
        ? Max(axes ?? AllAxes(), keepAxes)
        : Select(IsNaN().All(axes ?? AllAxes(), keepAxes), double.NaN, Select(IsNaN(), double.NegativeInfinity, this).Max(axes ?? AllAxes(), keepAxes));

    /// <summary>The smallest of the elements that are not NaN; NaN where there are none.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    /// <inheritdoc cref="NanSum"/>
    public Tensor NanMin(int[]? axes = null, bool keepAxes = false) => !DType.IsFloat()
        ? Min(axes ?? AllAxes(), keepAxes)
        : Select(IsNaN().All(axes ?? AllAxes(), keepAxes), double.NaN, Select(IsNaN(), double.PositiveInfinity, this).Min(axes ?? AllAxes(), keepAxes));

    /// <summary>The index (I32) of the first largest element along an axis that is not NaN; -1 where there is none.</summary>
    public Tensor NanArgMax(int axis = -1, bool keepAxis = false) => Select(IsNaN().All([axis], keepAxis), -1, Select(IsNaN(), double.NegativeInfinity, AsFloat()).ArgMax(axis, keepAxis));

    /// <summary>The index (I32) of the first smallest element along an axis that is not NaN; -1 where there is none.</summary>
    public Tensor NanArgMin(int axis = -1, bool keepAxis = false) => Select(IsNaN().All([axis], keepAxis), -1, Select(IsNaN(), double.PositiveInfinity, AsFloat()).ArgMin(axis, keepAxis));

    /// <summary>How many elements are not NaN.</summary>
    private Tensor CountOfNumbers(int[]? axes, bool keepAxes) => (~IsNaN()).As(DType).Sum(axes ?? AllAxes(), keepAxes);

    private int[] AllAxes() => [.. Enumerable.Range(0, Rank)];
}
