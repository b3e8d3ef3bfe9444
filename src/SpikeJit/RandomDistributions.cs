namespace SpikeJit;

// Distributions beyond the uniform and the normal one, by inversion unless stated otherwise. u is a uniform number of the same key.
public readonly partial record struct RandomKey
{
    private const double Tiny32 = 1.17549435e-38, Tiny64 = 2.2250738585072014e-308;

    /// <summary>Exponential numbers of mean 1: -log(1 - u).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Exponential(Shape shape, DType dtype = DType.F32) => -(-Uniform(shape, dtype)).Log1p();

    /// <summary>Gumbel numbers: -log(-log u), u in (0, 1).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Gumbel(Shape shape, DType dtype = DType.F32) => -(-Positive(shape, dtype).Log()).Log();

    /// <summary>Laplace numbers of mean 0 and scale 1: sign(u)·log(1 - |u|), u in (-1, 1).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Laplace(Shape shape, DType dtype = DType.F32)
    {
        Tensor u = Uniform(shape, dtype == DType.F32 ? BelowOne : Math.BitIncrement(-1d), 1, dtype);
        return u.Sign() * (-u.Abs()).Log1p();
    }

    /// <summary>Logistic numbers: log(u / (1 - u)).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Logistic(Shape shape, DType dtype = DType.F32) => Positive(shape, dtype).Logit();

    /// <summary>Cauchy numbers: tan(π(u - ½)).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Cauchy(Shape shape, DType dtype = DType.F32)
    {
        Tensor u = Uniform(shape, dtype == DType.F32 ? 1.1920929e-7 : Math.BitIncrement(1d) - 1, 1, dtype);
        return (Math.PI * (u - 0.5)).Tan();
    }

    /// <summary>Normal numbers under the condition that they lie in (lower, upper): √2·erf⁻¹(u), u between erf(lower/√2) and erf(upper/√2).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    /// <exception cref="ArgumentOutOfRangeException">lower is not below upper.</exception>
    public Tensor TruncatedNormal(Shape shape, double lower, double upper, DType dtype = DType.F32)
    {
        if (!(lower < upper)) throw new ArgumentOutOfRangeException(nameof(lower), lower, $"TruncatedNormal: ({lower}, {upper}) is no interval.");
        Tensor root = Tensor.Scalar(Math.Sqrt(2)).As(Float(dtype)), lo = Tensor.Scalar(lower).As(dtype), hi = Tensor.Scalar(upper).As(dtype);
        Tensor u = Uniform(shape, (lo / root).Erf(), (hi / root).Erf());
        return (root * u.ErfInvOfDraw()).Clip(Tensor.NextAfter(lo, hi), Tensor.NextAfter(hi, lo));
    }

    /// <summary>-1 or 1, with equal probabilities.</summary>
    public Tensor Rademacher(Shape shape, DType dtype = DType.F32) => dtype.IsSigned()
        ? 2 * Bernoulli(shape).As(dtype) - 1
        : throw new DTypeException($"Rademacher: {dtype} has no -1. Use a signed dtype.");

    /// <summary>How many trials until the first success, I32: ⌊log u / log(1 - p)⌋ + 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1].</exception>
    public Tensor Geometric(Shape shape, double probability)
    {
        if (!(probability is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Geometric: a probability of success lies above 0 and is at most 1.");
        return ((Positive(shape, DType.F32).Log() / Math.Log(1 - probability)).Floor() + 1).As(DType.I32);
    }

    /// <summary>How many trials until the first success where each element has a probability of its own, I32 in the shape of the probabilities.</summary>
    /// <exception cref="DTypeException">The probabilities are no floats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not in [0, 1] (where the tensor has values).</exception>
    public Tensor Geometric(Tensor probabilities)
    {
        CheckProbabilities(probabilities);
        return ((Positive(probabilities.Shape, probabilities.DType).Log() / (-Fn.StopGradient(probabilities)).Log1p()).Floor() + 1).As(DType.I32);
    }

    /// <summary>Classes drawn by unnormalised log-probabilities (Gumbel's maximum), I32: the shape of the logits without the axis of the classes.</summary>
    /// <param name="logits">Unnormalised log-probabilities.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="draws">How many independent draws there are: leading axes of the result, none by default.</param>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor Categorical(Tensor logits, int axis = -1, Shape draws = default)
    {
        DType dtype = logits.DType.IsFloat() ? logits.DType : DType.F32;
        int a = logits.Shape.Axis(axis) + draws.Rank;
        return (Gumbel([.. draws, .. logits.Shape], dtype) + logits).ArgMax(a);
    }

    /// <summary>u in (0, 1): the smallest normal number instead of 0, whose logarithm is finite.</summary>
    private Tensor Positive(Shape shape, DType dtype) => Uniform(shape, dtype == DType.F32 ? Tiny32 : Tiny64, 1, dtype);
}
