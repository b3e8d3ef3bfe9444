namespace SpikeJit;

// Random orders and selections.
public readonly partial record struct RandomKey
{
    /// <summary>A random order of the elements along an axis: whole rows change places.</summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    public Tensor Permutation(Tensor x, int axis = 0) => x.Take(Permutation(x.Shape[axis]), axis);

    /// <summary>A random order of 0 … n−1, I32 <c>[n]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public Tensor Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return Shuffle(Tensor.Arange(n));
    }

    /// <summary>A random order of each line along an axis by itself.</summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    public Tensor Shuffle(Tensor x, int axis = 0)
    {
        int a = x.Shape.Axis(axis);
        // Enough rounds of sorting by random words that ties of 32-bit words do not matter.
        int rounds = (int)Math.Ceiling(3 * Math.Log(Math.Max(1, x.Size)) / Math.Log(uint.MaxValue));
        RandomKey key = this;
        for (int round = 0; round < rounds; round++)
        {
            (key, RandomKey draw) = key.Split();
            x = x.TakeAlong(draw.Bits(x.Shape).ArgSort(a), a);
        }
        return x;
    }

    /// <summary>Numbers of 0 … n−1 drawn with or without replacement, I32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More are drawn without replacement than there are, or there are none to draw from.</exception>
    public Tensor Choice(int n, Shape shape, bool replace = true)
    {
        CheckDraws(n, shape, replace);
        return replace ? RandInt(shape, 0, n) : Permutation(n)[..shape.Size].Reshape(shape);
    }

    /// <summary>Indices drawn with given probabilities <c>[n]</c>, with or without replacement, I32. The probabilities sum to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More are drawn without replacement than there are, or a probability is not in [0, 1].</exception>
    /// <exception cref="ShapeException">The probabilities are no vector.</exception>
    public Tensor Choice(Tensor probabilities, Shape shape, bool replace = true)
    {
        CheckProbabilities(probabilities);
        if (probabilities.Rank != 1) throw new ShapeException($"Choice: the probabilities are {probabilities.Type}, not a vector. Flatten them.");
        CheckDraws(probabilities.Size, shape, replace);
        if (!replace) return (-(Gumbel(probabilities.Shape, probabilities.DType) + probabilities.Log())).ArgSort()[..shape.Size].Reshape(shape);
        Tensor cumulative = probabilities.CumulativeSum(0);
        Tensor draws = cumulative[^1] * (1f - Uniform(shape, probabilities.DType));
        return cumulative.SearchSorted(draws);
    }

    private static void CheckDraws(int n, Shape shape, bool replace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (n == 0 && shape.Size > 0) throw new ArgumentOutOfRangeException(nameof(n), n, "Choice: there is nothing to draw from.");
        if (!replace && shape.Size > n)
            throw new ArgumentOutOfRangeException(nameof(shape), $"Choice: {shape.Size} of {n} cannot be drawn without replacement.");
    }
}
