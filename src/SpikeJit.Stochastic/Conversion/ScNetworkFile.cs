using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>
/// The file of a <see cref="ScNetwork"/>: a safetensors file (an 8-byte length, a JSON header, the data; https://github.com/huggingface/safetensors), tensors
/// in the order of the layers.
/// </summary>
internal static class ScNetworkFile
{
    private const string MetadataKey = "__metadata__", Key = "spikejit.sc_network";
    private const int PrefixBytes = 8, Alignment = 8, MaxHeaderBytes = 1 << 24, Version = 1;

    private static readonly JsonSerializerOptions s_json = new() { AllowDuplicateProperties = false };

    private sealed record Header(int Version, int Length, BitSource Source, ulong Seed, int Steps, InputCode Input, double InputScale, LayerHeader[] Layers);

    private sealed record LayerHeader(
        int Inputs, int Outputs, double Scale, double Beta, double Rest, double Gain, double Threshold, Reset Reset, double ResetValue, ResetTiming Timing,
        bool AtThreshold);

    private sealed record Entry(string dtype, int[] shape, long[] data_offsets);

    public static void Write(ScNetwork network, string path)
    {
        var header = new Header(
            Version, network.Length, network.Source, network.Seed, network.Steps, network.Input, network.InputScale,
            Array.ConvertAll(network.Stages, s => new LayerHeader(
                s.Product.Inputs, s.Product.Outputs, s.Product.Scale, s.Cell.Beta, s.Cell.Rest, s.Cell.Gain, s.Cell.Firing.Threshold, s.Cell.Firing.Reset,
                s.Cell.Firing.ResetValue, s.Cell.Firing.Timing, s.Cell.Firing.AtThreshold)));
        var entries = new Dictionary<string, object> { [MetadataKey] = new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(header) } };
        long at = 0;
        foreach ((string name, string dtype, int[] shape, long bytes) in Layout(header))
        {
            entries[name] = new Entry(dtype, shape, [at, at + bytes]);
            at += bytes;
        }
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(entries);
        int padded = (json.Length + Alignment - 1) / Alignment * Alignment;

