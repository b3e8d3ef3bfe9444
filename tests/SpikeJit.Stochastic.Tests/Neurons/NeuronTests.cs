namespace SpikeJit.Stochastic.Tests;

public sealed class NeuronTests
{
    [Fact]
    public void Running_estimates_are_the_reference_estimates()
    {
        foreach (GoldenCase c in GoldenCase.Of("averager"))
        {
            var averager = new BitstreamAverager(c.Int("window"));
            double[] estimates = c.Doubles("estimates");
            byte[] bits = c.Bytes("bits");
            Assert.Equal(estimates[0], averager.Estimate);
            for (int k = 0; k < bits.Length; k++)
            {
                averager.Push(bits[k]);
                Assert.Equal(estimates[k + 1], averager.Estimate, 14);
            }
            averager.Reset();
            Assert.Equal(0, averager.Estimate);
        }
    }

    [Fact]
    public void Currents_of_given_streams_are_the_reference_currents()
    {
        foreach (GoldenCase c in GoldenCase.Of("current source"))
        {
            int inputs = c.Shape("pre")[0];
            var source = new StochasticCurrentSource(
                BitMatrix.FromBits(c.Bytes("pre"), inputs), BitMatrix.FromBits(c.Bytes("weight_bits"), inputs), c.Encoding("mode"),
                new ValueRange(c.Number("y_min"), c.Number("y_max")));
            AssertClose(c.Doubles("trace"), source.Trace.ToArray());
            Assert.Equal(c.Number("mean"), source.Mean, 12);
            AssertClose(c.Doubles("stepped"), [.. c.Doubles("stepped").Select(_ => source.Step())]);
            source.Reset();
            Assert.Equal(source.Trace[0], source.Step());
        }
    }

    [Fact]
    public void Drawn_currents_have_the_mean_of_the_products()
    {
        double[] x = [0.2, 0.9, 0.5], w = [0.4, 0.3, 0.8];
        var source = StochasticCurrentSource.Draw(x, w, ScEncoding.Unipolar, 1024, new SobolGenerator(2), new ValueRange(0, 3));
        Assert.Equal((0.2 * 0.4) + (0.9 * 0.3) + (0.5 * 0.8), source.Mean, 0.01);
    }

    [Fact]
    public void The_noiseless_neuron_is_the_reference_neuron()
    {
        foreach (GoldenCase c in GoldenCase.Of("StochasticLIFNeuron noise 0"))
        {
            var neuron = new StochasticLifNeuron
            {
                Rest = c.Number("v_rest", 0),
                Reset = c.Number("v_reset", 0),
                Threshold = c.Number("v_threshold", 1),
                TauMs = c.Number("tau_mem", 20),
                DtMs = c.Number("dt", 1),
                Resistance = c.Number("resistance", 1),
                RefractorySteps = c.Int("refractory_period", 0),
            };
            AssertRun(neuron, c.Doubles("currents"), c.Bytes("spikes"), c.Doubles("v"));
        }
    }

    [Fact]
    public void Neurons_driven_by_current_sources_spike_as_the_reference_layer()
    {
        foreach (GoldenCase c in GoldenCase.Of("SCDenseLayer"))
        {
            var neuron = new StochasticLifNeuron
            {
                TauMs = c["neuron_params"].Number("tau_mem"),
                Threshold = c["neuron_params"].Number("v_threshold"),
                DtMs = c.Number("dt_ms"),
            };
            int steps = c.Int("T"), sources = c.Shape("currents")[0], length = c.Shape("currents")[1], neurons = c.Shape("spikes")[0];
            double[] currents = c.Doubles("currents"), v = c.Doubles("v");
            byte[] spikes = c.Bytes("spikes");
            for (int n = 0; n < neurons; n++)
            {
                StochasticLifState state = neuron.Initial;
                for (int t = 0; t < steps; t++)
                {
                    (state, bool spike) = neuron.Step(state, currents[((n % sources) * length) + Math.Min(t, length - 1)]);
                    Assert.Equal(spikes[(n * steps) + t] == 1, spike);
                }
                Assert.Equal(v[n], state.Potential, 12);
            }
        }
    }

