namespace SpikeJit.Snn;

/// <summary>
/// Lapicque's neuron, in circuit terms: <c>v ← (1 − dt/τ)(v − v_rest) + v_rest + (R·dt/τ)·I</c>, τ = RC; a soft reset takes θ − v_rest off (L. Lapicque,
/// 1907; sc-neurocore's LapicqueCell, snnTorch's Lapicque).
/// </summary>
/// <param name="Tau">Membrane time constant τ, ms.</param>
/// <param name="Resistance">R.</param>
/// <param name="Dt">Time step, ms; at most τ.</param>
/// <param name="Rest">v_rest.</param>
/// <param name="Firing">Threshold, surrogate and reset; sc-neurocore's when null.</param>
public sealed record Lapicque(double Tau = 20, double Resistance = 1, double Dt = 1, double Rest = 0, Firing? Firing = null) : ICell<LifState>
{
    /// <summary>τ, ms.</summary>
    public double Tau { get; } = Check.Positive(Tau);

    /// <summary>R.</summary>
    public double Resistance { get; } = Check.Positive(Resistance);

    /// <summary>dt, ms.</summary>
    public double Dt { get; } = Check.Positive(Dt) <= Tau ? Dt : throw new ArgumentOutOfRangeException(nameof(Dt), Dt, $"Dt is {Dt} ms, above tau, {Tau} ms: the step overshoots. Take a smaller step.");

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.ScNeurocore();

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Rest, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        // Potentials from rest, where a soft reset takes the whole way to the threshold off.
        Firing fromRest = Rest == 0 ? Firing! : new(
            Firing!.Threshold - Rest, Firing.Surrogate, Firing.Reset, Firing.ResetValue - Rest, Firing.Timing, Firing.DetachReset, Firing.AtThreshold);
        (Tensor v, Tensor spikes) = fromRest.Step(state.V - Rest, u => u * (1 - Dt / Tau) + input * (Resistance * Dt / Tau));
        return (new(v + Rest), spikes);
    }
}
