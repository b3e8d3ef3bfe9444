namespace SpikeJit.Snn;

/// <summary>
/// Conductance-based LIF: <c>g_e ← (g_e + max(0, I))(1 − λ_e); g_i ← (g_i + max(0, −I))(1 − λ_i); v ← v + (dt/C)(g_l(v_rest − v) + g_e(E_e − v) + g_i(E_i − v))</c>,
/// then spike and reset (Norse's coba_lif_feed_forward_step, mV and ms).
/// </summary>
/// <param name="ExcitatoryLeak">λ_e = dt/τ_e in [0, 1].</param>
/// <param name="InhibitoryLeak">λ_i = dt/τ_i in [0, 1].</param>
/// <param name="Rate">dt/C &gt; 0.</param>
/// <param name="LeakConductance">g_l ≥ 0.</param>
/// <param name="ExcitatoryReversal">E_e, mV.</param>
/// <param name="InhibitoryReversal">E_i, mV.</param>
/// <param name="Rest">v_rest, mV.</param>
/// <param name="Firing">Threshold, surrogate and reset; Norse's at −10 mV, back to −70 mV, when null.</param>
public sealed record ConductanceLif(
    double ExcitatoryLeak = 0.02, double InhibitoryLeak = 0.02, double Rate = 0.5, double LeakConductance = 0.25, double ExcitatoryReversal = 60,
    double InhibitoryReversal = -100, double Rest = -20, Firing? Firing = null) : ICell<AlphaState>
{
    /// <summary>λ_e.</summary>
    public double ExcitatoryLeak { get; } = Check.Fraction(ExcitatoryLeak);

    /// <summary>λ_i.</summary>
    public double InhibitoryLeak { get; } = Check.Fraction(InhibitoryLeak);

    /// <summary>dt/C.</summary>
    public double Rate { get; } = Check.Positive(Rate);

    /// <summary>g_l.</summary>
    public double LeakConductance { get; } = Check.NotNegative(LeakConductance);

    /// <summary>E_e, mV.</summary>
    public double ExcitatoryReversal { get; } = Check.Finite(ExcitatoryReversal);

    /// <summary>E_i, mV.</summary>
    public double InhibitoryReversal { get; } = Check.Finite(InhibitoryReversal);

    /// <summary>v_rest, mV.</summary>
    public double Rest { get; } = Check.Finite(Rest);

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = Firing ?? Firing.Norse(-10, resetValue: -70);

    /// <inheritdoc/>
    public AlphaState Initial(Shape shape, DType dtype = DType.F32)
    {
        Tensor zero = Sequences.Filled(shape, 0, dtype);
        return new(zero, zero, Sequences.Filled(shape, Rest, dtype));
    }

    /// <inheritdoc/>
    public (AlphaState State, Tensor Output) Step(AlphaState state, Tensor input)
    {
        Tensor e = (state.Excitatory + input.Relu()) * (1 - ExcitatoryLeak), i = (state.Inhibitory + (-input).Relu()) * (1 - InhibitoryLeak);
        (Tensor v, Tensor spikes) = Firing!.Step(
            state.V, v => v + ((Rest - v) * LeakConductance + e * (ExcitatoryReversal - v) + i * (InhibitoryReversal - v)) * Rate);
        return (new(e, i, v), spikes);
    }
}
