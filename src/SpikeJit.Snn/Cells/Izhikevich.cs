namespace SpikeJit.Snn;

/// <summary>
/// Izhikevich's neuron: <c>v ← v + dt(0.04v² + 5v + 140 − u + I); u ← u + dt·a(bv − u)</c>, both from the old values; at the peak of 30 mV a spike, v = c,
/// u ← u + d (E. Izhikevich, IEEE Trans. Neural Networks 14, 2003; Norse's izhikevich_feed_forward_step).
/// </summary>
/// <param name="A">a, the recovery's rate, 1/ms.</param>
/// <param name="B">b, its coupling to v.</param>
/// <param name="C">c, the potential after a spike, mV.</param>
/// <param name="D">d, what a spike adds to u.</param>
/// <param name="Dt">Time step, ms.</param>
/// <param name="Surrogate">The derivative of a spike; Norse's <c>1/(1 + |x|)²</c> when null.</param>
public sealed record Izhikevich(double A = 0.02, double B = 0.2, double C = -65, double D = 8, double Dt = 0.5, ISurrogate? Surrogate = null) : ICell<AdaptiveState>
{
    private const double Peak = 30;
    private const double Start = -70;

    /// <summary>a.</summary>
    public double A { get; } = Check.Finite(A);

    /// <summary>b.</summary>
    public double B { get; } = Check.Finite(B);

    /// <summary>c, mV.</summary>
    public double C { get; } = Check.Finite(C) < Peak ? C : throw new ArgumentOutOfRangeException(nameof(C), C, $"C is {C} mV, not below the peak of {Peak} mV.");

    /// <summary>d.</summary>
    public double D { get; } = Check.Finite(D);

    /// <summary>dt, ms.</summary>
    public double Dt { get; } = Check.Positive(Dt);

    /// <inheritdoc/>
    public AdaptiveState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Start, dtype), Sequences.Filled(shape, Start * B, dtype));

    /// <inheritdoc/>
    public (AdaptiveState State, Tensor Output) Step(AdaptiveState state, Tensor input)
    {
        Firing firing = Firing.Norse(Peak, Surrogate, resetValue: C);
        (Tensor v, Tensor u) = (state.V, state.A);
        (Tensor next, Tensor spikes) = firing.Step(v, p => p + (p.Square() * 0.04 + p * 5 + 140 - u + input) * Dt);
        return (new(next, u + (v * B - u) * (Dt * A) + spikes * D), spikes);
    }
}
