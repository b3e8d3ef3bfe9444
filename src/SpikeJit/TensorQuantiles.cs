namespace SpikeJit;

/// <summary>What a quantile between two elements is.</summary>
public enum QuantileMethod
{
    /// <summary>On the line between them.</summary>
    Linear,
    /// <summary>The lower one.</summary>
    Lower,
    /// <summary>The higher one.</summary>
    Higher,
    /// <summary>The nearer one; the lower at the same distance.</summary>
    Nearest,
    /// <summary>Their mean.</summary>
    Midpoint,
}

// Order statistics. The derivative goes to the elements that were chosen.
public sealed partial class Tensor
{
    /// <summary>The quantiles of all elements: the value at place q·(n - 1) of the sorted ones. NaN if an element is.</summary>
    /// <param name="q">Parts in [0, 1], of any shape; the result's shape begins with it.</param>
    /// <param name="method">What lies between two elements.</param>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Quantile(Tensor q, QuantileMethod method = QuantileMethod.Linear) => Flatten().Quantile(q, 0, method: method);

    /// <summary>The quantiles along an axis.</summary>
    /// <param name="q">Parts in [0, 1], of any shape; the result's shape begins with it.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepAxis">Whether the axis stays, with extent 1.</param>
    /// <param name="method">What lies between two elements.</param>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor Quantile(Tensor q, int axis, bool keepAxis = false, QuantileMethod method = QuantileMethod.Linear) => QuantileOf(q, axis, keepAxis, method, skipNaN: false);

    /// <summary>The quantiles of the elements along an axis that are not NaN; NaN where there are none.</summary>
    /// <inheritdoc cref="Quantile(Tensor, int, bool, QuantileMethod)"/>
    public Tensor NanQuantile(Tensor q, int axis, bool keepAxis = false, QuantileMethod method = QuantileMethod.Linear) => QuantileOf(q, axis, keepAxis, method, skipNaN: true);

    /// <summary>The quantiles at hundredths.</summary>
    /// <inheritdoc cref="Quantile(Tensor, int, bool, QuantileMethod)"/>
    public Tensor Percentile(Tensor percents, int axis, bool keepAxis = false, QuantileMethod method = QuantileMethod.Linear) => Quantile(percents / 100, axis, keepAxis, method);

    /// <summary>The median of all elements: the middle one, or the mean of the two.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Median() => Flatten().Median(0);

    /// <summary>The median along an axis.</summary>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor Median(int axis, bool keepAxis = false) => Quantile(0.5, axis, keepAxis, QuantileMethod.Midpoint);

    /// <summary>The median of the elements along an axis that are not NaN.</summary>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor NanMedian(int axis, bool keepAxis = false) => NanQuantile(0.5, axis, keepAxis, QuantileMethod.Midpoint);

    private Tensor QuantileOf(Tensor q, int axis, bool keepAxis, QuantileMethod method, bool skipNaN)
    {
        int a = Shape.Axis(axis), n = Shape[a];
        if (n == 0) throw new ShapeException($"Quantile: axis {axis} of {Shape} is empty, so there is nothing to choose from.");
        Tensor sorted = AsFloat().MoveAxis(a, 0).Sort(0), count = (~sorted.IsNaN()).As(sorted.DType).Sum(0);
        DType dtype = sorted.DType;
        // [q…, rest…]
        Shape rest = sorted.Shape.Without(0), shape = [.. q.Shape, .. rest];
        Tensor last = skipNaN ? Maximum(count - 1, 0) : Full(rest, n - 1.0).As(dtype);
        Tensor place = q.As(dtype).Reshape([.. q.Shape, .. rest.Select(_ => 1)]).BroadcastTo(shape) * last;
        Tensor below = place.Floor(), above = place.Ceiling(), weight = place - below;
        Tensor At(Tensor index) => sorted.TakeAlong(index.Clip(0, n - 1).As(DType.I32).Reshape([q.Size, .. rest]), 0).Reshape(shape);
        Tensor value = method switch
        {
            QuantileMethod.Lower => At(below),
            QuantileMethod.Higher => At(above),
            QuantileMethod.Nearest => At(Select(weight > 0.5, above, below)),
            QuantileMethod.Midpoint => (At(below) + At(above)) * 0.5,
            _ => At(below) * (1 - weight) + At(above) * weight,
        };
        value = Select(skipNaN ? count.Equal(0) : count < n, double.NaN, value);
        return keepAxis ? value.ExpandDims(q.Rank + a) : value;
    }
}
