namespace SpikeJit.Snn;

/// <summary>
/// Quadratic integrate-and-fire with optional recovery: <c>v ← v + (I + a₀(v − v_rest)(v − v_c) − w)/τ; s = v ≥ θ;
/// w ← w + (a(v − v_rest) − w)/τ_w + b·s</c>, reset after (SpikingJelly's QIFNode, w = 0, and IzhikevichNode).
/// </summary>
/// <param name="Tau">τ ≥ 1, in steps.</param>
/// <param name="Curvature">a₀.</param>
/// <param name="Critical">v_c, above which it runs away.</param>
/// <param name="Rest">v_rest.</param>
/// <param name="Coupling">a.</param>
/// <param name="Jump">b.</param>
/// <param name="RecoveryTau">τ_w ≥ 1, in steps.</param>
/// <param name="Firing">Threshold, surrogate and reset; SpikingJelly's with v_reset −0.1 when null. The potential starts at v_reset.</param>
public sealed record QuadraticLif(
    double Tau = 2, double Curvature = 1, double Critical = 0.8, double Rest = 0, double Coupling = 0, double Jump = 0, double RecoveryTau = 2,
    Firing? Firing = null) : ICell<AdaptiveState>
{
    /// <summary>τ.</summary>
    public double Tau { get; } = Check.Positive(Tau);

    /// <summary>a₀.</summary>
    public double Curvature { get; } = Check.Finite(Curvature);

    /// <summary>v_c.</summary>
    public double Critical { get; } = Check.Finite(Critical);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>a.</summary>
    public double Coupling { get; } = Check.Finite(Coupling);

    /// <summary>b.</summary>
    public double Jump { get; } = Check.Finite(Jump);

    /// <summary>τ_w.</summary>
    public double RecoveryTau { get; } = Check.Positive(RecoveryTau);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.SpikingJelly(resetValue: -0.1);

    /// <inheritdoc/>
    public AdaptiveState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Firing!.ResetValue, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (AdaptiveState State, Tensor Output) Step(AdaptiveState state, Tensor input)
    {
        Tensor? charged = null;
        (Tensor v, Tensor spikes) = Firing!.Step(state.V, u => charged = u + (input + (u - Rest) * (u - Critical) * Curvature - state.A) * (1 / Tau));
        // Recovery sees the charged potential, not what the reset leaves.
        Tensor w = state.A + ((charged! - Rest) * Coupling - state.A) * (1 / RecoveryTau) + spikes * Jump;
        return (new(v, w), spikes);
    }
}
