using SpikeJit.Primitives;

namespace SpikeJit;

/// <summary>Which number of connections sets the size of initial weights.</summary>
public enum FanMode
{
    /// <summary>The connections into a neuron: keeps the variance of signals going forward.</summary>
    In,
    /// <summary>The connections out of a neuron: keeps the variance of gradients going back.</summary>
    Out,
    /// <summary>The mean of both.</summary>
    Average,
}

/// <summary>The distribution of initial weights.</summary>
public enum WeightDistribution
{
    /// <summary>Uniform around 0.</summary>
    Uniform,
    /// <summary>Normal.</summary>
    Normal,
    /// <summary>Normal, cut off at two standard deviations and then scaled to the asked variance.</summary>
    TruncatedNormal,
}

/// <summary>
/// Initial weights, the numbers those of JAX's initializers for the same key. By default weights are <c>[…, in, out]</c>; axes other than those two are a
/// receptive field that multiplies both fans.
/// </summary>
public static class Initializers
{
    // The standard deviation of a normal number cut off at ±2.
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Weights of variance scale / fan around 0.</summary>
    /// <param name="key">The key; it is used up.</param>
    /// <param name="shape">At least two axes.</param>
    /// <param name="scale">The variance times the fan, above 0.</param>
    /// <param name="mode">The fan.</param>
    /// <param name="distribution">The distribution.</param>
    /// <param name="inAxis">The axis of the incoming connections.</param>
    /// <param name="outAxis">The axis of the outgoing connections.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ShapeException">There are fewer than two axes, or both axes are one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0 and finite.</exception>
    public static Tensor VarianceScaling(
        RandomKey key, Shape shape, double scale, FanMode mode, WeightDistribution distribution, int inAxis = -2, int outAxis = -1, DType dtype = DType.F32)
    {
        if (!(scale > 0) || !double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "VarianceScaling: a scale is above 0 and finite.");
        if (shape.Rank < 2) throw new ShapeException($"VarianceScaling: {shape} has no two axes, of incoming and outgoing connections. Biases are usually zeros.");
        if (shape.Axis(inAxis) == shape.Axis(outAxis)) throw new ShapeException($"VarianceScaling: axis {inAxis} of {shape} cannot be both the incoming and the outgoing one.");
        double field = (double)shape.Size / Math.Max(1, shape[inAxis] * shape[outAxis]), fanIn = field * shape[inAxis], fanOut = field * shape[outAxis];
        double fan = mode switch
        {
            FanMode.In => fanIn,
            FanMode.Out => fanOut,
            _ => (fanIn + fanOut) / 2,
        };
        double variance = scale / Math.Max(1, fan);
        return distribution switch
        {
            WeightDistribution.Uniform => key.Uniform(shape, -1, 1, dtype) * Math.Sqrt(3 * variance),
            WeightDistribution.Normal => key.Normal(shape, dtype) * Math.Sqrt(variance),
            _ => key.TruncatedNormal(shape, -2, 2, dtype) * (Math.Sqrt(variance) / TruncatedDeviation),
        };
    }

    /// <summary>Uniform weights of variance 1 / mean fan (Glorot and Bengio, 2010).</summary>
    public static Tensor GlorotUniform(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 1, FanMode.Average, WeightDistribution.Uniform, inAxis, outAxis);

    /// <summary>Truncated normal weights of variance 1 / mean fan (Glorot and Bengio, 2010).</summary>
    public static Tensor GlorotNormal(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 1, FanMode.Average, WeightDistribution.TruncatedNormal, inAxis, outAxis);

    /// <summary>Uniform weights of variance 2 / incoming fan (He et al., 2015).</summary>
    public static Tensor HeUniform(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 2, FanMode.In, WeightDistribution.Uniform, inAxis, outAxis);

    /// <summary>Truncated normal weights of variance 2 / incoming fan (He et al., 2015).</summary>
    public static Tensor HeNormal(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 2, FanMode.In, WeightDistribution.TruncatedNormal, inAxis, outAxis);

    /// <summary>Uniform weights of variance 1 / incoming fan (LeCun et al., 1998).</summary>
    public static Tensor LecunUniform(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 1, FanMode.In, WeightDistribution.Uniform, inAxis, outAxis);

    /// <summary>Truncated normal weights of variance 1 / incoming fan (LeCun et al., 1998).</summary>
    public static Tensor LecunNormal(RandomKey key, Shape shape, int inAxis = -2, int outAxis = -1) =>
        VarianceScaling(key, shape, 1, FanMode.In, WeightDistribution.TruncatedNormal, inAxis, outAxis);

    /// <summary>Normal weights of mean 0.</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public static Tensor Normal(RandomKey key, Shape shape, double deviation = 0.01, DType dtype = DType.F32) => key.Normal(shape, dtype) * deviation;

    /// <summary>Normal weights under the condition that they lie between two multiples of the deviation (which the cut makes smaller).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public static Tensor TruncatedNormal(RandomKey key, Shape shape, double deviation = 0.01, double lower = -2, double upper = 2, DType dtype = DType.F32) =>
        key.TruncatedNormal(shape, lower, upper, dtype) * deviation;

    /// <summary>Uniform weights in [0, scale).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public static Tensor Uniform(RandomKey key, Shape shape, double scale = 0.01, DType dtype = DType.F32) => key.Uniform(shape, dtype) * scale;

    /// <summary>
    /// Weights whose rows or columns, whichever are fewer, are orthogonal and of length <paramref name="scale"/> (Saxe et al., 2014). With more than two
    /// axes, one against all others.
    /// </summary>
    /// <param name="key">The key; it is used up.</param>
    /// <param name="shape">At least two axes.</param>
    /// <param name="scale">The length.</param>
    /// <param name="columnAxis">The axis of the columns.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Orthogonal(RandomKey key, Shape shape, double scale = 1, int columnAxis = -1, DType dtype = DType.F32)
    {
        if (shape.Rank < 2) throw new ShapeException($"Orthogonal: {shape} has no two axes. Biases are usually zeros.");
        Shape rest = shape.Without(columnAxis);
        int columns = shape[columnAxis], rows = rest.Size;
        Tensor normal = key.Normal([Math.Max(rows, columns), Math.Min(rows, columns)], dtype);
        Tensor basis = Tensor.Bind1(new Orthonormalize(), normal);
        return scale * (rows < columns ? basis.Transpose() : basis).Reshape([.. rest, columns]).MoveAxis(-1, columnAxis);
    }
}
