namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L12GaianAdapter"/>.</summary>
/// <param name="EcoCoherence">C in [0, 1], <c>[n]</c>.</param>
/// <param name="FlowDensity">Flow, <c>[n]</c>.</param>
/// <param name="EnvPhase">Φ, radians, a scalar.</param>
public sealed record L12GaianState(Tensor EcoCoherence, Tensor FlowDensity, Tensor EnvPhase);

/// <summary>Parameters of <see cref="L12GaianAdapter"/>. The reference's decay field, which it never uses, is left out.</summary>
/// <param name="NNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="JCoherentCoupling">J.</param>
/// <param name="NoiseAssistanceFactor">Factor on the mean of 1 + u.</param>
/// <param name="SolarLunarOmega">ω, radians per unit of time.</param>
public sealed record L12HolonomicParameters(int NNodes, int BitstreamLength, Tensor JCoherentCoupling, Tensor NoiseAssistanceFactor, Tensor SolarLunarOmega)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L12HolonomicParameters(
        int nNodes = 100, int bitstreamLength = 1024, double jCoherentCoupling = 0.4, double noiseAssistanceFactor = 0.1, double solarLunarOmega = 0.01)
        : this(nNodes, bitstreamLength, (Tensor)jCoherentCoupling, noiseAssistanceFactor, solarLunarOmega) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NNodes);
        Check.Finite(JCoherentCoupling);
        Check.Finite(NoiseAssistanceFactor);
        Check.Finite(SolarLunarOmega);
    }
}

/// <summary>
/// Layer 12, growth to saturation: <c>Φ ← Φ + ω·dt; a = noise·mean(1 + u); C ← clip(C + dt(J·a(1 − C) − 0.05C)); flow = 0.5C</c>, clip to [0, 1]; u is the
/// density of the inputs. Encoded is C. A phenomenological model, no ecology.
/// </summary>
public sealed class L12GaianAdapter(L12HolonomicParameters? parameters = null)
    : HolonomicAdapter<L12HolonomicParameters, L12GaianState>(parameters ?? new())
{
    private static readonly string[] Observables = ["gaian_synchrony_index", "mycorrhizal_flow_rate"];

    /// <inheritdoc/>
    public override int Layer => 12;

    /// <inheritdoc/>
    public override string Name => "L12_Gaian";

    /// <inheritdoc/>
    public override int Streams => Parameters.NNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["eco_system_coherence", "global_nutrient_flow", "environmental_alignment"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L12GaianState state) => state.EcoCoherence;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L12GaianState state) =>
        HolonomicMath.Named(MetricNames, state.EcoCoherence.Mean(), state.FlowDensity.Mean(), state.EnvPhase.Sin());

    private protected override L12GaianState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NNodes];
        return new(HolonomicMath.Filled(shape, 0.2, dtype), HolonomicMath.Filled(shape, 0, dtype), HolonomicMath.Filled(Shape.Scalar, 0, dtype));
    }

    private protected override L12GaianState Advance(L12GaianState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NNodes;
        DType dtype = TypeOf([n], state.EcoCoherence, state.FlowDensity);
        Require(state.EnvPhase, dtype, Shape.Scalar);
        dt = Check.TimeStep(dt, dtype);
        Tensor c = state.EcoCoherence;
        Tensor assistance = Parameters.NoiseAssistanceFactor.As(dtype) * (1 + input.Rows(n, dtype)).Mean();
        c = (c + dt * (Parameters.JCoherentCoupling.As(dtype) * assistance * (1 - c) - 0.05 * c)).Clip01();
        return new(c, 0.5 * c, state.EnvPhase + Parameters.SolarLunarOmega.As(dtype) * dt);
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L12GaianState? state) =>
        HolonomicMath.Named(Observables, rows.Mean(), state is null ? 0.5 * rows.Mean() : state.FlowDensity.Mean());
}
