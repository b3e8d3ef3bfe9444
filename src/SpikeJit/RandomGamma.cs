namespace SpikeJit;

// Gamma numbers and what is made of them. Each element has a key of its own, so that how often one is rejected changes no other.
public readonly partial record struct RandomKey
{
    /// <summary>Gamma numbers of shape α and scale 1, in the shape of the parameters. Constant for differentiation.</summary>
    /// <remarks>Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; for α &lt; 1 a draw for α + 1 times u^(1/α).</remarks>
    /// <param name="alpha">α &gt; 0, F32 or F64; broadcast it to the wanted shape.</param>
    /// <exception cref="DTypeException">The parameters are no floats.</exception>
    public Tensor Gamma(Tensor alpha) => EachGamma(alpha, logarithm: false);

    /// <summary>Gamma numbers of shape α and scale 1.</summary>
    /// <inheritdoc cref="Gamma(Tensor)"/>
    public Tensor Gamma(Shape shape, double alpha, DType dtype = DType.F32) => Gamma(Parameter(shape, alpha, dtype));

    /// <summary>The logarithms of gamma numbers of shape α, which do not underflow for small α.</summary>
    /// <inheritdoc cref="Gamma(Tensor)"/>
    public Tensor LogGamma(Tensor alpha) => EachGamma(alpha, logarithm: true);

    /// <summary>Beta numbers: x / (x + y), x and y gamma numbers of shape a and b.</summary>
    /// <param name="a">a &gt; 0.</param>
    /// <param name="b">b &gt; 0, of the same dtype; the two broadcast together.</param>
    /// <exception cref="DTypeException">The parameters are no floats.</exception>
    public Tensor Beta(Tensor a, Tensor b)
    {
        (RandomKey first, RandomKey second) = Split();
        Tensor zero = Tensor.ZerosLike(a + b), x = first.LogGamma(a + zero), y = second.LogGamma(b + zero), larger = Tensor.Maximum(x, y);
        (x, y) = ((x - larger).Exp(), (y - larger).Exp());
        return x / (x + y);
    }

    /// <summary>Beta numbers of one pair of parameters.</summary>
    /// <inheritdoc cref="Beta(Tensor, Tensor)"/>
    public Tensor Beta(Shape shape, double a, double b, DType dtype = DType.F32) => Beta(Parameter(shape, a, dtype), Parameter(shape, b, dtype));

    /// <summary>Dirichlet numbers: vectors of gamma numbers divided by their sum, along the last axis.</summary>
    /// <param name="alpha">The concentrations <c>[…, k]</c>, above 0.</param>
    /// <param name="draws">Leading axes of the result, none by default: <c>[draws…, …, k]</c>.</param>
    /// <exception cref="DTypeException">The concentrations are no floats.</exception>
    public Tensor Dirichlet(Tensor alpha, Shape draws = default) => LogGamma(alpha.BroadcastTo([.. draws, .. alpha.Shape])).Softmax();

    /// <summary>χ² numbers: twice gamma numbers of half the degrees of freedom.</summary>
    /// <exception cref="DTypeException">The degrees of freedom are no floats.</exception>
    public Tensor ChiSquare(Tensor degrees) => 2 * LogGamma(degrees / 2).Exp();

    /// <summary>Student's t: a normal number times √(ν/2 / g), g a gamma number of shape ν/2.</summary>
    /// <exception cref="DTypeException">The degrees of freedom are no floats.</exception>
    public Tensor StudentT(Tensor degrees)
    {
        (RandomKey normal, RandomKey gamma) = Split();
        return normal.Normal(degrees.Shape, degrees.DType) * (degrees / 2 / gamma.Gamma(degrees / 2)).Sqrt();
    }

    /// <summary>F numbers: the quotient of two χ² numbers over their degrees of freedom.</summary>
    /// <param name="numerator">The degrees of freedom above.</param>
    /// <param name="denominator">The degrees of freedom below, of the same type.</param>
    /// <exception cref="DTypeException">The degrees of freedom are no floats.</exception>
    public Tensor FDistribution(Tensor numerator, Tensor denominator)
    {
        (RandomKey below, RandomKey above) = Split();
        return above.ChiSquare(numerator) / numerator / (below.ChiSquare(denominator) / denominator);
    }

    /// <summary>Numbers of density ∝ e^-|x|ᵖ: a random sign times g^(1/p), g a gamma number of shape 1/p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not above 0.</exception>
    public Tensor GeneralizedNormal(Shape shape, double p, DType dtype = DType.F32)
    {
        if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "GeneralizedNormal: p is above 0.");
        (RandomKey gamma, RandomKey sign) = Split();
        return sign.Rademacher(shape, dtype) * gamma.Gamma(shape, 1 / p, dtype).Pow(1 / p);
    }

    /// <summary>Points that are uniform in the unit ball of the p-norm: <c>[shape…, dimensions]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no dimension, or p is not above 0.</exception>
    public Tensor Ball(Shape shape, int dimensions, double p = 2, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        (RandomKey direction, RandomKey radius) = Split();
        Tensor point = direction.GeneralizedNormal([.. shape, dimensions], p, dtype);
        Tensor length = (point.Abs().Pow(p).Sum(-1) + radius.Exponential(shape, dtype)).Pow(1 / p);
        return point / length.ExpandDims(-1);
    }

    private static Tensor Parameter(Shape shape, double value, DType dtype) => value > 0
        ? Tensor.Full(shape, value).As(Float(dtype))
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A parameter of a gamma or beta distribution is above 0.");

    private Tensor EachGamma(Tensor alpha, bool logarithm)
    {
        Float(alpha.DType);
        if (alpha.Size == 0) return alpha;
        Func<(RandomKey Key, Tensor Alpha), Tensor> one = x => GammaOf(x.Key, x.Alpha, logarithm);
        return Fn.StopGradient(one.VMap()((SplitMany(alpha.Size), Fn.StopGradient(alpha).Flatten())).Reshape(alpha.Shape));
    }

    private static Tensor GammaOf(RandomKey key, Tensor alpha, bool logarithm)
    {
        DType dtype = alpha.DType;
        Tensor large = alpha >= 1, d = Tensor.Select(large, alpha, alpha + 1) - 1.0 / 3, c = 1.0 / 3 / d.Sqrt(), zero = Tensor.ZerosLike(alpha);
        (RandomKey rejecting, RandomKey boosting) = key.Split();
        var drawn = Fn.While<(RandomKey Key, Tensor X, Tensor V, Tensor U)>(
            s => (s.U >= 1 - 0.0331 * (s.X * s.X)) & (s.U.Log() >= s.X / 2 + d * (1 - s.V + s.V.Log())),
            s =>
            {
                RandomKey[] keys = s.Key.Split(3);
                var normal = Fn.While<(RandomKey Key, Tensor X, Tensor V)>(
                    n => n.V <= 0,
                    n =>
                    {
                        (RandomKey next, RandomKey draw) = n.Key.Split();
                        Tensor x = draw.Normal(Shape.Scalar, dtype);
                        return (next, x, 1 + x * c);
                    },
                    (keys[1], zero, zero - 1));
                return (keys[0], normal.X * normal.X, normal.V * normal.V * normal.V, keys[2].Uniform(Shape.Scalar, dtype));
            },
            (rejecting, zero, zero + 1, zero + 2));
        if (logarithm)
        {
            Tensor log = -boosting.Exponential(Shape.Scalar, dtype);
            return d.Log() + drawn.V.Log() + Tensor.Select(large | log.Equal(0), zero, log / alpha);
        }
        Tensor u = 1 - boosting.Uniform(Shape.Scalar, dtype);
        return d * drawn.V * Tensor.Select(large, zero + 1, u.Pow(1 / alpha));
    }
}
