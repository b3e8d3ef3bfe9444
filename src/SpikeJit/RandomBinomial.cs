namespace SpikeJit;

public readonly partial record struct RandomKey
{
    /// <summary>log k! - (k + ½)log(k + 1) + (k + 1) - ½log 2π for k = 0 … 9.</summary>
    private static readonly double[] s_stirlingTail =
    [
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
        0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
    ];

    /// <summary>How many of <paramref name="trials"/> succeed, as floats. NaN where the trials are negative or a probability is not in [0, 1].</summary>
    /// <remarks>
    /// Where fewer than 10 successes (or failures, whichever are rarer) are expected, by sums of geometric numbers; elsewhere by transformed rejection (W. Hörmann,
    /// "The generation of binomial random variates", 1993).
    /// </remarks>
    /// <param name="trials">Numbers of trials, whole, F32 or F64.</param>
    /// <param name="probabilities">Probabilities of success, of the same dtype; the two broadcast together.</param>
    /// <exception cref="DTypeException">The operands are no floats.</exception>
    public Tensor Binomial(Tensor trials, Tensor probabilities)
    {
        Float(trials.DType);
        Float(probabilities.DType);
        Tensor zero = Tensor.ZerosLike(trials + probabilities), n = (Fn.StopGradient(trials) + zero).Floor(), p = Fn.StopGradient(probabilities) + zero;
        Tensor rare = p < 0.5, q = Tensor.Select(rare, p, 1 - p), invalid = ~((n >= 0) & (q >= 0));
        q = Tensor.Select(q >= 0, q, 0.01);
        Tensor few = ~(n >= 0) | (n * q <= 10), endless = n.IsInfinite();
        // What the other method draws is done on harmless numbers.
        Tensor sums = BinomialBySums(Tensor.Select(few, n, 0.0), q);
        Tensor rejections = BinomialByRejection(Tensor.Select(few | endless, 1e4, n), Tensor.Select(few, 0.5, q));
        Tensor drawn = Tensor.Select(few, sums, rejections);
        drawn = Tensor.Select(invalid, double.NaN, Tensor.Select(endless, double.PositiveInfinity, drawn));
        return Tensor.Select(rare | ~drawn.IsFinite(), drawn, n - drawn);
    }

    /// <summary>How many of some trials succeed, as floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The trials are negative, or the probability is not in [0, 1].</exception>
    /// <inheritdoc cref="Binomial(Tensor, Tensor)"/>
    public Tensor Binomial(Shape shape, int trials, double probability, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "Binomial: a probability lies between 0 and 1.");
        return Binomial(Tensor.Full(shape, (double)trials).As(Float(dtype)), Tensor.Full(shape, probability).As(dtype));
    }

    /// <summary>Trials between successes are geometric; successes are counted until the trials are used up.</summary>
    private Tensor BinomialBySums(Tensor n, Tensor p)
    {
        Tensor zero = Tensor.ZerosLike(n), logFailure = (-p).Log1p();
        var drawn = Fn.While<(Tensor Count, Tensor Used, RandomKey Key)>(
            s => (s.Used <= n).Any(),
            s =>
            {
                (RandomKey draw, RandomKey next) = s.Key.Split();
                Tensor trials = (draw.Uniform(n.Shape, n.DType).Log() / logFailure).Ceiling();
                return (Tensor.Select(s.Used <= n, s.Count + 1, s.Count), s.Used + trials, next);
            },
            (zero, zero, this));
        return drawn.Count - 1;
    }

    private Tensor BinomialByRejection(Tensor n, Tensor p)
    {
        Tensor deviation = (n * p * (1 - p)).Sqrt(), b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p, c = n * p + 0.5;
        Tensor squeeze = 0.92 - 4.2 / b, odds = p / (1 - p), alpha = (2.83 + 5.1 / b) * deviation, mode = ((n + 1) * p).Floor(), no = Tensor.Full(n.Shape, false);
        var drawn = Fn.While<(Tensor Count, Tensor Accepted, RandomKey Key)>(
            s => (~s.Accepted).Any(),
            s =>
            {
                RandomKey[] keys = s.Key.Split(3);
                Tensor u = keys[0].Uniform(n.Shape, n.DType) - 0.5, v = keys[1].Uniform(n.Shape, n.DType), near = 0.5 - u.Abs();
                Tensor k = ((2 * a / near + b) * u + c).Floor();
                Tensor bound = (mode + 0.5) * ((mode + 1) / (odds * (n - mode + 1))).Log() + (n + 1) * ((n - mode + 1) / (n - k + 1)).Log()
                    + (k + 0.5) * (odds * (n - k + 1) / (k + 1)).Log()
                    + StirlingTail(mode) + StirlingTail(n - mode) - StirlingTail(k) - StirlingTail(n - k);
                Tensor fits = (k >= 0) & (k <= n) & ((v * alpha / (a / (near * near) + b)).Log() <= bound);
                Tensor accepted = ((near >= 0.07) & (v <= squeeze)) | fits;
                return (Tensor.Select(accepted & ~s.Accepted, k, s.Count), s.Accepted | accepted, keys[2]);
            },
            (Tensor.ZerosLike(n), no, this));
        return drawn.Count;
    }

    private static Tensor StirlingTail(Tensor k)
    {
        Tensor square = (k + 1).Square(), series = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
        Tensor table = Tensor.From(s_stirlingTail).As(k.DType).Take(k.Clip(0, s_stirlingTail.Length - 1).As(DType.I32));
        return Tensor.Select(k <= s_stirlingTail.Length - 1, table, series);
    }
}
