namespace SpikeJit.Snn.Tests.Layers;

public sealed class SequentialTests
{
    private static readonly Sequential Net = new(
        new Linear(5, 7), new Lif(0.9, surrogate: Surrogate.FastSigmoid(25)), new Linear(7, 3, bias: false, Initializer.Normal(4)), new Lif(0.8));

    private static readonly Parameters P = Net.Init(new RandomKey(1));

    private static readonly Tensor X = new RandomKey(2).Uniform([6, 4, 5]) * 12;

    [Fact]
    public void Parameters_are_named_by_layer_and_drawn_within_their_bounds()
    {
        Assert.Equal(["0.bias", "0.weight", "2.weight"], P.Select(e => e.Key));
        Assert.Equal([5, 7], P["0.weight"].Shape);
        Assert.All(P["0.weight"].Doubles(), w => Assert.InRange(w, -1 / Math.Sqrt(5), 1 / Math.Sqrt(5)));
        Assert.Equal(5 * 7 + 7 + 7 * 3, P.Size);
        Assert.Equal(P["0.weight"].ToArray<float>(), Net.Init(new RandomKey(1))["0.weight"].ToArray<float>());
        Assert.NotEqual(P["0.weight"].ToArray<float>(), Net.Init(new RandomKey(2))["0.weight"].ToArray<float>());
    }

    [Fact]
    public void One_scan_runs_all_layers_as_a_loop_by_hand_does()
    {
        Tensor v1 = Tensor.Zeros([4, 7]), v2 = Tensor.Zeros([4, 3]);
        var expected = new List<float>();
        for (int t = 0; t < 6; t++)
        {
            v1 = v1 * 0.9f + X[t].Dot(P["0.weight"]) + P["0.bias"];
            Tensor s1 = (v1 >= 1).As(DType.F32);
            v1 *= 1 - s1;
            v2 = v2 * 0.8f + s1.Dot(P["2.weight"]);
            Tensor s2 = (v2 >= 1).As(DType.F32);
            v2 *= 1 - s2;
            expected.AddRange(s2.ToArray<float>());
        }
        Tensor spikes = Net.Run(P, X);
        Assert.Equal([6, 4, 3], spikes.Shape);
        Assert.Equal(expected, spikes.ToArray<float>());
        Assert.InRange(expected.Sum(), 1, 71);
    }

    [Fact]
    public void A_batch_is_a_VMap_of_one_example() => Assert.Equal(
        Net.Run(P, X).ToArray<float>(), Fn.VMap<Tensor, Tensor>(x => Net.Run(P, x), 1, 1)(X).ToArray<float>());

    [Fact]
    public void A_sequence_in_pieces_gives_what_the_whole_gives()
    {
        (object? state, Tensor first) = Net.Run(P, Net.InitialState([4, 5]), X[..2]);
        Tensor second = Net.Run(P, state, X[2..]).Outputs;
        Assert.Equal(Net.Run(P, X).ToArray<float>(), Tensor.Concatenate([first, second]).ToArray<float>());
    }

    [Fact]
    public void A_constant_current_is_a_sequence_of_equal_steps() => Assert.Equal(
        Net.Run(P, X[0].ExpandDims(0).BroadcastTo([9, 4, 5])).ToArray<float>(), Net.RunConstant(P, X[0], 9).ToArray<float>());

    [Fact]
    public void Gradients_reach_every_parameter_through_jit_and_batch()
    {
        Func<Parameters, Tensor> loss = p => (Net.Run(p, X).Mean(0) - 0.5).Square().Mean();
        Parameters plain = Fn.Grad(loss)(P), jitted = Fn.Jit(Fn.Grad(loss))(P);
        Assert.All(plain, e => Assert.True(e.Value.Abs().Sum().ToSingle() > 0, e.Key));
        foreach ((KeyValuePair<string, Tensor> a, KeyValuePair<string, Tensor> b) in plain.Zip(jitted)) Near.Relative<double>(a.Value.Doubles(), b.Value.Doubles(), 1e-4, 1e-3);
    }

    [Fact]
    public void A_recurrent_layer_trains_its_own_connections()
    {
        var net = new Sequential(new Linear(5, 4), new RecurrentLayer<LifState>(new Lif(), 4, Bias: true));
        Parameters p = net.Init(new RandomKey(3)), g = Fn.Grad<Parameters>(q => net.Run(q, X).Sum())(p);
        Assert.Equal(["0.bias", "0.weight", "1.bias", "1.weight"], g.Select(e => e.Key));
        Assert.True(g["1.weight"].Abs().Sum().ToSingle() > 0);
    }

    [Fact]
    public void Networks_nest()
    {
        var nested = new Sequential(new Sequential(Net.Layers[0], Net.Layers[1]), new Sequential(Net.Layers[2], Net.Layers[3]));
        Parameters p = new(new() { ["0.0.weight"] = P["0.weight"], ["0.0.bias"] = P["0.bias"], ["1.0.weight"] = P["2.weight"] });
        Assert.Equal(Net.Run(P, X).ToArray<float>(), nested.Run(p, X).ToArray<float>());
    }

    [Fact]
    public void F64_inputs_and_weights_stay_F64()
    {
        Parameters p = Tree.Map(t => t.As(DType.F64), P);
        Assert.Equal(DType.F64, Net.Run(p, X.As(DType.F64)).DType);
    }

    public static TheoryData<Func<object>> Bad => new()
    {
        () => new Sequential(),
        () => new Sequential(new Linear(2, 3), null!),
        () => new Linear(0, 3),
        () => new Linear(3, -1),
        () => Initializer.Normal(0),
        () => Net.Run(P, Tensor.Zeros([5])),
        () => Net.Run(P, Tensor.Zeros([0, 5])),
        () => Net.Run(P, Tensor.Zeros([3, 6])),
        () => Net.Run(P, Tensor.Zeros([3, 5], DType.I32)),
        () => Net.RunConstant(P, Tensor.Zeros([5]), 0),
        () => Net.RunConstant(P, Tensor.Zeros([4]), 3),
        () => Net.RunConstant(P, 1f, 3),
        () => new Sequential(new Linear(5, 4), new Linear(3, 2)).Run(Parameters.Empty, Tensor.Zeros([3, 5])),
        () => new RecurrentLayer<LifState>(new Lif(), 4).OutputShape([5]),
        () => new SpikingClassifier(new([64])),
        () => new SpikingClassifier(new([64, 0, 10])),
        () => new SpikingClassifier(new([64, 10], steps: 0)),
        () => new SpikingClassifier(new([64, 10], beta: 2)),
        () => new SpikingClassifier(new([64, 10], threshold: 0)),
        () => new SpikingClassifier(new([64, 10], input: (InputCode)5)),
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Arguments_that_do_not_fit_are_refused(Func<object> call) => Assert.ThrowsAny<ArgumentException>(call);

    [Fact]
    public void Parameters_of_another_network_are_named() =>
        Assert.Contains("0.weight", Assert.Throws<KeyNotFoundException>(() => P["weight"]).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_surrogate_of_a_classifier_is_refused() => Assert.Throws<FormatException>(() => new ClassifierConfiguration([2, 2], surrogate: "none"));
}
