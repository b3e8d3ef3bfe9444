using System.Text.Json;
using System.Text.Unicode;

namespace SpikeJit.IO;

/// <summary>Where a tensor lies: bytes <paramref name="Begin"/> (inclusive) to <paramref name="End"/> (exclusive) after the header.</summary>
internal readonly record struct SafetensorsEntry(DType DType, Shape Shape, long Begin, long End);

/// <summary>
/// The JSON header of a safetensors file, with every rule of the format checked: known types, sizes that fit shapes, and data
/// that is covered once and completely.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit for the header.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>The bytes before the header: its length.</summary>
    public const int PrefixBytes = 8;

    public const string MetadataKey = "__metadata__";

    private readonly string _where;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _metadata;

    private SafetensorsHeader(string where) => _where = where;

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata ??= [];

    /// <summary>The header's length from the first eight bytes of a file.</summary>
    public static int Length(ReadOnlySpan<byte> prefix, long fileBytes, string where)
    {
        if (prefix.Length < PrefixBytes)
            throw new InvalidDataException($"{where}: the file has {fileBytes} bytes; a safetensors file begins with an {PrefixBytes}-byte header length. The file is truncated or of another format.");
        ulong length = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxBytes)
            throw new InvalidDataException($"{where}: the header claims {length} bytes; the format allows {MaxBytes}. The file is damaged or of another format.");
        if ((long)length > fileBytes - PrefixBytes)
            throw new InvalidDataException($"{where}: the header claims {length} bytes, but {fileBytes - PrefixBytes} follow. The file is truncated.");
        return (int)length;
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataBytes">The bytes that follow it.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InvalidDataException">A rule is broken.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataBytes, string where)
    {
        if (json.IsEmpty || json[0] != '{')
            throw new InvalidDataException($"{where}: the header does not begin with '{{'. The file is of another format.");
        if (!Utf8.IsValid(json))
            throw new InvalidDataException($"{where}: the header is no valid UTF-8. The file is damaged.");
        var header = new SafetensorsHeader(where);
        var reader = new Utf8JsonReader(json);
        try
        {
            header.ReadAll(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{where}: the header is no valid JSON: {e.Message}", e);
        }
        header.CheckLayout(dataBytes);
        return header;
    }

    private InvalidDataException Bad(string what) => new($"{_where}: {what}");

    private void ReadAll(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == MetadataKey) ReadMetadata(ref reader);
            else if (!_entries.TryAdd(name, ReadEntry(ref reader, name))) throw Bad($"the tensor '{name}' is given twice. Names must differ.");
        }
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_metadata is not null) throw Bad($"{MetadataKey} is given twice.");
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad($"{MetadataKey} is no object of strings.");
        _metadata = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Bad($"{MetadataKey} '{key}' is no string. Metadata maps strings to strings.");
            if (!_metadata.TryAdd(key, reader.GetString()!)) throw Bad($"{MetadataKey} '{key}' is given twice. Keys must differ.");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad($"the tensor '{name}' is described by no object.");
        string? type = null;
        ulong[]? extents = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            bool again = false;
            switch (key)
            {
                case "dtype":
                    again = type is not null;
                    if (reader.TokenType != JsonTokenType.String) throw Bad($"the dtype of '{name}' is no string.");
                    type = reader.GetString()!;
                    break;
                case "shape":
                    again = extents is not null;
                    extents = ReadIntegers(ref reader, name, key);
                    break;
                case "data_offsets":
                    again = offsets is not null;
                    offsets = ReadIntegers(ref reader, name, key);
                    break;
                default:
                    reader.Skip();
                    break;
            }
            if (again) throw Bad($"the tensor '{name}' has the key '{key}' twice.");
        }
        if (type is null) throw Missing("dtype");
        if (extents is null) throw Missing("shape");
        if (offsets is null) throw Missing("data_offsets");
        return Entry(name, type, extents, offsets);

        InvalidDataException Missing(string key) => Bad($"the tensor '{name}' has no '{key}'. dtype, shape and data_offsets are required.");
    }

    private ulong[] ReadIntegers(ref Utf8JsonReader reader, string name, string key)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Bad($"the {key} of '{name}' is no array.");
        var values = new List<ulong>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong value))
                throw Bad($"the {key} of '{name}' holds something else than integers from 0 to 2⁶⁴−1.");
            values.Add(value);
        }
        return [.. values];
    }

    private SafetensorsEntry Entry(string name, string type, ulong[] extents, ulong[] offsets)
    {
        if (!SafetensorsTypes.TryParse(type, out DType dtype))
            throw Bad($"the tensor '{name}' has the dtype {type}, for which there is no element type here. Convert it to one of {SafetensorsTypes.All}.");
        if (offsets.Length != 2) throw Bad($"the data_offsets of '{name}' are {offsets.Length} numbers; they are two, begin and end.");
        (ulong begin, ulong end) = (offsets[0], offsets[1]);
        if (begin > end) throw Bad($"the data of '{name}' begins at {begin}, after its end at {end}.");
        Shape shape = FileChecks.Shape(extents, dtype, $"{_where}: the tensor '{name}'");
        ulong bytes = (ulong)shape.Size * (ulong)dtype.Size();
        if (end - begin != bytes) throw Bad($"the tensor '{name}' of {type} {shape} takes {bytes} bytes, but its data_offsets [{begin}, {end}] hold {end - begin}.");
        if (end > long.MaxValue) throw Bad($"the data of '{name}' ends at {end}, beyond any file.");
        return new(dtype, shape, (long)begin, (long)end);
    }

    /// <summary>The tensors must cover the data without overlap and without a byte left over.</summary>
    private void CheckLayout(long dataBytes)
    {
        long at = 0;
        string before = "";
        foreach ((string name, SafetensorsEntry entry) in _entries.OrderBy(e => e.Value.Begin).ThenBy(e => e.Value.End))
        {
            if (entry.End > dataBytes) throw Bad($"the data of '{name}' ends at {entry.End}, but the file has {dataBytes} bytes of data. The file is truncated.");
            if (entry.Begin < at) throw Bad($"the data of '{name}' begins at {entry.Begin}, inside '{before}', which ends at {at}. Tensors must not overlap.");
            if (entry.Begin > at) throw Bad($"the bytes {at} to {entry.Begin} of the data, before '{name}', belong to no tensor. Tensors must leave no gap.");
            (at, before) = (entry.End, name);
        }
        if (at != dataBytes) throw Bad($"the last {dataBytes - at} bytes of the file belong to no tensor. The file is damaged, or something was appended.");
    }
}
