namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L1QuantumAdapter"/>.</summary>
/// <param name="Coherence">C in [0, 1], <c>[n]</c>.</param>
/// <param name="SPump">Pumping S in [0, 1], <c>[n]</c>.</param>
public sealed record L1QuantumState(Tensor Coherence, Tensor SPump);

/// <summary>Parameters of <see cref="L1QuantumAdapter"/>. The reference's ζ and backend, which it never uses, are left out.</summary>
/// <param name="NQubits">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="SCritical">S_c: pumping above it raises the coherence.</param>
/// <param name="GammaDecoherence">γ ≥ 0, per unit of time.</param>
/// <param name="FNonMarkov">F above 1: divides γ by log₁₀ F.</param>
public sealed record L1HolonomicParameters(int NQubits, int BitstreamLength, Tensor SCritical, Tensor GammaDecoherence, Tensor FNonMarkov)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L1HolonomicParameters(int nQubits = 1000, int bitstreamLength = 1024, double sCritical = 0.5, double gammaDecoherence = 0.05, double fNonMarkov = 100)
        : this(nQubits, bitstreamLength, (Tensor)sCritical, gammaDecoherence, fNonMarkov) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NQubits);
        Check.Finite(SCritical);
        Check.NotNegative(GammaDecoherence);
        Check.Above(FNonMarkov, 1);
    }
}

/// <summary>
/// Layer 1, coherence under pumping: <c>S ← clip(S + u·dt); C ← clip(C + dt[(S − S_c)C − (γ/log₁₀F)C]); S ← clip(S − 0.1dt)</c>, clip to [0, 1]; u is the
/// density of each input row, 0 without input. Encoded is C. A phenomenological model, no quantum mechanics.
/// </summary>
public sealed class L1QuantumAdapter(L1HolonomicParameters? parameters = null)
    : HolonomicAdapter<L1HolonomicParameters, L1QuantumState>(parameters ?? new())
{
    private static readonly string[] Observables = ["avg_coherence"];

    /// <inheritdoc/>
    public override int Layer => 1;

    /// <inheritdoc/>
    public override string Name => "L1_Quantum";

    /// <inheritdoc/>
    public override int Streams => Parameters.NQubits;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["r1_global_coherence", "avg_metabolic_pumping"];

    /// <summary>The angle that prepares a qubit which measures 1 with a probability: θ = 2·asin √p, in radians.</summary>
    public static Tensor RotationAngle(Tensor probability)
    {
        ArgumentNullException.ThrowIfNull(probability);
        return 2 * probability.Sqrt().Asin();
    }

    /// <inheritdoc/>
    public override Tensor Probabilities(L1QuantumState state) => state.Coherence;

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L1QuantumState state) =>
        HolonomicMath.Named(MetricNames, state.Coherence.Mean(), state.SPump.Mean());

    private protected override L1QuantumState Start(RandomKey key, DType dtype)
    {
        Shape shape = [Parameters.NQubits];
        return new(HolonomicMath.Filled(shape, 0.95, dtype), HolonomicMath.Filled(shape, 0, dtype));
    }

    private protected override L1QuantumState Advance(L1QuantumState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NQubits;
        DType dtype = TypeOf([n], state.Coherence, state.SPump);
        dt = Check.TimeStep(dt, dtype);
        if (input.Densities(dtype) is { } rows && rows.Size != n && rows.Size != 1)
            throw new ShapeException($"{Name}: the inputs have {rows.Size} rows; give {n}, one for each qubit, or 1 for all.");
        Tensor loss = (Parameters.GammaDecoherence / Parameters.FNonMarkov.Log10()).As(dtype), critical = Parameters.SCritical.As(dtype);
        Tensor pump = (state.SPump + input.Rows(n, dtype) * dt).Clip01();
        Tensor coherence = (state.Coherence + dt * ((pump - critical) * state.Coherence - loss * state.Coherence)).Clip01();
        return new(coherence, (pump - 0.1 * dt).Clip01());
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L1QuantumState? state) => HolonomicMath.Named(Observables, rows.Mean());
}
