namespace SpikeJit.Snn;

/// <summary>Membrane potential and adaptation.</summary>
public sealed record AdaptiveState(Tensor V, Tensor A);

/// <summary>
/// LIF neuron whose threshold rises with its spikes: <c>q = θ + κa; v ← βv + I; s = v &gt; q; v ← v − sq; a ← ρa + g·s</c> (G. Bellec et al., "Long short-term
/// memory in networks of spiking neurons", 2018; sc-neurocore's ALIFCell). Spyx's ALIF is κ 1, g 1 − ρ, with its late spikes.
/// </summary>
/// <param name="Beta">Membrane decay per step, in [0, 1].</param>
/// <param name="Rho">Decay of the adaptation per step, in [0, 1].</param>
/// <param name="Kappa">κ: how much the threshold rises with the adaptation.</param>
/// <param name="Jump">g: what a spike adds to the adaptation.</param>
/// <param name="Firing">Base threshold, surrogate and reset; sc-neurocore's when null.</param>
public sealed record AdaptiveLif(double Beta = 0.9, double Rho = 0.99, double Kappa = 1.8, double Jump = 1, Firing? Firing = null) : ICell<AdaptiveState>
{
    /// <summary>β.</summary>
    public double Beta { get; } = Check.Fraction(Beta);

    /// <summary>ρ.</summary>
    public double Rho { get; } = Check.Fraction(Rho);

    /// <summary>κ.</summary>
    public double Kappa { get; } = Check.NotNegative(Kappa);

    /// <summary>g.</summary>
    public double Jump { get; } = Check.NotNegative(Jump);

    /// <summary>Base threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.ScNeurocore();

    /// <summary>Spyx's ALIF.</summary>
    public static AdaptiveLif Spyx(double beta = 0.9, double gamma = 0.9, double threshold = 1) => new(beta, gamma, 1, 1 - gamma, Firing.Spyx(threshold));

    /// <inheritdoc/>
    public AdaptiveState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, 0, dtype));

    /// <inheritdoc/>
    public (AdaptiveState State, Tensor Output) Step(AdaptiveState state, Tensor input)
    {
        Tensor threshold = state.A * Kappa + Firing!.Threshold;
        (Tensor v, Tensor spikes) = Firing.Step(state.V, v => v * Beta + input, threshold: threshold);
        return (new(v, state.A * Rho + Firing.Felt(spikes) * Jump), spikes);
    }
}
