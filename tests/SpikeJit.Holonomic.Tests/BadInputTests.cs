using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic.Tests;

/// <summary>What is refused, and that the message says what was wrong.</summary>
public sealed class BadInputTests
{
    public static TheoryData<int> Layers => AdapterCases.Layers;

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(-1)]
    public void There_are_layers_1_to_16(int layer) =>
        Assert.Contains("1 to 16", Assert.Throws<ArgumentOutOfRangeException>(() => HolonomicAdapter.Create(layer)).Message);

    [Theory, MemberData(nameof(Layers))]
    public void Every_layer_checks_the_time_step(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = adapter.Initial(new RandomKey(1));
        foreach (Tensor dt in new Tensor[] { 0f, -0.01f, float.NaN, float.PositiveInfinity, 0.0, -1, double.NaN })
            Assert.Contains("dt is ", Assert.Throws<ArgumentOutOfRangeException>(() => adapter.Step(state, dt)).Message);
        Assert.Throws<ShapeException>(() => adapter.Step(state, Tensor.From([0.1f, 0.1f])));
        Assert.Throws<ArgumentNullException>(() => adapter.Step(state, null!));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Every_layer_checks_the_shape_of_its_inputs(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = adapter.Initial(new RandomKey(1));
        Assert.Contains(adapter.Name, Assert.Throws<ShapeException>(() => adapter.Step(state, 0.1f, Tensor.Zeros([2, 3, AdapterCases.Length]))).Message);
        Assert.Contains(adapter.Name, Assert.Throws<ShapeException>(() => adapter.Step(state, 0.1f, Tensor.Zeros([0, AdapterCases.Length]))).Message);
        Assert.Contains(adapter.Name, Assert.Throws<ShapeException>(() => adapter.Step(state, 0.1f, Tensor.Zeros([4, 0]))).Message);
        Assert.Throws<ShapeException>(() => adapter.Step(state, 0.1f, new BitTensor(Tensor.Zeros([2, 5], DType.U32), AdapterCases.Length)));
        Assert.Throws<ShapeException>(() => adapter.Step(state, 0.1f, new BitTensor(Tensor.Zeros([2, 3, 2], DType.U32), AdapterCases.Length)));
        Assert.Throws<InvalidOperationException>(() => adapter.Step(state, 0.1f, default(BitTensor)));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Every_layer_checks_its_state(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = adapter.Initial(new RandomKey(1));
        Assert.Contains(adapter.Name, Assert.Throws<ArgumentException>(() => adapter.Step(new object(), 0.1f)).Message);
        Assert.Throws<ShapeException>(() => adapter.Step(Tree.Map(t => Tensor.Stack([t, t]), state), 0.1f));
        Assert.Throws<DTypeException>(() => adapter.Initial(new RandomKey(1), DType.I32));
        Assert.Throws<ArgumentOutOfRangeException>(() => adapter.Encode(state, 0, new RandomKey(1)));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Every_layer_checks_the_shape_of_bits_to_decode(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        Assert.Contains(adapter.Name, Assert.Throws<ShapeException>(() => adapter.Decode(BitTensor.FromBits(Tensor.Zeros([2, 3, 8])))).Message);
        Assert.Throws<ShapeException>(() => adapter.Decode(new BitTensor(Tensor.Zeros([3, 4], DType.U32), 32)));
        Assert.Throws<ShapeException>(() => adapter.Decode(new BitTensor(Tensor.Zeros([0, 1], DType.U32), 32)));
    }

    [Fact]
    public void Rows_that_a_layer_cannot_take()
    {
        var quantum = new L1QuantumAdapter(new(nQubits: 5));
        Assert.Contains("3 rows; give 5", Assert.Throws<ShapeException>(() => quantum.Step(quantum.Initial(new RandomKey(0)), 0.1f, Tensor.Zeros([3, 8]))).Message);
        var consilium = new L15ConsiliumAdapter();
        Assert.Contains("17 rows", Assert.Throws<ShapeException>(() => consilium.Step(consilium.Initial(new RandomKey(0)), 0.1f, Tensor.Zeros([17, 8]))).Message);
        var memory = new L9MemoryAdapter();
        Assert.Contains("1024 bits", Assert.Throws<ShapeException>(() => memory.Step(memory.Initial(new RandomKey(0)), 0.1f, Tensor.Zeros([64, 8]))).Message);
        Assert.Contains("1024 bits", Assert.Throws<ShapeException>(() => memory.Step(memory.Initial(new RandomKey(0)), 0.1f, Tensor.Zeros([64]))).Message);
        var organismal = new L5OrganismalAdapter();
        Assert.Contains("4 streams", Assert.Throws<ShapeException>(() => organismal.Decode(Tensor.Zeros([4, 8]))).Message);
        var cellular = new L4CellularAdapter();
        Assert.Contains("400 cells", Assert.Throws<ShapeException>(() => cellular.StepWithNoise(cellular.Initial(new RandomKey(0)), 0.1f, Tensor.Zeros([3]))).Message);
        var chain = new HolonomicChain();
        Assert.Contains("16 adapters", Assert.Throws<ArgumentException>(() => chain.Step([], 0.1f, new RandomKey(0))).Message);
        Assert.Throws<ArgumentException>(() => new HolonomicChain([]));
    }

    public static TheoryData<string, Action> BadParameters => new()
    {
        { "NQubits", () => _ = new L1HolonomicParameters(nQubits: 0) },
        { "BitstreamLength", () => _ = new L1HolonomicParameters(bitstreamLength: -1) },
        { "SCritical", () => _ = new L1HolonomicParameters(sCritical: double.NaN) },
        { "GammaDecoherence", () => _ = new L1HolonomicParameters(gammaDecoherence: -0.1) },
        { "FNonMarkov", () => _ = new L1HolonomicParameters(fNonMarkov: 1) },
        { "CInfo", () => _ = new L2HolonomicParameters(cInfo: -1) },
        { "SerotoninLeak", () => _ = new L2HolonomicParameters(serotoninLeak: 1.1) },
        { "PSpinBaseline", () => _ = new L3HolonomicParameters(pSpinBaseline: 2) },
        { "SigmaNoise", () => _ = new L4HolonomicParameters(sigmaNoise: -1) },
        { "TauAutonomic", () => _ = new L5HolonomicParameters(tauAutonomic: 0) },
        { "NEmotionalDims", () => _ = new L5HolonomicParameters(nEmotionalDims: 0) },
        { "QFactor", () => _ = new L6HolonomicParameters(qFactor: -1) },
        { "PhiGoldenRatio", () => _ = new L7HolonomicParameters(phiGoldenRatio: 0) },
        { "NPulsars", () => _ = new L8HolonomicParameters(nPulsars: 0) },
        { "PulsarOmegas", () => _ = new L8HolonomicParameters(nPulsars: 2, pulsarOmegas: [1, double.NaN]) },
        { "NMemorySlots", () => _ = new L9HolonomicParameters(nMemorySlots: 0) },
        { "RejectionThreshold", () => _ = new L10HolonomicParameters(rejectionThreshold: 2) },
        { "JCoupling", () => _ = new L11HolonomicParameters(jCoupling: double.PositiveInfinity) },
        { "SolarLunarOmega", () => _ = new L12HolonomicParameters(solarLunarOmega: double.NaN) },
        { "LambdaScission", () => _ = new L13HolonomicParameters(lambdaScission: -1) },
        { "NBulkDimensions", () => _ = new L14HolonomicParameters(0) },
        { "CoherenceTarget", () => _ = new L15HolonomicParameters(coherenceTarget: 1.5) },
        { "VetoThreshold", () => _ = new L16HolonomicParameters(vetoThreshold: double.NaN) },
        { "SCritical", () => _ = new L1QuantumAdapter(new L1HolonomicParameters() with { SCritical = double.NaN }) },
    };

    [Theory, MemberData(nameof(BadParameters), DisableDiscoveryEnumeration = true)]
    public void Parameters_outside_their_ranges_are_refused_by_name(string name, Action make) =>
        Assert.Contains($"{name} is ", Assert.Throws<ArgumentOutOfRangeException>(make).Message);

    [Fact]
    public void A_list_of_another_length_than_the_number_of_pulsars_is_refused() =>
        Assert.Throws<ShapeException>(() => new L8HolonomicParameters(nPulsars: 3, pulsarOmegas: [1, 2]));
}
