using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpikeJit.IO;

/// <summary>
/// Named tensors in one file: an 8-byte length, a JSON header, the data (https://github.com/huggingface/safetensors).
/// The bytes depend only on the content: tensors lie by element size, then by name.
/// </summary>
internal static class Safetensors
{
    // The header's JSON is padded so that the data begins at a multiple of the widest element.
    private const int Alignment = 8;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file; a file of that name is replaced at once, or not at all when writing fails.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, ArrayData>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        KeyValuePair<string, ArrayData>[] layout = Layout(tensors);
        byte[] header = Header(layout, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach ((_, ArrayData array) in layout) stream.Write(array.Data);
        });
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format.</exception>
    public static Dictionary<string, ArrayData> Read(string path)
    {
        using var file = new SafetensorsFile(path);
        return file.Entries.Keys.ToDictionary(name => name, file.Read, StringComparer.Ordinal);
    }

    private static KeyValuePair<string, ArrayData>[] Layout(IEnumerable<KeyValuePair<string, ArrayData>> tensors)
    {
        KeyValuePair<string, ArrayData>[] layout =
            [.. tensors.OrderBy(t => SafetensorsTypes.Rank(t.Value.DType)).ThenBy(t => t.Key, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, _) in layout)
        {
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"A tensor cannot be named '{name}': the format keeps that name for metadata. Choose another.", nameof(tensors));
            if (!names.Add(name)) throw new ArgumentException($"Two tensors are named '{name}'. Names must differ.", nameof(tensors));
        }
        return layout;
    }

    private static byte[] Header(KeyValuePair<string, ArrayData>[] layout, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[SafetensorsHeader.PrefixBytes]);
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 }) WriteMetadata(json, metadata);
            long at = 0;
            foreach ((string name, ArrayData array) in layout) WriteEntry(json, name, array, ref at);
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        byte[] header = buffer.ToArray();
        int length = header.Length - SafetensorsHeader.PrefixBytes;
        if (length > SafetensorsHeader.MaxBytes)
            throw new ArgumentException($"The header takes {length} bytes; the format allows {SafetensorsHeader.MaxBytes}. Write fewer tensors or less metadata.");
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(Utf8(key), Utf8(value));
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, ArrayData array, ref long at)
    {
        json.WriteStartObject(Utf8(name));
        json.WriteString("dtype", SafetensorsTypes.Name(array.DType));
        json.WriteStartArray("shape");
        foreach (int extent in array.Shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(at);
        json.WriteNumberValue(at += array.Data.LongLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // An unpaired surrogate throws here; written as a replacement character it could make two names one.
    private static byte[] Utf8(string text) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
}
