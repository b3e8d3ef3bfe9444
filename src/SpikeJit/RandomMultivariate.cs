namespace SpikeJit;

// Further distributions by inversion, and normal vectors.
public readonly partial record struct RandomKey
{
    /// <summary>Normal vectors: mean + L·z, L the Cholesky factor of the covariance, z standard normal.</summary>
    /// <param name="mean">The mean <c>[…, n]</c>.</param>
    /// <param name="covariance">The covariance <c>[…, n, n]</c>, symmetric and positive definite; NaN results where it is not.</param>
    /// <param name="draws">Leading axes of the result, none by default: <c>[draws…, …, n]</c>.</param>
    /// <exception cref="ShapeException">Mean and covariance do not fit each other.</exception>
    public Tensor MultivariateNormal(Tensor mean, Tensor covariance, Shape draws = default)
    {
        int n = mean.Rank == 0 ? -1 : mean.Shape[-1];
        if (covariance.Rank < 2 || covariance.Shape[-1] != n || covariance.Shape[-2] != n)
            throw new ShapeException($"MultivariateNormal: a mean of {mean.Type} and a covariance of {covariance.Type}. They are [..., n] and [..., n, n].");
        Tensor centre = mean.BroadcastTo([.. draws, .. mean.Shape]);
        Tensor normal = Normal(centre.Shape, covariance.DType);
        return centre + covariance.Cholesky().Dot(normal.ExpandDims(-1)).Squeeze(-1);
    }

    /// <summary>Log-normal numbers: e^(σz), z standard normal.</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor LogNormal(Shape shape, double sigma = 1, DType dtype = DType.F32) => (Normal(shape, dtype) * sigma).Exp();

    /// <summary>Pareto numbers of exponent b: e^(x/b), x exponential.</summary>
    /// <exception cref="ArgumentOutOfRangeException">b is not above 0.</exception>
    public Tensor Pareto(Shape shape, double b, DType dtype = DType.F32) => b > 0
        ? (Exponential(shape, dtype) / b).Exp()
        : throw new ArgumentOutOfRangeException(nameof(b), b, "Pareto: the exponent is above 0.");

    /// <summary>Weibull numbers: scale·(-log(1 - u))^(1/concentration).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The concentration is not above 0.</exception>
    public Tensor Weibull(Shape shape, double scale, double concentration, DType dtype = DType.F32) => concentration > 0
        ? Exponential(shape, dtype).Pow(1 / concentration) * scale
        : throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "Weibull: the concentration is above 0.");

    /// <summary>Rayleigh numbers: scale·√(-2 log u).</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Rayleigh(Shape shape, double scale = 1, DType dtype = DType.F32) => (Uniform(shape, dtype).Log() * -2).Sqrt() * scale;

    /// <summary>Maxwell numbers: the lengths of normal vectors of three dimensions.</summary>
    /// <exception cref="DTypeException">The dtype is no float.</exception>
    public Tensor Maxwell(Shape shape, DType dtype = DType.F32) => Normal([.. shape, 3], dtype).Norm([-1]);

    /// <summary>Numbers of triangular density between two ends, highest at the mode.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mode is not between the ends, or these are one.</exception>
    public Tensor Triangular(Shape shape, double left, double mode, double right, DType dtype = DType.F32)
    {
        if (!(left <= mode && mode <= right && left < right))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"Triangular: the mode {mode} is not in [{left}, {right}], or that is no interval.");
        Tensor u = Uniform(shape, dtype);
        Tensor rising = left + (u * ((right - left) * (mode - left))).Sqrt(), falling = right - ((1 - u) * ((right - left) * (right - mode))).Sqrt();
        return Tensor.Select(u < (mode - left) / (right - left), rising, falling);
    }
}
