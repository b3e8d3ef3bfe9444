using System.Text.Json;
using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>
/// The file of a <see cref="ScNetwork"/>: a safetensors file with the bits, signs and biases of each layer, and everything else in the metadata.
/// </summary>
internal static class ScNetworkFile
{
    private const string Key = "spikejit.sc_network";
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_json = new() { AllowDuplicateProperties = false };

    private sealed record Header(int Version, int Length, BitSource Source, ulong Seed, int Steps, InputCode Input, double InputScale, LayerHeader[] Layers);

    private sealed record LayerHeader(
        int Inputs, int Outputs, double Scale, double Beta, double Rest, double Gain, double Threshold, Reset Reset, double ResetValue, ResetTiming Timing,
        bool AtThreshold);

    public static void Write(ScNetwork network, string path)
    {
        var header = new Header(
            Version, network.Length, network.Source, network.Seed, network.Steps, network.Input, network.InputScale,
            Array.ConvertAll(network.Stages, s => new LayerHeader(
                s.Product.Inputs, s.Product.Outputs, s.Product.Scale, s.Cell.Beta, s.Cell.Rest, s.Cell.Gain, s.Cell.Firing.Threshold, s.Cell.Firing.Reset,
                s.Cell.Firing.ResetValue, s.Cell.Firing.Timing, s.Cell.Firing.AtThreshold)));
        var tensors = new Dictionary<string, Tensor>();
        for (int l = 0; l < network.Stages.Length; l++)
        {
            SignedProduct product = network.Stages[l].Product;
            tensors[Streams(l)] = Tensor.From(product.Streams.Words, [product.Inputs, product.Outputs, product.Streams.WordsPerRow]);
            tensors[Bias(l)] = Tensor.From(network.Stages[l].Bias);
            tensors[Negative(l)] = Tensor.From(Array.ConvertAll(product.SignedOnes.ToArray(), o => o < 0 ? (byte)1 : (byte)0), [product.Inputs, product.Outputs]);
        }
        TensorFile.SaveSafetensors(path, tensors, new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(header) });
    }

    public static ScNetwork Read(string path)
    {
        IReadOnlyDictionary<string, Tensor> tensors = TensorFile.LoadSafetensors(path, out IReadOnlyDictionary<string, string> metadata);
        try
        {
            if (!metadata.TryGetValue(Key, out string? json)) throw new FormatException($"its metadata have no '{Key}'");
            Header header = JsonSerializer.Deserialize<Header>(json, s_json) ?? throw new FormatException("its metadata are empty");
            if (header.Version != Version) throw new FormatException($"it is of version {header.Version}, this program reads version {Version}");
            return Network(header, tensors);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException or OverflowException)
        {
            throw new InvalidDataException($"{path} is no stochastic network, or damaged: {e.Message}", e);
        }
    }

    private static ScNetwork Network(Header header, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (header.Layers is not { Length: > 0 } || !Enum.IsDefined(header.Input) || header.Steps < 1) throw new FormatException("its numbers are out of range");
        Require.Positive(header.InputScale);
        if (tensors.Count != 3 * header.Layers.Length) throw new FormatException($"it holds {tensors.Count} tensors, not three for each of its {header.Layers.Length} layers");
        int words = BitPacking.WordCount(header.Length);
        var stages = new ScStage[header.Layers.Length];
        for (int l = 0; l < stages.Length; l++)
        {
            LayerHeader h = header.Layers[l];
            if (l > 0 && h.Inputs != header.Layers[l - 1].Outputs) throw new FormatException($"layer {l} does not follow layer {l - 1}");
            if (h.Inputs < 1 || h.Outputs < 1) throw new FormatException($"layer {l} has {h.Inputs} inputs and {h.Outputs} outputs");
            Require.Positive(h.Scale);
            BitMatrix streams = BitMatrix.FromWords(Values<ulong>(Streams(l), h.Inputs, h.Outputs, words), checked(h.Inputs * h.Outputs), header.Length);
            byte[] negative = Values<byte>(Negative(l), h.Inputs, h.Outputs);
            if (negative.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1)) throw new FormatException($"a sign of layer {l} is neither 0 nor 1");
            var ones = new int[streams.Rows];
            for (int row = 0; row < ones.Length; row++)
            {
                int count = (int)BitPacking.PopCount(streams.Row(row));
                ones[row] = negative[row] == 1 ? -count : count;
            }
            float[] bias = Values<float>(Bias(l), h.Outputs);
            FiniteCheck.Require(bias, Bias(l));
            var cell = new Lif(
                h.Beta, new Firing(h.Threshold, null, h.Reset, h.ResetValue, h.Timing, atThreshold: h.AtThreshold), h.Rest, h.Gain);
            stages[l] = new(new SignedProduct(h.Inputs, h.Outputs, header.Source, ScStage.SeedOf(header.Seed, l), h.Scale, streams, ones), bias, cell);
        }
        return new(stages, header.Steps, header.Input, header.Source, header.Seed, header.InputScale);

        T[] Values<T>(string name, params int[] shape) where T : unmanaged
        {
            if (!tensors.TryGetValue(name, out Tensor? tensor) || tensor.DType != DTypes.Of<T>() || !tensor.Shape.SequenceEqual(shape))
                throw new FormatException($"the tensor '{name}' is not {DTypes.Of<T>()} [{string.Join(", ", shape)}]{(tensor is null ? ": there is none" : $" but {tensor.Type}")}");
            return tensor.ToArray<T>();
        }
    }

    private static string Streams(int layer) => $"{layer}.streams";

    private static string Bias(int layer) => $"{layer}.bias";

    private static string Negative(int layer) => $"{layer}.negative";
}
