namespace SpikeJit.Snn;

/// <summary>
/// Adaptive exponential integrate-and-fire: the <see cref="ExponentialLif"/> less an adaptation w, <c>w ← ρw + a(v_old − v_rest) + b·s</c> (R. Brette,
/// W. Gerstner, J. Neurophysiology 94, 2005; as sc-neurocore's AdExCell has it).
/// </summary>
/// <param name="Membrane">The neuron without adaptation.</param>
/// <param name="A">Coupling a to the potential.</param>
/// <param name="B">b: what a spike adds.</param>
/// <param name="Rho">Decay of w per step, in [0, 1].</param>
public sealed record AdEx(ExponentialLif? Membrane = null, double A = 0.01, double B = 0.1, double Rho = 0.99) : ICell<AdaptiveState>
{
    /// <summary>The neuron without adaptation.</summary>
    public ExponentialLif? Membrane { get; } = Membrane ?? new();

    /// <summary>a.</summary>
    public double A { get; } = Check.Finite(A);

    /// <summary>b.</summary>
    public double B { get; } = Check.Finite(B);

    /// <summary>ρ.</summary>
    public double Rho { get; } = Check.Fraction(Rho);

    /// <inheritdoc/>
    public AdaptiveState Initial(Shape shape, DType dtype = DType.F32) => new(Membrane!.Initial(shape, dtype).V, Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (AdaptiveState State, Tensor Output) Step(AdaptiveState state, Tensor input)
    {
        Firing firing = Membrane!.Firing!;
        (Tensor v, Tensor spikes) = firing.Step(state.V, v => Membrane.Charged(v) - state.A + input * Membrane.Gain);
        return (new(v, state.A * Rho + (state.V - Membrane.Rest) * A + firing.Felt(spikes) * B), spikes);
    }
}
