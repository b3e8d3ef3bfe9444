using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic.Tests;

/// <summary>States as bits, and bits as observables.</summary>
public sealed class EncodingTests
{
    public static TheoryData<int> Layers => AdapterCases.Layers;

    [Theory, MemberData(nameof(Layers))]
    public void Encoded_bits_have_the_density_of_the_state(int layer)
    {
        const int Length = 4096;
        var adapter = HolonomicAdapter.Create(layer);
        object state = layer == 9
            ? new L9MemoryState(Tensor.Full([64, 1024], 0.1f), Tensor.Full([64, 1024], 0.08f))
            : AdapterCases.Inner(adapter, DType.F32);
        Tensor p = adapter.Probabilities(state).Clip(0.0, 1.0).As(DType.F64);
        Assert.Equal([adapter.Streams], p.Shape.ToArray());
        Tensor error = adapter.Encode(state, Length, new RandomKey(layer)).Density(DType.F64) - p, variance = p * (1 - p) / Length;
        // Of a thousand rows a few lie beyond three standard errors, none beyond six; their mean lies within four.
        Assert.True((error.Square() <= 36 * variance + 1e-12).All().Item<bool>());
        Assert.InRange(error.Mean().ToDouble() / Math.Sqrt(variance.Sum().ToDouble() + 1e-18) * p.Size, -4, 4);
        BitTensor sobol = adapter.Encode(state, Length, BitGenerator.Create(BitSource.Sobol, Length, seed: 3));
        Assert.True(((sobol.Density(DType.F64) - p).Abs() <= 1.5 / Length).All().Item<bool>());
    }

    [Fact]
    public void The_key_decides_the_bits()
    {
        var adapter = new L1QuantumAdapter(new(nQubits: 20));
        L1QuantumState state = adapter.Initial(new RandomKey(0));
        uint[] Bits(int seed) => adapter.Encode(state, 100, new RandomKey(seed)).Words.ToArray<uint>();
        Assert.Equal(Bits(1), Bits(1));
        Assert.NotEqual(Bits(1), Bits(2));
    }

    [Fact]
    public void Phases_are_decoded_up_to_their_signs()
    {
        var adapter = new L7SymbolicAdapter(new(nNodes: 2));
        var state = new L7SymbolicState(Tensor.From([1.0, -1.0]));
        // |mean e^{iθ}| of ±1 is cos 1, which is also what (1 + cos θ)/2 holds.
        BitTensor bits = BitTensor.Encode(adapter.Probabilities(state), 1 << 20, new RandomKey(1));
        Assert.Equal(Math.Cos(1), adapter.Decode(bits)["symbolic_unity_r7"].ToDouble(), 2e-3);
        Assert.Equal(Math.Cos(1), adapter.Decode(bits, state)["symbolic_unity_r7"].ToDouble(), 1e-12);
    }

    [Fact]
    public void Without_the_state_the_bits_are_decoded()
    {
        var organismal = new L5OrganismalAdapter(new(nNodes: 24));
        L5OrganismalState state = organismal.Initial(new RandomKey(0)) with { Emotions = Tensor.Full([8], 0.3f) };
        Dictionary<string, Tensor> found = organismal.Decode(organismal.Encode(state, 1 << 20, new RandomKey(1)));
        Assert.Equal(0.3, found["organismal_valence"].ToDouble(), 2e-3);
        Assert.Equal(1.5, found["autonomic_balance"].ToDouble(), 1e-2);
        var consilium = new L15ConsiliumAdapter();
        Assert.Equal(0.5, consilium.Decode(consilium.Encode(consilium.Initial(new RandomKey(0)), 1 << 20, new RandomKey(1)))["global_coherence_r15"].ToDouble(), 2e-3);
        var gaian = new L12GaianAdapter();
        Assert.Equal(0.1, gaian.Decode(gaian.Encode(gaian.Initial(new RandomKey(0)), 1 << 14, new RandomKey(1)))["mycorrhizal_flow_rate"].ToDouble(), 2e-3);
    }

    [Fact]
    public void A_probability_and_its_rotation_angle() =>
        Near.Relative<float>([0, MathF.PI / 2, MathF.PI], L1QuantumAdapter.RotationAngle(Tensor.From([0f, 0.5f, 1f])).ToArray<float>(), 1e-6, 1);

    [Theory, MemberData(nameof(Layers))]
    public void Packed_streams_drive_as_bits_one_an_element_do(int layer)
    {
        HolonomicAdapter adapter = AdapterCases.Small(layer);
        object state = AdapterCases.Inner(adapter, DType.F64);
        Tensor bits = new RandomKey(5).Bernoulli([6, AdapterCases.Length], 0.4).As(DType.U8);
        object loose = adapter.Step(state, 0.1, bits), packed = adapter.Step(state, 0.1, BitTensor.FromBits(bits));
        foreach ((Tensor a, Tensor b) in Tree.Leaves(loose).Zip(Tree.Leaves(packed)))
            Near.Relative<double>(a.ToArray<double>(), b.ToArray<double>(), 1e-12, 1);
    }
}
