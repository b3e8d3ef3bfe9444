namespace SpikeJit.Snn;

/// <summary>
/// A membrane without spikes behind a synaptic current, as a readout: <c>i ← i + I; v ← v + λ_m(v_rest − v + i); i ← i(1 − λ_s)</c>; its output is v (Norse's
/// li_feed_forward_step, λ = dt/τ).
/// </summary>
/// <param name="SynapticLeak">λ_s in [0, 1].</param>
/// <param name="MembraneLeak">λ_m in [0, 1].</param>
/// <param name="Rest">v_rest.</param>
public sealed record CurrentIntegrator(double SynapticLeak = 0.2, double MembraneLeak = 0.1, double Rest = 0) : ICell<SynapticState>
{
    /// <summary>λ_s.</summary>
    public double SynapticLeak { get; } = Check.Fraction(SynapticLeak);

    /// <summary>λ_m.</summary>
    public double MembraneLeak { get; } = Check.Fraction(MembraneLeak);

    /// <summary>v_rest.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <inheritdoc/>
    public SynapticState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, 0, dtype), Sequences.Filled(shape, Rest, dtype));

    /// <inheritdoc/>
    public (SynapticState State, Tensor Output) Step(SynapticState state, Tensor input)
    {
        Tensor i = state.I + input, v = state.V + (Rest - state.V + i) * MembraneLeak;
        return (new(i * (1 - SynapticLeak), v), v);
    }
}
