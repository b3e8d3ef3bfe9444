namespace SpikeJit.Holonomic;

/// <summary>State of <see cref="L7SymbolicAdapter"/>.</summary>
/// <param name="NodePhases">θ, radians, <c>[n]</c>.</param>
public sealed record L7SymbolicState(Tensor NodePhases);

/// <summary>Parameters of <see cref="L7SymbolicAdapter"/>.</summary>
/// <param name="NNodes">n.</param>
/// <param name="BitstreamLength">Bits of a stream.</param>
/// <param name="GGeometricGain">g above 0: a factor on all couplings, which their scaling cancels.</param>
/// <param name="PhiGoldenRatio">φ_g above 0: distance at which a coupling has fallen to 1/e.</param>
/// <param name="CouplingLeak">Part of the strongest row of couplings that stays with its own node, in [0, 1].</param>
public sealed record L7HolonomicParameters(int NNodes, int BitstreamLength, Tensor GGeometricGain, Tensor PhiGoldenRatio, Tensor CouplingLeak)
    : HolonomicParameters(BitstreamLength)
{
    /// <summary>Checked numbers, by default the reference's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public L7HolonomicParameters(
        int nNodes = 13, int bitstreamLength = 1024, double gGeometricGain = 1.2, double phiGoldenRatio = 1.618033988749895, double couplingLeak = 0.05)
        : this(nNodes, bitstreamLength, (Tensor)gGeometricGain, phiGoldenRatio, couplingLeak) => Validate();

    private protected override void CheckNumbers()
    {
        Check.Count(NNodes);
        Check.Positive(GGeometricGain);
        Check.Positive(PhiGoldenRatio);
        Check.Fraction(CouplingLeak);
    }
}

/// <summary>
/// Layer 7, phases driven through a matrix of couplings: <c>θ ← θ + dt(M·u − 0.1θ)</c>. 13 nodes lie at the centre and on two rings of six with radii 1 and 2;
/// any other number at the centre and on one ring of radius 1. <c>w_ij = g·e^{−d_ij/φ_g}</c>, scaled so that the largest row sum is 1 − leak; M's diagonal
/// makes each row sum 1. u is the density of each input row, the mean of all where their number is not n. Encoded is (1 + cos θ)/2. A phenomenological
/// model.
/// </summary>
public sealed class L7SymbolicAdapter(L7HolonomicParameters? parameters = null)
    : HolonomicAdapter<L7HolonomicParameters, L7SymbolicState>(parameters ?? new())
{
    private const int TwoRings = 13;
    private const int OfRing = 6;
    private static readonly string[] Observables = ["symbolic_unity_r7"];

    /// <inheritdoc/>
    public override int Layer => 7;

    /// <inheritdoc/>
    public override string Name => "L7_Symbolic";

    /// <inheritdoc/>
    public override int Streams => Parameters.NNodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MetricNames { get; } = ["routing_coherence", "metatron_stability"];

    /// <summary>The couplings M, <c>[n, n]</c>, F64.</summary>
    public Tensor MetatronMatrix()
    {
        int n = Parameters.NNodes;
        if (n == 1) return Tensor.Ones([1, 1], DType.F64);
        Tensor apart = 1 - Tensor.Eye(n, DType.F64);
        Tensor weights = Parameters.GGeometricGain.As(DType.F64) * (-Distances(n) / Parameters.PhiGoldenRatio.As(DType.F64)).Exp() * apart;
        weights = weights * ((1 - Parameters.CouplingLeak.As(DType.F64)) / weights.Sum(1).Max());
        return weights + Tensor.Eye(n, DType.F64) * (1 - weights.Sum(1)).ExpandDims(1);
    }

    /// <inheritdoc/>
    public override Tensor Probabilities(L7SymbolicState state) => HolonomicMath.PhaseProbability(state.NodePhases);

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> Metrics(L7SymbolicState state) =>
        HolonomicMath.Named(MetricNames, HolonomicMath.OrderParameter(state.NodePhases), state.NodePhases.Cos().Mean());

    private protected override L7SymbolicState Start(RandomKey key, DType dtype) => new(HolonomicMath.Filled([Parameters.NNodes], 0, dtype));

    private protected override L7SymbolicState Advance(L7SymbolicState state, Tensor dt, AdapterInput input)
    {
        int n = Parameters.NNodes;
        DType dtype = TypeOf([n], state.NodePhases);
        dt = Check.TimeStep(dt, dtype);
        return new(state.NodePhases + dt * (MetatronMatrix().As(dtype).Dot(input.Rows(n, dtype)) - 0.1 * state.NodePhases));
    }

    private protected override Dictionary<string, Tensor> Observe(Tensor rows, L7SymbolicState? state) =>
        HolonomicMath.Named(Observables, state is null ? HolonomicMath.OrderFromDensities(rows) : HolonomicMath.OrderParameter(state.NodePhases));

    private static Tensor Distances(int n)
    {
        var points = new (double X, double Y)[n];
        int ring = n == TwoRings ? OfRing : n - 1;
        for (int i = 1; i < n; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * ((i - 1) % ring) / ring);
            int radius = 1 + (i - 1) / ring;
            points[i] = (radius * cos, radius * sin);
        }
        return Tensor.From([.. points.SelectMany(a => points.Select(b => double.Hypot(a.X - b.X, a.Y - b.Y)))], [n, n]);
    }
}