        // A reader, or a crash, meets the old file or the new one and never a part.
        string target = Path.GetFullPath(path), beside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                Span<byte> prefix = stackalloc byte[PrefixBytes];
                BinaryPrimitives.WriteInt64LittleEndian(prefix, padded);
                stream.Write(prefix);
                stream.Write(json);
                for (int i = json.Length; i < padded; i++) stream.WriteByte((byte)' ');
                foreach (ScStage stage in network.Stages) stream.Write(MemoryMarshal.AsBytes(stage.Product.Streams.Words));
                foreach (ScStage stage in network.Stages) stream.Write(MemoryMarshal.AsBytes<float>(stage.Bias));
                foreach (ScStage stage in network.Stages) stream.Write(Array.ConvertAll(stage.Product.SignedOnes.ToArray(), o => o < 0 ? (byte)1 : (byte)0));
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    public static ScNetwork Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        try
        {
            if (file.Length < PrefixBytes) throw new FormatException("it is shorter than its prefix");
            long headerBytes = BinaryPrimitives.ReadInt64LittleEndian(file);
            if (headerBytes is < 2 or > MaxHeaderBytes || headerBytes > file.Length - PrefixBytes) throw new FormatException($"its header would be {headerBytes} bytes long");
            using var json = JsonDocument.Parse(file.AsMemory(PrefixBytes, (int)headerBytes));
            if (!json.RootElement.TryGetProperty(MetadataKey, out JsonElement metadata) || !metadata.TryGetProperty(Key, out JsonElement own))
                throw new FormatException($"its metadata have no '{Key}'");
            Header header = JsonSerializer.Deserialize<Header>(own.GetString()!, s_json) ?? throw new FormatException("its metadata are empty");
            if (header.Version != Version) throw new FormatException($"it is of version {header.Version}, this program reads version {Version}");
            return Network(header, json.RootElement, file.AsSpan(PrefixBytes + (int)headerBytes));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException($"{path} is no stochastic network, or damaged: {e.Message}", e);
        }
    }

    private static ScNetwork Network(Header header, JsonElement entries, ReadOnlySpan<byte> data)
    {
        if (header.Layers is not { Length: > 0 } || !Enum.IsDefined(header.Input) || header.Steps < 1) throw new FormatException("its numbers are out of range");
        Require.Positive(header.InputScale);
        long at = 0;
        var places = new Dictionary<string, (int Start, int Bytes)>();
        foreach ((string name, string dtype, int[] shape, long bytes) in Layout(header))
        {
            Entry? entry = entries.TryGetProperty(name, out JsonElement e) ? e.Deserialize<Entry>() : null;
            if (entry is not { shape: not null, data_offsets.Length: 2 } || entry.dtype != dtype || !entry.shape.SequenceEqual(shape)
                || entry.data_offsets[0] != at || entry.data_offsets[1] != at + bytes || at + bytes > data.Length)
                throw new FormatException($"the tensor '{name}' is not {dtype} [{string.Join(", ", shape)}] in its place");
            places[name] = ((int)at, (int)bytes);
            at += bytes;
        }
        if (at != data.Length) throw new FormatException($"{data.Length - at} bytes follow the last tensor");
        var stages = new ScStage[header.Layers.Length];
        for (int l = 0; l < stages.Length; l++)
        {
            LayerHeader h = header.Layers[l];
            if (l > 0 && h.Inputs != header.Layers[l - 1].Outputs) throw new FormatException($"layer {l} does not follow layer {l - 1}");
            Require.Positive(h.Scale);
            BitMatrix streams = BitMatrix.FromWords(MemoryMarshal.Cast<byte, ulong>(Part(data, $"{l}.streams")), h.Inputs * h.Outputs, header.Length);
            ReadOnlySpan<byte> negative = Part(data, $"{l}.negative");
            if (negative.ContainsAnyExceptInRange((byte)0, (byte)1)) throw new FormatException($"a sign of layer {l} is neither 0 nor 1");
            var ones = new int[streams.Rows];
            for (int row = 0; row < ones.Length; row++)
            {
                int count = (int)BitPacking.PopCount(streams.Row(row));
                ones[row] = negative[row] == 1 ? -count : count;
            }
            float[] bias = MemoryMarshal.Cast<byte, float>(Part(data, $"{l}.bias")).ToArray();
            FiniteCheck.Require(bias, $"{l}.bias");
            var cell = new Lif(
                h.Beta, new Firing(h.Threshold, null, h.Reset, h.ResetValue, h.Timing, atThreshold: h.AtThreshold), h.Rest, h.Gain);
            stages[l] = new(new SignedProduct(h.Inputs, h.Outputs, header.Source, ScStage.SeedOf(header.Seed, l), h.Scale, streams, ones), bias, cell);
        }
        return new(stages, header.Steps, header.Input, header.Source, header.Seed, header.InputScale);

        ReadOnlySpan<byte> Part(ReadOnlySpan<byte> all, string name) => all.Slice(places[name].Start, places[name].Bytes);
    }

    /// <summary>The tensors in the order of the data: wide elements first, so that every one is aligned.</summary>
    private static IEnumerable<(string Name, string DType, int[] Shape, long Bytes)> Layout(Header header)
    {
        int words = BitPacking.WordCount(header.Length);
        (int Layer, LayerHeader H)[] layers = [.. header.Layers.Select((h, l) => (l, h))];
        foreach ((int l, LayerHeader h) in layers)
            yield return ($"{l}.streams", "U64", [h.Inputs, h.Outputs, words], checked((long)h.Inputs * h.Outputs * words * sizeof(ulong)));
        foreach ((int l, LayerHeader h) in layers) yield return ($"{l}.bias", "F32", [h.Outputs], (long)h.Outputs * sizeof(float));
        foreach ((int l, LayerHeader h) in layers) yield return ($"{l}.negative", "U8", [h.Inputs, h.Outputs], (long)h.Inputs * h.Outputs);
    }
}
