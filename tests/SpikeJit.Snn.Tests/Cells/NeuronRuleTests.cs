namespace SpikeJit.Snn.Tests.Cells;

public sealed class NeuronRuleTests
{
    private static (float[] V, int[] SpikesAt) Run(Lif cell, Tensor currents)
    {
        (_, (Tensor v, Tensor s)) = Fn.Scan<LifState, Tensor, (Tensor, Tensor)>(
            (state, x) =>
            {
                (LifState next, Tensor spikes) = cell.Step(state, x);
                return (next, (next.V, spikes));
            },
            cell.Initial([1]), currents);
        float[] spikes = s.ToArray<float>();
        return (v.ToArray<float>(), [.. Enumerable.Range(1, spikes.Length).Where(t => spikes[t - 1] == 1)]);
    }

    private static Lif Beta8(Reset reset, ResetTiming timing = ResetTiming.SameStep) => new(0.8, new Firing(1, null, reset, 0, timing, atThreshold: false));

    [Fact]
    public void Where_the_reset_lands_decides_the_train()
    {
        Tensor currents = Tensor.Full([8, 1], 0.5f);
        (float[] v, int[] at) = Run(Beta8(Reset.Subtract, ResetTiming.NextStep), currents);
        Near.Relative<float>([.5f, .9f, 1.22f, .476f, .8808f, 1.20464f, .463712f, .87097f], v, 1e-6);
        Assert.Equal([3, 6], at);
        (v, at) = Run(Beta8(Reset.Subtract), currents);
        Near.Relative<float>([.5f, .9f, .22f, .676f, .0408f, .53264f, .926112f, .24089f], v, 1e-5);
        Assert.Equal([3, 5, 8], at);
        (v, at) = Run(Beta8(Reset.ToValue), currents);
        Near.Relative<float>([.5f, .9f, 0, .5f, .9f, 0, .5f, .9f], v, 1e-6);
        Assert.Equal([3, 6], at);
    }

    [Theory]
    [InlineData(0.0625f, false, 17)]
    [InlineData(0.0625f, true, 16)]
    [InlineData(0.1f, true, 10)]
    public void A_neuron_without_leak_spikes_when_its_sum_crosses(float current, bool atThreshold, int first) =>
        Assert.Equal(first, Run(Lif.IntegrateAndFire(new Firing(atThreshold: atThreshold)), Tensor.Full([20, 1], current)).SpikesAt[0]);

    [Fact]
    public void In_f64_ten_tenths_are_below_one() => Assert.Equal(
        10.0, Fn.Scan<LifState, Tensor, Tensor>(Lif.IntegrateAndFire().Step, Lif.IntegrateAndFire().Initial([1], DType.F64), Tensor.Full([20, 1], 0.1))
            .Outputs.As(DType.I32).MoveAxis(0, -1).ArgMax().ToDouble());

    [Theory]
    [InlineData(false, .1623804, .1393220, .1924999, .1736110)]
    [InlineData(true, .1962498, .1736110, .1962498, .1736110)]
    public void The_gradient_flows_through_the_reset_unless_it_is_detached(bool detach, double a, double b, double c, double d)
    {
        Lif cell = new(0.9, surrogate: Surrogate.SuperSpike(10), detachReset: detach);
        Func<Tensor, Tensor> count = x => cell.Run(x).Outputs.Sum();
        Tensor currents = Tensor.Full([4, 1], 0.6f);
        Assert.Equal(2f, count(currents).ToSingle());
        Near.Relative<double>([a, b, c, d], Fn.Grad(count)(currents).Doubles(), 1e-6);
    }

    [Fact]
    public void After_a_noisy_step_the_potential_is_the_reset_value_exactly_where_it_spiked()
    {
        var cell = new Lif(0.9, resetValue: -0.25);
        Tensor noise = new RandomKey(3).Normal([100, 1000]) * 0.5;
        (_, (Tensor v, Tensor s)) = Fn.Scan<LifState, Tensor, (Tensor, Tensor)>(
            (state, x) =>
            {
                (LifState next, Tensor spikes) = cell.Step(state, x);
                return (next, (next.V, spikes));
            },
            cell.Initial([1000]), noise);
        float[] potential = v.ToArray<float>(), spike = s.ToArray<float>();
        Assert.InRange(spike.Sum(), 1000, 99_000);
        for (int i = 0; i < spike.Length; i++) Assert.Equal(spike[i] == 1, potential[i] == -0.25f);
    }

    [Fact]
    public void A_new_start_restores_every_state()
    {
        // Two runs from the initial state are equal; what a run leaves is in its state alone.
        ICell<RefractoryState> cell = new Refractory(Steps: 2);
        Tensor x = new RandomKey(1).Uniform([30, 4]) * 2;
        (RefractoryState end, Tensor first) = cell.Run(x);
        Assert.NotEqual(first.ToArray<float>(), cell.Run(x, end).Outputs.ToArray<float>());
        Assert.Equal(first.ToArray<float>(), cell.Run(x).Outputs.ToArray<float>());
    }

    [Fact]
    public void A_population_is_its_neurons_one_by_one()
    {
        Tensor x = new RandomKey(2).Uniform([20, 6, 3]);
        var cell = new AdaptiveLif();
        Tensor batched = cell.Run(x).Outputs, mapped = Fn.VMap<Tensor, Tensor>(s => cell.Run(s).Outputs, 1, 1)(x);
        Assert.Equal(batched.ToArray<float>(), mapped.ToArray<float>());
    }

    public static TheoryData<Func<object>> Bad => new()
    {
        () => new Lif(1.1),
        () => new Lif(-0.1),
        () => new Lif(double.NaN),
        () => new Lif(threshold: double.NaN),
        () => new Lif(threshold: 1, resetValue: 1),
        () => new Lif(reset: (Reset)9),
        () => new Lif(timing: (ResetTiming)9),
        () => new Lif(gain: double.PositiveInfinity),
        () => Lif.SpikingJelly(0.5),
        () => new Synaptic(2),
        () => new AdaptiveLif(Rho: -1),
        () => new AlphaNeuron(0.8, 0.9),
        () => new AlphaNeuron(Firing: new Firing()),
        () => new Lapicque(Tau: 1, Dt: 2),
        () => new Lapicque(Tau: 0),
        () => new ExponentialLif(Sharpness: 0),
        () => new ExponentialLif(Cap: double.NaN),
        () => new Izhikevich(C: 40),
        () => new QuadraticLif(Tau: 0),
        () => new Refractory(Steps: 0),
        () => new IntegerLif(Most: 0),
        () => new KLif(1f, Tau: 0.5),
        () => new KLif(1f, Firing: Firing.SnnTorch()),
        () => ParametricLif.WeightOf(1),
        () => new Recurrent<LifState>(new Lif(), Tensor.Zeros([2, 3])),
        () => new Lif().Run(Tensor.Zeros([3])),
        () => new Lif().Run(Tensor.Zeros([0, 3])),
        () => new Lif().Run(Tensor.Zeros([2, 3], DType.I32)),
        () => new Lif().Initial([3], DType.I32),
        () => ParallelSpiking.Full(Tensor.Zeros([4, 2]), Tensor.Zeros([3, 3]), Tensor.Zeros([4])),
        () => ParallelSpiking.Sliding(Tensor.Zeros([4, 2]), Tensor.Zeros([0]), 0f),
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Arguments_that_do_not_fit_are_refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call);
}
