using CsCheck;

namespace SpikeJit.Stochastic.Tests.Layers;

public sealed class ScDenseLayerTests
{
    private static double Rms(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average());

    private static double Rms(float[] a) => Math.Sqrt(a.Average(x => (double)x * x));

    // Weights of both signs and of a scale far from 1.
    private static Tensor Weights(int inputs, int neurons) => new RandomKey(11).Normal([inputs, neurons]) * 2.5f;

    [Theory]
    [InlineData(ScEncoding.Unipolar, BitSource.Bernoulli, 1.2)]
    [InlineData(ScEncoding.Bipolar, BitSource.Bernoulli, 1.2)]
    [InlineData(ScEncoding.Unipolar, BitSource.Lfsr, 1.5)]
    [InlineData(ScEncoding.Bipolar, BitSource.Lfsr, 1.5)]
    [InlineData(ScEncoding.Unipolar, BitSource.Sobol, 0.5)]
    [InlineData(ScEncoding.Bipolar, BitSource.Sobol, 0.5)]
    [InlineData(ScEncoding.Unipolar, BitSource.Halton, 0.7)]
    [InlineData(ScEncoding.Bipolar, BitSource.Halton, 0.7)]
    public void The_estimate_has_the_product_s_sign_and_scale_and_its_error_shrinks_as_stated(ScEncoding encoding, BitSource source, double part)
    {
        Tensor w = Weights(24, 20), x = new RandomKey(12).Uniform([30, 24]);
        if (encoding == ScEncoding.Bipolar) x = x * 2 - 1;
        float[] exact = x.Dot(w).ToArray<float>();
        double previous = double.PositiveInfinity;
        foreach (int length in (int[])[64, 256, 1024])
        {
            ScDenseLayer sc = ScDenseLayer.FromWeights(w, encoding, length, source);
            float[] errors = sc.StandardErrorOf(x).ToArray<float>();
            double error = Rms(exact, sc.Forward(x).ToArray<float>());
            Assert.True(error <= part * Rms(errors), $"L = {length}: error {error:g3}, standard error {Rms(errors):g3}");
            Assert.True(error < 0.7 * previous, $"L = {length}: error {error:g3} after {previous:g3}");
            Assert.True(errors.Max() <= sc.StandardError * 1.0001, $"{errors.Max()} above {sc.StandardError}");
            previous = error;
        }
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar)]
    [InlineData(ScEncoding.Bipolar)]
    public void Independent_bits_are_off_by_just_the_standard_error(ScEncoding encoding)
    {
        Tensor w = Weights(10, 40), x = new RandomKey(3).Uniform([10]);
        double squares = 0, expected = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            ScDenseLayer sc = ScDenseLayer.FromWeights(w, encoding, 64, BitSource.Bernoulli, seed);
            squares += Math.Pow(Rms(sc.Forward(x).ToArray<float>(), x.Dot(w).ToArray<float>()), 2);
            expected += Math.Pow(Rms(sc.StandardErrorOf(x).ToArray<float>()), 2);
        }
        Assert.Equal(1, squares / expected, 0.12);
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar)]
    [InlineData(ScEncoding.Bipolar)]
    public void A_declared_input_range_moves_and_scales_the_inputs(ScEncoding encoding)
    {
        Tensor w = Weights(24, 20), x = new RandomKey(5).Uniform([24], -3, 7);
        ScDenseLayer sc = ScDenseLayer.FromWeights(w, encoding, 4096, inputRange: new ValueRange(-3, 7));
        float[] exact = x.Dot(w).ToArray<float>(), estimate = sc.Forward(x).ToArray<float>();
        Assert.True(Rms(exact, estimate) < 0.02 * Rms(exact), $"error {Rms(exact, estimate):g3} of {Rms(exact):g3}");
    }

    [Fact]
    public void A_batch_gives_what_its_examples_give_and_a_span_the_same()
    {
        Tensor x = new RandomKey(12).Uniform([5, 24]);
        ScDenseLayer sc = ScDenseLayer.FromWeights(Weights(24, 20), ScEncoding.Unipolar, 200);
        float[] batch = sc.Forward(x).ToArray<float>();
        Assert.Equal(batch, Enumerable.Range(0, 5).SelectMany(b => sc.Forward(x[b]).ToArray<float>()));
        var outputs = new float[20];
        sc.Forward(x[2].ToArray<float>(), outputs);
        Assert.Equal(batch[40..60], outputs);
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar)]
    [InlineData(ScEncoding.Bipolar)]
    public void Many_words_on_several_threads_count_as_one_thread_does(ScEncoding encoding)
    {
        ScDenseLayer sc = ScDenseLayer.FromWeights(Weights(64, 70), encoding, 4096);
        Tensor x = new RandomKey(12).Uniform([64]);
        BitMatrix inputs = BitGenerator.Create(BitSource.Sobol, 4096, 42).Encode(
            [.. x.ToArray<float>().Select(v => encoding.ToProbability(v))], 1, 4096);
        var counts = new int[70];
        DenseCounter.Count(sc.Streams, inputs, encoding, counts);
        double zero = encoding == ScEncoding.Unipolar ? sc.WeightMin * Enumerable.Range(0, 64).Sum(i => inputs.Density(i)) : -64 * sc.WeightMax;
        double unit = encoding == ScEncoding.Unipolar ? (sc.WeightMax - sc.WeightMin) / 4096 : 2 * sc.WeightMax / 4096;
        float[] y = sc.Forward(x).ToArray<float>();
        for (int n = 0; n < 70; n++) Assert.Equal(zero + unit * counts[n], y[n], 1e-3);
    }

    [Fact]
    public void The_tutorial_s_export_keeps_the_sign()
    {
        Tensor w = new RandomKey(2).Normal([10, 32]) * 0.1f, x = Tensor.Full([10], 0.5f);
        float[] exact = x.Dot(w).ToArray<float>(), estimate = ScDenseLayer.FromWeights(w, ScEncoding.Bipolar, length: 512).Forward(x).ToArray<float>();
        Assert.Contains(exact, v => v < 0);
        Assert.All(exact.Zip(estimate), p => Assert.Equal(p.First, p.Second, 0.03));
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar, 0.4f)]
    [InlineData(ScEncoding.Bipolar, 0.4f)]
    [InlineData(ScEncoding.Unipolar, 0f)]
    [InlineData(ScEncoding.Bipolar, 0f)]
    public void Weights_that_are_all_equal_are_a_layer_too(ScEncoding encoding, float weight)
    {
        ScDenseLayer sc = ScDenseLayer.FromWeights(Tensor.Full([3, 2], weight), encoding, 1024);
        float[] y = sc.Forward(Tensor.From<float>([0.25f, 0.5f, 1])).ToArray<float>();
        Assert.All(y, v => Assert.Equal(1.75 * weight, v, 0.01 * Math.Max(1, weight)));
    }

    [Fact]
    public void Small_layers_of_any_shape_stay_within_five_standard_errors() => Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 300], Gen.Int[0, 1000]).Sample(
        (inputs, neurons, length, seed) =>
        {
            Tensor w = new RandomKey(seed).Normal([inputs, neurons]), x = new RandomKey(seed + 1).Uniform([inputs]);
            ScDenseLayer sc = ScDenseLayer.FromWeights(w, ScEncoding.Unipolar, length, BitSource.Bernoulli, (ulong)seed);
            float[] exact = x.Dot(w).ToArray<float>(), y = sc.Forward(x).ToArray<float>(), bound = sc.StandardErrorOf(x).ToArray<float>();
            for (int n = 0; n < neurons; n++) Assert.True(Math.Abs(exact[n] - y[n]) <= 5 * bound[n] + 3 * sc.StandardError / Math.Sqrt(length) + 1e-4);
        }, iter: 200);

    [Fact]
    public void Bad_input_is_refused()
    {
        Tensor w = Tensor.Ones([3, 2]);
        Assert.Contains("[in, out]", Assert.Throws<ShapeException>(() => ScDenseLayer.FromWeights(Tensor.Ones([3]), ScEncoding.Bipolar)).Message);
        Assert.Throws<DTypeException>(() => ScDenseLayer.FromWeights(Tensor.Ones([3, 2], DType.I32), ScEncoding.Bipolar));
        Assert.ThrowsAny<ArgumentException>(() => ScDenseLayer.FromWeights(w * float.NaN, ScEncoding.Bipolar));
        Assert.ThrowsAny<ArgumentException>(() => ScDenseLayer.FromWeights(w, (ScEncoding)7));
        Assert.ThrowsAny<ArgumentException>(() => ScDenseLayer.FromWeights(w, ScEncoding.Bipolar, 0));
        Assert.ThrowsAny<ArgumentException>(() => ScDenseLayer.FromWeights(w, ScEncoding.Bipolar, source: (BitSource)9));
        ScDenseLayer sc = ScDenseLayer.FromWeights(w, ScEncoding.Unipolar, 64);
        Assert.Contains("1.5", Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.From<float>([0, 1.5f, 0]))).Message);
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.From<float>([0, -0.1f, 0])));
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.From<float>([0, float.NaN, 0])));
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.Ones([2])));
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.Ones([0, 3])));
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(Tensor.Ones([3], DType.U8)));
        Assert.ThrowsAny<ArgumentException>(() => sc.Forward(new float[3], new float[3]));
    }
}
