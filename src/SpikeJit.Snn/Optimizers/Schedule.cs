namespace SpikeJit.Snn;

/// <summary>A learning rate (or another number) as a function of the number of updates made before. A plain number is a constant schedule.</summary>
public abstract record Schedule
{
    /// <summary>The values at some steps.</summary>
    /// <param name="step">Updates made before, integers of any shape; the first update is step 0.</param>
    /// <param name="dtype">F32 or F64.</param>
    public abstract Tensor At(Tensor step, DType dtype = DType.F32);

    /// <summary>The value at one step.</summary>
    public double At(int step) => At(Tensor.Scalar(step), DType.F64).ToDouble();

    /// <summary>A constant.</summary>
    public static implicit operator Schedule(double value) => Constant(value);

    /// <summary><c>v</c>.</summary>
    public static Schedule Constant(double value) => new ConstantSchedule(Check.Finite(value));

    /// <summary><c>(v₀ − v₁)(1 − s/n)ᵖ + v₁</c>, s the steps since <paramref name="begin"/>, held within [0, n].</summary>
    /// <param name="initial">v₀.</param>
    /// <param name="end">v₁.</param>
    /// <param name="steps">n ≥ 1.</param>
    /// <param name="begin">The step of the start.</param>
    /// <param name="power">p &gt; 0.</param>
    public static Schedule Polynomial(double initial, double end, int steps, int begin = 0, double power = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        return new PolynomialSchedule(Check.Finite(initial), Check.Finite(end), Check.Count(steps), begin, Check.Positive(power));
    }

    /// <summary>A straight line from <paramref name="initial"/> to <paramref name="end"/>.</summary>
    /// <inheritdoc cref="Polynomial"/>
    public static Schedule Linear(double initial, double end, int steps, int begin = 0) => Polynomial(initial, end, steps, begin);

    /// <summary><c>v₀((1 − α)(½(1 + cos(πs/n)))ᵖ + α)</c>, s held at n (I. Loshchilov, F. Hutter, "SGDR", 2017).</summary>
    /// <param name="initial">v₀.</param>
    /// <param name="steps">n ≥ 1.</param>
    /// <param name="floor">α, the last value as a part of the first.</param>
    /// <param name="exponent">p &gt; 0.</param>
    public static Schedule Cosine(double initial, int steps, double floor = 0, double exponent = 1) =>
        new CosineSchedule(Check.Finite(initial), Check.Count(steps), Check.Finite(floor), Check.Positive(exponent));

    /// <summary><c>v₀·r^(s/n)</c>, s the steps since <paramref name="begin"/>.</summary>
    /// <param name="initial">v₀.</param>
    /// <param name="steps">n ≥ 1.</param>
    /// <param name="rate">r &gt; 0.</param>
    /// <param name="begin">The step up to which the value is v₀.</param>
    /// <param name="staircase">Whether s/n is rounded down.</param>
    /// <param name="end">A value that is not passed.</param>
    public static Schedule Exponential(double initial, int steps, double rate, int begin = 0, bool staircase = false, double? end = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        return new ExponentialSchedule(Check.Finite(initial), Check.Count(steps), Check.Positive(rate), begin, staircase, end);
    }

    /// <summary>A value that is multiplied by a scale at each boundary.</summary>
    /// <param name="initial">The first value.</param>
    /// <param name="changes">Pairs of a step and the scale from that step on, by rising steps.</param>
    public static Schedule Piecewise(double initial, params (int Step, double Scale)[] changes) => new PiecewiseSchedule(Check.Finite(initial), Rising(changes));

    /// <summary>As <see cref="Piecewise"/>, but moving to each next value along a line or a half cosine.</summary>
    /// <param name="initial">The first value.</param>
    /// <param name="cosine">A half cosine instead of a line.</param>
    /// <param name="changes">Pairs of a step and the scale reached there, by rising steps.</param>
    public static Schedule Interpolated(double initial, bool cosine, params (int Step, double Scale)[] changes) =>
        new InterpolatedSchedule(Check.Finite(initial), cosine, Rising(changes));

    /// <summary>One schedule after another: the next, counted from 0, takes over at each boundary.</summary>
    /// <exception cref="ArgumentException">There is not one boundary fewer than schedules, or they do not rise.</exception>
    public static Schedule Join(IReadOnlyList<Schedule> schedules, IReadOnlyList<int> boundaries)
    {
        if (schedules.Count != boundaries.Count + 1)
            throw new ArgumentException($"Join: {schedules.Count} schedules need {schedules.Count - 1} boundaries, not {boundaries.Count}.", nameof(boundaries));
        Rising([.. boundaries.Select(b => (b, 1.0))]);
        return new JoinedSchedule([.. schedules], [.. boundaries]);
    }

    /// <summary>A line from <paramref name="initial"/> to <paramref name="peak"/>, then constant.</summary>
    public static Schedule WarmUp(double initial, double peak, int warmUpSteps) => Linear(initial, peak, warmUpSteps);

    /// <summary>A line from <paramref name="initial"/> to <paramref name="peak"/>, then a cosine down to <paramref name="end"/> at step <paramref name="steps"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not above <paramref name="warmUpSteps"/>, or the peak is 0.</exception>
    public static Schedule WarmUpCosine(double initial, double peak, int warmUpSteps, int steps, double end = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(steps, warmUpSteps);
        ArgumentOutOfRangeException.ThrowIfZero(peak);
        return Join([Linear(initial, peak, warmUpSteps), Cosine(peak, steps - warmUpSteps, end / peak)], [warmUpSteps]);
    }

    /// <summary>A line from <paramref name="initial"/> to <paramref name="peak"/>, then <see cref="Exponential"/>.</summary>
    public static Schedule WarmUpExponential(double initial, double peak, int warmUpSteps, int steps, double rate) =>
        Join([Linear(initial, peak, warmUpSteps), Exponential(peak, steps, rate)], [warmUpSteps]);

    /// <summary>Half a cosine up from <c>peak/divisor</c> to the peak, half a cosine down to <c>peak/(divisor·finalDivisor)</c> (L. Smith, N. Topin, 2018).</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="peak">The highest value.</param>
    /// <param name="rise">The part of the steps that goes up.</param>
    /// <param name="divisor">The peak over the first value.</param>
    /// <param name="finalDivisor">The first value over the last.</param>
    public static Schedule OneCycle(int steps, double peak, double rise = 0.3, double divisor = 25, double finalDivisor = 1e4)
    {
        int top = (int)(Check.Fraction(rise) * Check.Count(steps));
        return Interpolated(peak / Check.Positive(divisor), cosine: true, (top, divisor), (steps, 1 / (divisor * Check.Positive(finalDivisor))));
    }

    private static (int Step, double Scale)[] Rising((int Step, double Scale)[] changes)
    {
        for (int i = 0; i < changes.Length; i++)
            if (changes[i].Step <= (i == 0 ? 0 : changes[i - 1].Step) || !double.IsFinite(changes[i].Scale))
                throw new ArgumentException($"Change {i} of a schedule is {changes[i]}; steps rise from 1 and scales are finite.", nameof(changes));
        return changes;
    }
}
