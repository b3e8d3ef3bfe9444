namespace SpikeJit.Holonomic.Tests;

/// <summary>Consequences of the equations that can be said without running the reference.</summary>
public sealed class RuleTests
{
    [Fact]
    public void The_memorys_gate_is_open_always_below_a_half_and_never_above()
    {
        Tensor bits = new RandomKey(1).Bernoulli([4, 16], 0.5);
        foreach ((double strength, double phi) in new[] { (0.1, 1.0), (0.49, 1.0), (0.5, 0.0) })
        {
            var adapter = new L9MemoryAdapter(new(4, 16, weakMeasurementStrength: strength));
            L9MemoryState state = adapter.Step(adapter.Initial(new RandomKey(0)), 0.1f, bits);
            Assert.Equal(phi, state.RetrievalPhi.Mean().ToDouble());
        }
    }

    [Fact]
    public void A_gate_by_slots_opens_where_a_slots_density_is_far_from_a_half()
    {
        var adapter = new L9MemoryAdapter(new(3, 8, weakMeasurementStrength: 0.3, gateBySlot: true));
        // Densities 1/2, 7/8 and 0.
        Tensor bits = Tensor.From(new float[,] { { 1, 1, 1, 1, 0, 0, 0, 0 }, { 1, 1, 1, 1, 1, 1, 1, 0 }, { 0, 0, 0, 0, 0, 0, 0, 0 } });
        L9MemoryState state = adapter.Step(adapter.Initial(new RandomKey(0)), 0.1f, bits);
        Assert.Equal([0f, 1f, 1f], state.RetrievalPhi.Mean(1).ToArray<float>());
        Assert.Equal(7 / 24.0, adapter.Metrics(state)["holographic_overlap"].ToDouble(), 1e-6);
    }

    [Fact]
    public void The_identity_stays_unless_it_is_to_follow_what_is_not_rejected()
    {
        Tensor u = Tensor.From([0.2, 0.3, 0.9]);
        var fixedIdentity = new L10FirewallAdapter(new(3, steeringGain: 0.5));
        Assert.Equal([0.0, 0, 0], fixedIdentity.Step(fixedIdentity.Initial(new RandomKey(0), DType.F64), 0.1, u).Identity.ToArray<double>());
        var tracking = new L10FirewallAdapter(new(3, steeringGain: 0.5, trackIdentity: true));
        L10FirewallState state = tracking.Step(tracking.Initial(new RandomKey(0), DType.F64), 0.1, u);
        Near.Relative<double>([0.01, 0.015, 0], state.Identity.ToArray<double>(), 1e-12);
    }

    [Fact]
    public void Equal_oscillators_without_noise_turn_at_their_frequency()
    {
        var adapter = new L4CellularAdapter(new(3, omegaMean: 0.25, sigmaNoise: 0));
        L4CellularState state = adapter.Initial(new RandomKey(0), DType.F64) with { Phases = Tensor.Full([3], 6.0) };
        state = adapter.Step(state, 1.0);
        Near.Relative<double>([.. Enumerable.Repeat(6 + Math.PI / 2 - 2 * Math.PI, 3)], state.Phases.ToArray<double>(), 1e-12);
        Assert.Equal(1, adapter.Metrics(state)["order_parameter"].ToDouble(), 1e-12);
    }

    [Fact]
    public void The_mean_field_is_the_sum_over_all_pairs()
    {
        double[] theta = [0.3, 1.9, 4.4, 5.0];
        var adapter = new L4CellularAdapter(new(4, omegaMean: 0, kCoupling: 0.8, sigmaNoise: 0));
        var state = new L4CellularState(Tensor.From(theta), Tensor.Zeros([4], DType.F64));
        double[] expected = [.. theta.Select(a => a + 0.1 * 0.8 / 4 * theta.Sum(b => Math.Sin(b - a)))];
        Near.Relative<double>(expected, adapter.Step(state, 0.1).Phases.ToArray<double>(), 1e-12);
    }

    [Fact]
    public void Noise_goes_on_from_the_states_key_and_only_where_it_has_one()
    {
        var adapter = new L4CellularAdapter(new(5));
        L4CellularState state = adapter.Initial(new RandomKey(3));
        L4CellularState one = adapter.Step(state, 0.1f), again = adapter.Step(state, 0.1f), still = adapter.Step(state with { NoiseKey = null }, 0.1f);
        Assert.Equal(one.Phases.ToArray<float>(), again.Phases.ToArray<float>());
        Assert.NotEqual(one.Phases.ToArray<float>(), still.Phases.ToArray<float>());
        Assert.NotEqual(state.NoiseKey!.ToArray<float>(), one.NoiseKey!.ToArray<float>());
        Assert.Null(still.NoiseKey);
    }

    [Fact]
    public void Couplings_sum_to_one_and_do_not_depend_on_their_gain()
    {
        foreach (int n in new[] { 1, 2, 6, 13 })
        {
            Tensor matrix = new L7SymbolicAdapter(new(n)).MetatronMatrix();
            Near.Relative<double>([.. Enumerable.Repeat(1.0, n)], matrix.Sum(1).ToArray<double>(), 1e-12);
            Near.Relative<double>(matrix.ToArray<double>(), new L7SymbolicAdapter(new(n, gGeometricGain: 7)).MetatronMatrix().ToArray<double>(), 1e-12);
        }
    }

    [Fact]
    public void Names_and_layers_agree()
    {
        Assert.Equal(16, HolonomicAdapter.Layers);
        foreach (HolonomicAdapter adapter in HolonomicAdapter.CreateAll())
        {
            Assert.Same(adapter.GetType(), HolonomicAdapter.Create(adapter.Layer).GetType());
            Assert.Equal($"{adapter.Name.Replace("_", "", StringComparison.Ordinal)}Adapter", adapter.GetType().Name);
            Assert.All(Tree.Leaves(adapter.Initial(new RandomKey(0), DType.F64)), leaf => Assert.Equal(DType.F64, leaf.DType));
            Assert.All(Tree.Leaves(adapter.Step(adapter.Initial(new RandomKey(0)), 0.1)), leaf => Assert.Equal(DType.F32, leaf.DType));
        }
    }
}
