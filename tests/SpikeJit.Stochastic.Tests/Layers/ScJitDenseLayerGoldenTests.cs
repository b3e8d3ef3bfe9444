using System.Text.Json;

namespace SpikeJit.Stochastic.Tests.Layers;

/// <summary>Against sc-neurocore 3.16.0's JaxSCDenseLayer, in both of its precisions.</summary>
public sealed class ScJitDenseLayerGoldenTests
{
    private const string File = "sc_jax_layer.json";

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 75)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_layer_gives_the_reference_s_spikes_potentials_and_keys(int index)
    {
        JsonElement golden = Golden.Cases(File).ElementAt(index);
        JsonElement config = golden.GetProperty("config");
        ScNeuron neuron = Neuron(config);
        double dt = config.TryGetProperty("dt_ms", out JsonElement e) ? e.GetDouble() : 1;
        if (neuron.Reset >= neuron.Threshold || dt > neuron.TauMs)
        {
            Assert.ThrowsAny<ArgumentException>(() => Layer(golden, neuron, dt));
            return;
        }
        ScJitDenseLayer layer = Layer(golden, neuron, dt);
        Close(golden.Tensor("weights"), layer.Weights);
        foreach (JsonElement call in golden.GetProperty("calls").EnumerateArray())
        {
            if (call.Text("op") == "reset")
            {
                layer.Reset(keepStream: true);
            }
            else
            {
                Tensor x = Tensor(call.Tensor("input"));
                bool step = call.Text("op") == "step", inputs = call.Text("kind") == "inputs";
                Tensor spikes = (step, inputs) switch
                {
                    (true, true) => layer.Step(x),
                    (true, false) => layer.StepCurrents(x),
                    (false, true) => layer.Run(x),
                    _ => layer.RunCurrents(x),
                };
                Assert.Equal(call.Tensor("spikes").As<byte>(), spikes.ToArray<byte>());
            }
            GoldenTensor v = call.Tensor("v");
            Close(v with { Data = v.Data is double[] d ? d[^layer.Neurons..] : v.As<float>()[^layer.Neurons..] }, layer.State.Membrane);
            Assert.Equal(call.Tensor("key").As<uint>(), layer.State.Key.Data.ToArray<uint>());
        }
    }

    /// <summary>What the reference accepts in silence and ours refuses follows from the same equation.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_equation_of_a_step_gives_the_reference_s_potentials_for_every_parameter(int index)
    {
        JsonElement golden = Golden.Cases(File).ElementAt(index);
        JsonElement call = golden.GetProperty("calls")[0];
        ScNeuron neuron = Neuron(golden.GetProperty("config"));
        Tensor x = Tensor(call.Tensor("input")), v = Tensor(golden.Tensor("v0"));
        if (call.Text("kind") == "inputs") x = x.Dot(Tensor(golden.Tensor("weights")).Transpose());
        if (x.Rank == 1) x = x.ExpandDims(0);
        var key = new RandomKey(Tensor(golden.Tensor("key0")));
        GoldenTensor expected = call.Tensor("v");
        for (int t = 0; t < x.Shape[0]; t++)
        {
            (key, RandomKey draw) = key.Split();
            Tensor noise = draw.Normal(v.Shape, v.DType) * neuron.NoiseStd;
            (v, _) = ScDynamics.Advance(v, x[t], noise, neuron.Rest, neuron.Reset, neuron.Threshold, golden.Number("alpha"), neuron.Resistance);
            int n = v.Size;
            Close(expected with { Data = expected.Data is double[] d ? d[(t * n)..((t + 1) * n)] : expected.As<float>()[(t * n)..((t + 1) * n)] }, v);
        }
    }

    [Fact]
    public void A_step_is_the_reference_s_lif_step()
    {
        foreach (JsonElement golden in Golden.Cases("sc_layers.json", "kind", "jax_lif_step"))
        {
            (Tensor v, Tensor spikes) = ScDynamics.LifStep(
                Tensor(golden.Tensor("v")), Tensor(golden.Tensor("current")), Tensor(golden.Tensor("noise")), golden.Number("v_rest"),
                golden.Number("v_reset"), golden.Number("v_threshold"), golden.Number("alpha"), golden.Number("resistance"));
            Close(golden.Tensor("v_next"), v);
            Assert.Equal(golden.Tensor("spikes").As<byte>(), spikes.ToArray<byte>());
        }
    }

    [Fact]
    public void The_forward_pass_is_the_reference_s()
    {
        foreach (JsonElement golden in Golden.Cases("sc_layers.json", "kind", "jax_forward_pass"))
        {
            double reset = Number(golden, "v_reset", 0);
            (Tensor[] trains, Tensor v) = ScDynamics.Forward(
                [.. golden.Tensors("weights").Select(Tensor)], Tensor(golden.Tensor("x")), (int)golden.Number("n_steps"), Number(golden, "v_rest", 0),
                reset, Number(golden, "v_threshold", 1), Number(golden, "alpha", 0.9), resetInLeak: reset != 0);
            GoldenTensor[] expected = golden.Tensors("trains");
            for (int i = 0; i < trains.Length; i++) Assert.Equal(expected[i].As<byte>(), trains[i].ToArray<byte>());
            Close(golden.Tensor("v_final"), v);
        }
    }

    private static ScJitDenseLayer Layer(JsonElement golden, ScNeuron neuron, double dt)
    {
        JsonElement config = golden.GetProperty("config");
        long seed = config.TryGetProperty("seed", out JsonElement s) ? s.GetInt64() : 42;
        Tensor? weights = golden.GetProperty("weights_given").GetBoolean() ? Tensor(golden.Tensor("weights")) : null;
        return new ScJitDenseLayer(
            config.GetProperty("n_inputs").GetInt32(), config.GetProperty("n_neurons").GetInt32(), weights: weights, seed: seed, dtMs: dt, neuron: neuron,
            precision: golden.GetProperty("x64").GetBoolean() ? DType.F64 : DType.F32, referenceStreams: true);
    }

    private static ScNeuron Neuron(JsonElement config)
    {
        var neuron = new ScNeuron();
        if (!config.TryGetProperty("neuron_params", out JsonElement p) || p.ValueKind != JsonValueKind.Object) return neuron;
        return new ScNeuron
        {
            Rest = Number(p, "v_rest", neuron.Rest),
            Reset = Number(p, "v_reset", neuron.Reset),
            Threshold = Number(p, "v_threshold", neuron.Threshold),
            TauMs = Number(p, "tau_mem", neuron.TauMs),
            Resistance = Number(p, "resistance", neuron.Resistance),
            NoiseStd = Number(p, "noise_std", neuron.NoiseStd),
        };
    }

    private static double Number(JsonElement e, string key, double otherwise) => e.TryGetProperty(key, out JsonElement v) ? v.GetDouble() : otherwise;

    private static Tensor Tensor(GoldenTensor g) => g.Data switch
    {
        float[] f => SpikeJit.Tensor.From(f, g.Shape),
        double[] d => SpikeJit.Tensor.From(d, g.Shape),
        uint[] u => SpikeJit.Tensor.From(u, g.Shape),
        _ => throw new InvalidOperationException(g.DType),
    };

    private static void Close(GoldenTensor expected, Tensor actual)
    {
        if (expected.Data is float[] f) Near.Relative<float>(f, actual.ToArray<float>(), 1e-6, 1);
        // Single-precision projections enter double-precision potentials.
        else Near.Relative<double>(expected.As<double>(), actual.ToArray<double>(), 1e-6, 0.1);
    }
}
