namespace SpikeJit.Benchmarks;

/// <summary>One program that is timed.</summary>
/// <param name="Name">As given on the command line.</param>
/// <param name="GoalMicroseconds">What a call should cost at most on two cores with AVX-512.</param>
/// <param name="Prepare">Makes inputs and the function; nothing is compiled yet.</param>
/// <param name="Expected">The right values.</param>
internal sealed record Workload(string Name, double GoalMicroseconds, Func<Case> Prepare, params Expected[] Expected);

/// <summary>A value to check.</summary>
/// <param name="Label">Its name in the printed line.</param>
/// <param name="Value">The right one.</param>
/// <param name="Tolerance">Relative to it.</param>
internal readonly record struct Expected(string Label, double Value, double Tolerance)
{
    /// <summary>A loss and the sums of absolute gradients of a smooth program, where only rounding differs.</summary>
    public static Expected[] Smooth(double loss, params double[] gradients) => Of(loss, gradients, 1e-5, 1e-3);

    /// <summary>The same where spikes are thresholds: a rounding that flips one moves everything after it.</summary>
    public static Expected[] Spiking(double loss, params double[] gradients) => Of(loss, gradients, 1e-3, 1e-2);

    public bool Holds(double value) => Math.Abs(value - Value) <= Tolerance * Math.Abs(Value);

    private static Expected[] Of(double loss, double[] gradients, double lossTolerance, double gradientTolerance) =>
        [new("loss", loss, lossTolerance), .. gradients.Select((g, i) => new Expected($"g{i + 1}", g, gradientTolerance))];
}

/// <summary>A workload ready to run.</summary>
/// <param name="Call">One call, to be timed.</param>
/// <param name="Values">What the last call gave, in the order of the expected values.</param>
/// <param name="Schedule">The compiled schedule, with measured times if asked for.</param>
internal sealed record Case(Action Call, Func<double[]> Values, Func<bool, string> Schedule)
{
    public static Case Of<T>(Func<T> call, Func<T, double[]> values, Func<bool, string> schedule)
    {
        T? last = default;
        return new Case(() => last = call(), () => values(last!), schedule);
    }

    /// <summary>A jitted function that gives a loss and gradients.</summary>
    public static Case Gradient<T, TGradient>(Func<T, (Tensor, TGradient)> jitted, T a) =>
        Of(() => jitted(a), LossAndSums, timed => timed ? jitted.Profile(a) : jitted.Explain(a));

    /// <inheritdoc cref="Gradient{T, TGradient}(Func{T, ValueTuple{Tensor, TGradient}}, T)"/>
    public static Case Gradient<T1, T2, TGradient>(Func<T1, T2, (Tensor, TGradient)> jitted, T1 a, T2 b) =>
        Of(() => jitted(a, b), LossAndSums, timed => timed ? jitted.Profile(a, b) : jitted.Explain(a, b));

    /// <summary>A loss, then for each gradient the sum of its absolute values.</summary>
    public static double[] LossAndSums<TGradient>((Tensor Loss, TGradient Gradient) result) =>
        [result.Loss.ToDouble(), .. Tree.Leaves(result.Gradient).Select(SumOfAbsolutes)];

    public static double SumOfAbsolutes(Tensor x) => x.As(DType.F64).Abs().Sum().ToDouble();
}
