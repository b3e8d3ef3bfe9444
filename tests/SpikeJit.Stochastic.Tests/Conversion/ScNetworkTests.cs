using SpikeJit.Snn;

namespace SpikeJit.Stochastic.Tests.Conversion;

public sealed class ScNetworkTests
{
    private static readonly SpikingClassifier s_classifier = new(new([12, 20, 4], steps: 15));
    private static readonly Parameters s_parameters = Spread(s_classifier.Init(new RandomKey(1)));

    private static readonly Tensor s_features = new RandomKey(2).Uniform([6, 12]);

    // Weights that make a small untrained network fire.
    private static Parameters Spread(Parameters p) => Tree.Map(t => t.Rank == 2 ? t * 3 : t, p);

    private static Parameters WithWeights(Parameters p, ScNetwork network) =>
        p.With("0.weight", network.WeightsOf(0)).With("2.weight", network.WeightsOf(1));

    [Theory]
    [InlineData(BitSource.Sobol, 256)]
    [InlineData(BitSource.Sobol, 100)]
    [InlineData(BitSource.Lfsr, 64)]
    [InlineData(BitSource.Bernoulli, 64)]
    public void Streams_hold_the_weights_rounded_to_one_over_the_length(BitSource source, int length)
    {
        ScNetwork sc = s_classifier.ToStochastic(s_parameters, length, source);
        for (int layer = 0; layer < 2; layer++)
        {
            float[] w = s_parameters[$"{2 * layer}.weight"].ToArray<float>(), held = sc.WeightsOf(layer).ToArray<float>();
            double step = sc.ScaleOf(layer) / length;
            Assert.Equal(w.Max(Math.Abs), sc.ScaleOf(layer), 1e-6);
            for (int i = 0; i < w.Length; i++)
            {
                Assert.True(Math.Abs(w[i] - held[i]) <= 0.51 * step, $"{w[i]} held as {held[i]}, step {step}");
                Assert.Equal(Math.Abs(held[i]) / sc.ScaleOf(layer), sc.StreamsOf(layer).Density(i), 1e-6);
            }
        }
    }

    [Fact]
    public void Spikes_meet_weights_without_error()
    {
        // Features of 0 and 1 are the same spikes in every step.
        var classifier = new SpikingClassifier(new([12, 20, 4], steps: 15, input: InputCode.Rate));
        Tensor bits = new RandomKey(3).Bernoulli([8, 12]).As(DType.F32);
        ScNetwork sc = classifier.ToStochastic(s_parameters, 64, BitSource.Lfsr);
        float[] expected = classifier.Scores(WithWeights(s_parameters, sc), bits, new RandomKey(0)).ToArray<float>();
        Assert.Contains(expected, c => c > 0);
        Assert.Equal(expected, sc.Scores(bits).ToArray<float>());
    }

    [Fact]
    public void Random_spikes_follow_the_features()
    {
        var network = new Sequential(new Linear(2, 2, bias: false), Lif.IntegrateAndFire());
        var parameters = new Parameters(new() { ["0.weight"] = Tensor.Eye(2) });
        float[] counts = network.ToStochastic(parameters, steps: 4000, input: InputCode.Rate).Scores(Tensor.From<float>([0.25f, 0.75f])).ToArray<float>();
        Assert.Equal(1000f, counts[0], 120f);
        Assert.Equal(3000f, counts[1], 120f);
    }

    [Theory]
    [InlineData(BitSource.Sobol)]
    [InlineData(BitSource.Lfsr)]
    [InlineData(BitSource.Bernoulli)]
    public void Spike_counts_come_near_those_of_the_float_network_as_streams_grow(BitSource source)
    {
        float[] exact = s_classifier.Scores(s_parameters, s_features, new RandomKey(0)).ToArray<float>();
        Assert.Contains(exact, c => c > 2);
        double Off(int length) => exact.Zip(s_classifier.ToStochastic(s_parameters, length, source).Scores(s_features).ToArray<float>(), (a, b) => Math.Abs(a - b)).Average();
        Assert.True(Off(4096) <= (source == BitSource.Bernoulli ? 0.3 : 0.15), $"off by {Off(4096)} spikes");
        Assert.True(Off(4096) < Off(16), $"{Off(4096)} against {Off(16)}");
    }

