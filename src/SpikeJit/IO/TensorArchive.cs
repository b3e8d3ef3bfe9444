using SpikeJit.IO;
using SpikeJit.Memory;

namespace SpikeJit;

/// <summary>
/// A safetensors file that is mapped into memory: it tells at once what it holds, and reads a tensor when that is asked for, so files larger than memory are no
/// difficulty. Opened by <see cref="TensorFile.OpenSafetensors"/>.
/// </summary>
public sealed class TensorArchive : IDisposable
{
    private readonly SafetensorsFile _file;

    internal TensorArchive(string path)
    {
        _file = new SafetensorsFile(path);
        Types = _file.Entries.ToDictionary(e => e.Key, e => new TensorType(e.Value.DType, e.Value.Shape), StringComparer.Ordinal);
    }

    /// <summary>What the file holds: types by name.</summary>
    public IReadOnlyDictionary<string, TensorType> Types { get; }

    /// <summary>The strings about the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">A Bool tensor holds other bytes than 0 and 1.</exception>
    /// <exception cref="ObjectDisposedException">The archive has been closed.</exception>
    public unsafe Tensor Load(string name)
    {
        ReadOnlySpan<byte> bytes = _file.Bytes(name);
        TensorType type = Types[name];
        FileChecks.Values(type.DType, bytes, $"the tensor '{name}'");
        var storage = new Storage(Math.Max(bytes.Length, 1));
        bytes.CopyTo(new Span<byte>(storage.Pointer, bytes.Length));
        return new Tensor(type, storage);
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose() => _file.Dispose();
}
