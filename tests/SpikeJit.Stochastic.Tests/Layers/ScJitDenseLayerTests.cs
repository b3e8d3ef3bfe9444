namespace SpikeJit.Stochastic.Tests.Layers;

public sealed class ScJitDenseLayerTests
{
    private static readonly Tensor s_weights = Tensor.From(new float[,] { { 1, 0, 0.2f, 0 }, { 0, 0.8f, 0, 0.2f }, { 0.5f, 0.5f, 0, 0 } });

    private static ScJitDenseLayer Tutorial(int? length = null, ScNeuron? neuron = null, BitSource source = BitSource.Sobol) =>
        new(inputs: 4, neurons: 3, bitstreamLength: length, weights: s_weights, neuron: neuron, source: source);

    private static Tensor Inputs(int seed, int steps) => new RandomKey(seed).Uniform([steps, 4]);

    [Theory]
    [InlineData(null)]
    [InlineData(256)]
    public void A_run_is_its_steps_one_by_one_bit_for_bit(int? length)
    {
        Tensor x = Inputs(1, 12);
        ScJitDenseLayer whole = Tutorial(length), single = Tutorial(length);
        byte[] train = whole.Run(x).ToArray<byte>();
        byte[] steps = [.. Enumerable.Range(0, 12).SelectMany(t => single.Step(x[t]).ToArray<byte>())];
        Assert.Equal(train, steps);
        Assert.Contains((byte)1, train);
        Assert.Equal(whole.State.Membrane.ToArray<float>(), single.State.Membrane.ToArray<float>());
        Assert.Equal(whole.State.Key.Data.ToArray<uint>(), single.State.Key.Data.ToArray<uint>());
    }

    [Fact]
    public void Currents_stay_currents_where_inputs_and_neurons_are_equally_many()
    {
        Tensor swap = Tensor.From(new float[,] { { 0, 1 }, { 1, 0 } }), x = Tensor.From<float>([2, 0]);
        ScJitDenseLayer Layer() => new(2, 2, weights: swap);
        Assert.Equal([0, 1], Layer().Step(x).ToArray<byte>());
        Assert.Equal([1, 0], Layer().StepCurrents(x).ToArray<byte>());
    }

    [Fact]
    public void A_reset_restores_potentials_and_random_numbers_and_can_keep_the_latter()
    {
        ScJitDenseLayer layer = Tutorial(neuron: new ScNeuron { NoiseStd = 0.5 });
        Tensor x = Inputs(2, 20);
        byte[] first = layer.Run(x).ToArray<byte>();
        layer.Reset();
        Assert.Equal(first, layer.Run(x).ToArray<byte>());
        layer.Reset(keepStream: true);
        Assert.Equal([0f, 0, 0], layer.State.Membrane.ToArray<float>());
        Assert.NotEqual(first, layer.Run(x).ToArray<byte>());
    }

    [Fact]
    public void A_state_kept_and_set_again_repeats_what_followed()
    {
        ScJitDenseLayer layer = Tutorial();
        layer.Run(Inputs(3, 5));
        ScLayerState kept = layer.State;
        byte[] next = layer.Run(Inputs(4, 9)).ToArray<byte>();
        layer.State = kept;
        Assert.Equal(next, layer.Run(Inputs(4, 9)).ToArray<byte>());
    }

    [Fact]
    public void The_pure_run_can_be_jitted_and_leaves_the_layer_alone()
    {
        ScJitDenseLayer layer = Tutorial();
        Tensor x = Inputs(5, 7);
        var counts = Fn.Jit<ScLayerState, Tensor, Tensor>((s, xs) => layer.Run(s, xs).Spikes.As(DType.F32).Sum(0));
        float[] jitted = counts(layer.Initial, x).ToArray<float>();
        Assert.Equal(layer.Initial.Key.Data.ToArray<uint>(), layer.State.Key.Data.ToArray<uint>());
        Assert.Equal(layer.Run(x).As(DType.F32).Sum(0).ToArray<float>(), jitted);
    }

    [Fact]
    public void Default_weights_and_noise_have_keys_of_their_own()
    {
        var layer = new ScJitDenseLayer(8, 8, seed: 7);
        Assert.NotEqual(layer.Weights.ToArray<float>(), (new RandomKey(7).Normal([8, 8]) * 0.1).ToArray<float>());
        Assert.NotEqual(new RandomKey(7).Data.ToArray<uint>(), layer.State.Key.Data.ToArray<uint>());
    }

    [Theory]
    [InlineData(BitSource.Bernoulli, 1)]
    [InlineData(BitSource.Lfsr, 2)]
    [InlineData(BitSource.Sobol, 0.5)]
    public void Currents_on_bitstreams_are_off_by_their_standard_error_which_shrinks_with_the_length(BitSource source, double part)
    {
        Tensor w = new RandomKey(1).Uniform([16, 32], -1, 1), x = new RandomKey(2).Uniform([40, 32], -1, 1);
        float[] exact = x.Dot(w.Transpose()).ToArray<float>();
        double previous = double.PositiveInfinity;
        foreach (int length in (int[])[64, 256, 1024, 4096])
        {
            var layer = new ScJitDenseLayer(32, 16, length, w, source: source);
            float[] estimate = layer.Project(x).ToArray<float>();
            double error = Math.Sqrt(exact.Zip(estimate, (a, b) => (double)(a - b) * (a - b)).Average());
            double expected = Math.Sqrt(Enumerable.Range(0, 40).Average(t => layer.StandardErrorOf(x[t]).ToArray<float>().Average(s => (double)s * s)));
            Assert.True(error <= 1.15 * part * expected, $"L = {length}: error {error:g3}, standard error {expected:g3}");
            Assert.True(error < 0.75 * previous, $"L = {length}: error {error:g3} after {previous:g3}");
            previous = error;
        }
    }

    [Fact]
    public void Inputs_are_drawn_anew_in_each_step_so_that_errors_average_out()
    {
        Tensor w = new RandomKey(1).Uniform([16, 32], -1, 1), x = new RandomKey(2).Uniform([32]);
        var layer = new ScJitDenseLayer(32, 16, 64, w);
        float[] exact = x.Dot(w.Transpose()).ToArray<float>();
        Tensor currents = layer.Project(x.ExpandDims(0).BroadcastTo([100, 32]));
        double single = Rms(currents[0].ToArray<float>()), mean = Rms(currents.Mean(0).ToArray<float>());
        // What stays is the rounding of the weights to 1/64: √(32/12)/64 · rms(x).
        Assert.True(mean < 0.03 && mean < 0.7 * single, $"one step {single:g3}, mean of 100 {mean:g3}");

        double Rms(float[] estimate) => Math.Sqrt(exact.Zip(estimate, (a, b) => (double)(a - b) * (a - b)).Average());
    }

    [Fact]
    public void The_tutorial_s_layer_on_bitstreams_fires_as_the_exact_one_without_noise()
    {
        var quiet = new ScNeuron { NoiseStd = 0 };
        Tensor x = Tensor.From(new float[,] { { 0.9f, 0.1f, 0.7f, 0 }, { 0, 0.8f, 0, 0.2f }, { 0.9f, 0.9f, 0.5f, 0 } });
        Assert.Equal(Tutorial(neuron: quiet).Run(x).ToArray<byte>(), Tutorial(256, quiet).Run(x).ToArray<byte>());
    }
}
