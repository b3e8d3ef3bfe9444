using System.IO.MemoryMappedFiles;

namespace SpikeJit.IO;

/// <summary>
/// A safetensors file mapped into memory: the header is read and checked at once, a tensor's bytes when it is asked for.
/// Files larger than memory are no difficulty; no single tensor may exceed 2 GiB. Not to be truncated by others while open.
/// </summary>
internal sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private readonly byte* _data;
    private bool _open = true;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format.</exception>
    public SafetensorsFile(string path)
    {
        _path = path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        long size = stream.Length;
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        int length = SafetensorsHeader.Length(prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)], size, path);
        long dataAt = SafetensorsHeader.PrefixBytes + length;
        var json = new byte[length];
        stream.ReadExactly(json);
        _header = SafetensorsHeader.Parse(json, size - dataAt, path);

        _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, size, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset + dataAt;
    }

    /// <summary>The tensors by name: type, shape and place.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The strings under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>A copy of one tensor.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name.</exception>
    public ArrayData Read(string name)
    {
        ReadOnlySpan<byte> bytes = Bytes(name);
        SafetensorsEntry entry = Entries[name];
        FileChecks.Values(entry.DType, bytes, $"{_path}: the tensor '{name}'");
        return new(entry.DType, entry.Shape, bytes.ToArray());
    }

    /// <summary>One tensor's bytes in place; they are gone once this file is disposed.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        if (!Entries.TryGetValue(name, out SafetensorsEntry entry))
            throw new KeyNotFoundException($"{_path} has no tensor '{name}'. It has: {string.Join(", ", Entries.Keys.Take(20))}.");
        return new(_data + entry.Begin, (int)(entry.End - entry.Begin));
    }

    public void Dispose()
    {
        if (!_open) return;
        _open = false;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
