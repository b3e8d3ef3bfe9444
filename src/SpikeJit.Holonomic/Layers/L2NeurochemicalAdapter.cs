namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L2NeurochemicalAdapter"/>, a value for each transmitter.</summary>
/// <param name="PhiField">φ, <c>[n]</c>.</param>
/// <param name="PhiVelocity">φ̇, <c>[n]</c>.</param>
/// <param name="Concentrations">c in [0, 1], <c>[n]</c>.</param>
public sealed record L2NeurochemicalState(Tensor PhiField, Tensor PhiVelocity, Tensor Concentrations);

/// <summary>Parameters of <see cref="L2NeurochemicalAdapter"/>. The reference's number of receptors, which it never uses, is left out.</summary>
/// <param name="NTransmitters">n: dopamine, serotonin, norepinephrine, acetylcholine.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="AlphaIiief">α: how strongly the input drives the field.</param>
/// <param name="CInfo">c_i ≥ 0: speed of the field's waves, κ = c_i/(1 + c_i).</param>
/// <param name="GSnare">g_S: release for a potential far above v_c.</param>
/// <param name="VCritical">v_c: potential of half release.</param>
/// <param name="DopamineGain">g_D: steepness of the release.</param>
/// <param name="SerotoninLeak">ℓ in [0, 1].</param>
public sealed record L2HolonomicParameters(
    int NTransmitters, int BitstreamLength, Tensor AlphaIiief, Tensor CInfo, Tensor GSnare, Tensor VCritical, Tensor DopamineGain, Tensor SerotoninLeak)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L2HolonomicParameters(
        int nTransmitters = 4, int bitstreamLength = 1024, double alphaIiief = 0.01, double cInfo = 300, double gSnare = 0.8, double vCritical = 1.2,
        double dopamineGain = 1.5, double serotoninLeak = 0.9)
        : this(nTransmitters, bitstreamLength, (Tensor)alphaIiief, cInfo, gSnare, vCritical, dopamineGain, serotoninLeak) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NTransmitters);
        Check.Finite(AlphaIiief);
        Check.NotNegative(CInfo);
        Check.Finite(GSnare);
        Check.Finite(VCritical);
        Check.Finite(DopamineGain);
        Check.Fraction(SerotoninLeak);
    }
}

/// <summary>
/// Layer 2, a field on a ring that drives concentrations: <c>a = 4πα·u + κ²(φ₊ − 2φ + φ₋) − 0.15φ̇ − 0.05φ; φ̇ ← φ̇ + a·dt; φ ← φ + φ̇·dt;
/// c ← clip(c[ℓ + (1 − ℓ)g_S·σ(g_D(φ − v_c))])</c>, κ = c_i/(1 + c_i), clip to [0, 1]. The factor on c acts once per step, whatever dt. u is the density of
/// each input row, the mean of all where their number is not n. Encoded is c. A phenomenological model, no chemistry.
/// </summary>
public sealed class L2NeurochemicalAdapter(L2HolonomicParameters? parameters = null)
    : HolonomicAdapter<L2HolonomicParameters, L2NeurochemicalState>(parameters ?? new())
{
    private static readonly string[] Observables = ["dopamine", "serotonin", "norepinephrine", "acetylcholine"];

    /// <inheritdoc/>
    public override int Layer => 2;

    /// <inheritdoc/>
    public override string Name => "L2_Neurochemical";

    /// <inheritdoc/>
    public override int Streams => Parameters.NTransmitters;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["system_coherence_r2", "avg_field_potential", "avg_field_velocity"];

    /// <inheritdoc/>
    public override Tensor Probabilities(L2NeurochemicalState state) => state.Concentrations;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L2NeurochemicalState state) =>
        HolonomicMath.Named(MetricNames, state.Concentrations.Mean(), state.PhiField.Mean(), state.PhiVelocity.Abs().Mean());

    private protected override L2NeurochemicalState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NTransmitters];
        Tensor zero = HolonomicMath.Filled(shape, 0, dtype);
        return new(zero, zero, HolonomicMath.Filled(shape, 0.5, dtype));
    }

    private protected override L2NeurochemicalState Advance(L2NeurochemicalState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NTransmitters;
        DType dtype = TypeOf([n], state.PhiField, state.PhiVelocity, state.Concentrations);
        dt = Check.TimeStep(dt, dtype);
        (Tensor phi, Tensor velocity) = (state.PhiField, state.PhiVelocity);
        Tensor kappa = (Parameters.CInfo / (1 + Parameters.CInfo)).As(dtype), drive = (4 * Math.PI * Parameters.AlphaIiief).As(dtype);
        Tensor curvature = phi.Roll(-1, 0) - 2 * phi + phi.Roll(1, 0);
        velocity += (drive * input.Rows(n, dtype).Clip01() + kappa.Square() * curvature - 0.15 * velocity - 0.05 * phi) * dt;
        phi += velocity * dt;
        Tensor leak = Parameters.SerotoninLeak.As(dtype);
        Tensor release = (Parameters.DopamineGain.As(dtype) * (phi - Parameters.VCritical.As(dtype))).Sigmoid();
        return new(phi, velocity, (state.Concentrations * (leak + (1 - leak) * Parameters.GSnare.As(dtype) * release)).Clip01());
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L2NeurochemicalState? state) =>
        HolonomicMath.Named(Observables, [.. Observables.Select((_, i) => rows[Math.Min(i, rows.Size - 1)])]);
}