    [Fact]
    public void The_potential_is_reset_exactly_where_there_is_a_spike_under_noise()
    {
        var neuron = new StochasticLifNeuron { Reset = -0.25, NoiseStd = 0.3, TauMs = 5 };
        var random = new Random(3);
        StochasticLifState state = neuron.Initial;
        int spikes = 0;
        for (int t = 0; t < 100_000; t++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            (state, bool spike) = neuron.Step(state, 0.1, normal);
            Assert.Equal(spike, state.Potential == -0.25);
            spikes += spike ? 1 : 0;
        }
        Assert.InRange(spikes, 100, 50_000);
    }

    [Fact]
    public void The_fixed_point_neuron_is_the_reference_hardware_with_and_without_noise()
    {
        foreach (GoldenCase c in GoldenCase.Of("fixed-point LIF"))
        {
            GoldenCase p = c["params"];
            var neuron = FixedPointLif.Create(
                p.Int("data_width"), p.Int("fraction"), p.Int("v_rest"), p.Int("v_reset"), p.Int("v_threshold"), p.Int("refractory_period"));
            int[] none = new int[c.Ints("v").Length];
            AssertRun(neuron, c, none, c.Bytes("spikes"), c.Ints("v"));
            AssertRun(neuron, c, c.Ints("noise"), c.Bytes("noisy_spikes"), c.Ints("noisy_v"));
        }
    }

    [Fact]
    public void Bad_windows_bits_and_streams_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitstreamAverager(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitstreamAverager(3).Push(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitstreamAverager(3).Push(-1));
        var range = new ValueRange(0, 1);
        Assert.Throws<ArgumentException>(() => new StochasticCurrentSource(new BitMatrix(2, 8), new BitMatrix(3, 8), ScEncoding.Unipolar, range));
        Assert.Throws<ArgumentException>(() => new StochasticCurrentSource(new BitMatrix(2, 8), new BitMatrix(2, 9), ScEncoding.Unipolar, range));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => StochasticCurrentSource.Draw([0.5], [1.5], ScEncoding.Unipolar, 8, new SobolGenerator(), range));
    }

    [Fact]
    public void Neuron_parameters_without_meaning_are_refused()
    {
        foreach (double bad in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { TauMs = bad });
            Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { DtMs = bad });
            Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { Resistance = bad });
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { NoiseStd = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { Threshold = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron { RefractorySteps = -1 });
        Assert.Throws<InvalidOperationException>(() => new StochasticLifNeuron { Reset = 1 }.Initial);
        Assert.Throws<InvalidOperationException>(() => new StochasticLifNeuron { DtMs = 30 }.Initial);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticLifNeuron().Step(default, double.NaN));
    }

    [Fact]
    public void Fixed_point_parameters_beyond_the_word_are_refused()
    {
        Assert.Contains("holds -128 to 127", Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(8, 4, threshold: 128)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(33));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(16, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(rest: 40000));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(reset: 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointLif.Create(refractorySteps: -1));
    }

    private static void AssertRun(StochasticLifNeuron neuron, double[] currents, byte[] spikes, double[] v)
    {
        StochasticLifState state = neuron.Initial;
        for (int t = 0; t < currents.Length; t++)
        {
            (state, bool spike) = neuron.Step(state, currents[t]);
            Assert.Equal(spikes[t] == 1, spike);
            Assert.Equal(v[t], state.Potential, 12);
        }
    }

    private static void AssertRun(FixedPointLif neuron, GoldenCase c, int[] noise, byte[] spikes, int[] v)
    {
        FixedPointLifState state = neuron.Initial;
        for (int t = 0; t < v.Length; t++)
        {
            (state, bool spike) = neuron.Step(state, c.Int("leak"), c.Int("gain"), c.Int("current"), noise[t]);
            Assert.Equal((spikes[t] == 1, v[t]), (spike, state.Potential));
        }
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 12);
    }
}
