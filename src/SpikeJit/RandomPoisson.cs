namespace SpikeJit;

public readonly partial record struct RandomKey
{
    private const double FewEvents = 10;

    /// <summary>How many events of a Poisson process with a mean number of events there are, I32.</summary>
    /// <remarks>
    /// Below a mean of 10 uniform numbers are multiplied until their product is under e^-mean (Knuth); from there on transformed rejection (Hörmann, "The
    /// transformed rejection method for generating Poisson random variables", 1993).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, not finite, or too large for I32.</exception>
    public Tensor Poisson(Shape shape, double mean)
    {
        if (!(mean is >= 0 and <= 1e9)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Poisson: a mean number of events lies between 0 and 1e9.");
        Tensor means = Tensor.Full(shape, (float)mean);
        if (mean == 0) return means.As(DType.I32);
        return mean < FewEvents ? PoissonByProducts(means) : PoissonByRejection(means);
    }

    /// <summary>How many events there are where each element has a mean of its own, I32 in the shape of the means.</summary>
    /// <inheritdoc cref="Poisson(Shape, double)"/>
    /// <exception cref="DTypeException">The means are no floats.</exception>
    public Tensor Poisson(Tensor means)
    {
        Float(means.DType);
        means = Fn.StopGradient(means);
        Tensor few = ~(means >= FewEvents);
        // What the other method draws is done on harmless numbers.
        Tensor drawn = Tensor.Select(few, PoissonByProducts(Tensor.Select(few, means, 0.0)), PoissonByRejection(Tensor.Select(few, 1e5, means)));
        return Tensor.Select(means.Equal(0), 0, drawn);
    }

    private Tensor PoissonByProducts(Tensor mean)
    {
        var drawn = Fn.While<(Tensor Count, RandomKey Key, Tensor LogProduct)>(
            s => (s.LogProduct > -mean).Any(),
            s =>
            {
                (RandomKey next, RandomKey draw) = s.Key.Split();
                return (s.Count + (s.LogProduct > -mean).As(DType.I32), next, s.LogProduct + draw.Uniform(mean.Shape, mean.DType).Log());
            },
            (Tensor.Zeros(mean.Shape, DType.I32), this, Tensor.ZerosLike(mean)));
        return drawn.Count - 1;
    }

    private Tensor PoissonByRejection(Tensor mean)
    {
        Tensor log = mean.Log();
        Tensor b = 0.931 + 2.53 * mean.Sqrt(), a = -0.059 + 0.02483 * b, inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
        var drawn = Fn.While<(Tensor Count, Tensor Accepted, RandomKey Key)>(
            s => (~s.Accepted).Any(),
            s =>
            {
                RandomKey[] keys = s.Key.Split(3);
                Tensor u = keys[1].Uniform(mean.Shape, mean.DType) - 0.5, v = keys[2].Uniform(mean.Shape, mean.DType), near = 0.5 - u.Abs();
                Tensor count = ((2 * a / near + b) * u + mean + 0.43).Floor();
                Tensor left = (v * inverseAlpha / (a / (near * near) + b)).Log(), right = count * log - mean - (count + 1).Lgamma();
                Tensor rejected = (count < 0) | ((near < 0.013) & (v > near));
                Tensor accepted = ((near >= 0.07) & (v <= squeeze)) | (~rejected & (left <= right));
                return (Tensor.Select(accepted, count, s.Count), s.Accepted | accepted, keys[0]);
            },
            (Tensor.ZerosLike(mean), Tensor.Full(mean.Shape, false), this));
        return drawn.Count.As(DType.I32);
    }
}