    public static TheoryData<Lif> Cells =>
    [
        Lif.Tutorial(), Lif.SnnTorch(), Lif.SpikingJelly(), Lif.SpikingJelly(resetValue: null), Lif.Norse(), Lif.Spyx(), Lif.ScNeurocore(),
        Lif.IntegrateAndFire(), new Lif(rest: -0.2, resetValue: -0.3, gain: 0.7), new Lif(timing: ResetTiming.Both),
        new Lif(timing: ResetTiming.NextStep, resetValue: 0.1), new Lif(reset: Reset.None),
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Neurons_fire_as_the_cells_they_come_from(Lif cell)
    {
        const int N = 9, T = 40;
        Tensor currents = new RandomKey(4).Uniform([T, N]) * 0.6f;
        var neurons = new LifArray(cell, N);
        LifState state = cell.Initial([N]);
        var spiking = new int[N];
        for (int t = 0; t < T; t++)
        {
            (state, Tensor expected) = cell.Step(state, currents[t]);
            int count = neurons.Step(currents[t].ToArray<float>(), spiking);
            float[] train = expected.ToArray<float>();
            Assert.Equal(Enumerable.Range(0, N).Where(n => train[n] != 0), spiking[..count]);
        }
    }

    [Fact]
    public void One_example_a_batch_and_an_evaluation_agree()
    {
        ScNetwork sc = s_classifier.ToStochastic(s_parameters);
        float[] batch = sc.Scores(s_features).ToArray<float>();
        Assert.Equal(batch, Enumerable.Range(0, 6).SelectMany(b => sc.Scores(s_features[b]).ToArray<float>()));
        int[] best = sc.Scores(s_features).ArgMax().ToArray<int>();
        int[] labels = [.. best.Select((b, i) => i < 4 ? b : (b + 1) % 4)];
        Evaluation e = sc.Evaluate(new Dataset(s_features.ToArray<float>(), labels, 4));
        Assert.Equal((4 / 6.0, 6), (e.Accuracy, e.Count));
        Assert.Equal(Loss.CrossEntropy(sc.Scores(s_features), Tensor.From(labels)).ToDouble(), e.Loss, 1e-5);
    }

    [Theory]
    [InlineData(InputCode.Current)]
    [InlineData(InputCode.Rate)]
    public void A_saved_network_is_the_same_when_loaded(InputCode input)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var network = new Sequential(new Linear(12, 7), Lif.SnnTorch(), new Linear(7, 3, bias: false), new Lif(rest: 0.1, resetValue: -0.2));
            ScNetwork sc = network.ToStochastic(Spread(network.Init(new RandomKey(5))), 10, 100, BitSource.Lfsr, seed: ulong.MaxValue, 2, input);
            sc.Save(path);
            sc.Save(path);
            ScNetwork loaded = ScNetwork.Load(path);
            Assert.Equal(sc.Scores(s_features).ToArray<float>(), loaded.Scores(s_features).ToArray<float>());
            Assert.Equal((100, BitSource.Lfsr, ulong.MaxValue, 10, input, 2.0, 2), (loaded.Length, loaded.Source, loaded.Seed, loaded.Steps, loaded.Input, loaded.InputScale, loaded.Layers));
            Assert.Equal(sc.StreamsOf(1).Words, loaded.StreamsOf(1).Words);
            Assert.Single(Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_wherever_it_is_cut()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            s_classifier.ToStochastic(s_parameters, 64).Save(path);
            byte[] whole = File.ReadAllBytes(path);
            foreach (int length in (int[])[0, 7, 8, 100, whole.Length / 2, whole.Length - 1])
            {
                File.WriteAllBytes(path, whole[..length]);
                Assert.Throws<InvalidDataException>(() => ScNetwork.Load(path));
            }
            File.WriteAllBytes(path, [.. whole, 0]);
            Assert.Throws<InvalidDataException>(() => ScNetwork.Load(path));
            File.WriteAllBytes(path, [.. whole[..^1], 2]);
            Assert.Throws<InvalidDataException>(() => ScNetwork.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters, 0));
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters, source: (BitSource)8));
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters, inputScale: 0));
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters.With("0.weight", Tensor.Ones([20, 12]))));
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters.With("2.bias", Tensor.Full([4], float.NaN))));
        Assert.Throws<KeyNotFoundException>(() => s_classifier.ToStochastic(Parameters.Empty));
        Assert.Contains("Linear", Assert.ThrowsAny<ArgumentException>(() => new Sequential(new Lif()).ToStochastic(s_parameters, 5)).Message);
        Assert.Contains("Linear", Assert.ThrowsAny<ArgumentException>(() => new Sequential(new Lif(), new Linear(2, 2)).ToStochastic(s_parameters, 5)).Message);
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.Network.ToStochastic(s_parameters, 0));
        ScNetwork sc = s_classifier.ToStochastic(s_parameters, 64);
        Assert.Contains("1.5", Assert.ThrowsAny<ArgumentException>(() => sc.Scores(Tensor.Full([12], 1.5f))).Message);
        Assert.ThrowsAny<ArgumentException>(() => sc.Scores(Tensor.Full([12], float.NaN)));
        Assert.ThrowsAny<ArgumentException>(() => sc.Scores(Tensor.Ones([11])));
        Assert.ThrowsAny<ArgumentException>(() => sc.Scores(Tensor.Ones([12], DType.I32)));
        Assert.ThrowsAny<ArgumentException>(() => sc.Evaluate(new Dataset([1, 2], [0], 4)));
        Assert.ThrowsAny<ArgumentException>(() => s_classifier.ToStochastic(s_parameters, 256, inputScale: 2).Scores(Tensor.Full([12], 2.5f)));
    }
}
