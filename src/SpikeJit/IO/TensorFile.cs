using SpikeJit.IO;
using SpikeJit.Memory;

namespace SpikeJit;

/// <summary>
/// Tensors in files: safetensors (https://github.com/huggingface/safetensors) and NumPy's .npy and .npz
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). A file that exists is replaced at once or, when writing fails, not at all.
/// </summary>
public static class TensorFile
{
    /// <summary>Writes named tensors, and strings about them, to a safetensors file.</summary>
    /// <exception cref="ArgumentException">Two names, or a name and the format's own, are the same.</exception>
    /// <exception cref="TraceException">A tensor is symbolic.</exception>
    public static void SaveSafetensors(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Safetensors.Write(path, Arrays(tensors), metadata);
    }

    /// <summary>Reads all tensors of a safetensors file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or holds a type without counterpart here.</exception>
    public static IReadOnlyDictionary<string, Tensor> LoadSafetensors(string path) => LoadSafetensors(path, out _);

    /// <summary>Reads all tensors of a safetensors file, and the strings about them.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or holds a type without counterpart here.</exception>
    public static IReadOnlyDictionary<string, Tensor> LoadSafetensors(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using TensorArchive archive = OpenSafetensors(path);
        metadata = archive.Metadata;
        return archive.Types.Keys.ToDictionary(name => name, archive.Load, StringComparer.Ordinal);
    }

    /// <summary>Opens a safetensors file, to read some of its tensors.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or holds a type without counterpart here.</exception>
    public static TensorArchive OpenSafetensors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new TensorArchive(path);
    }

    /// <summary>Writes one tensor to an .npy file.</summary>
    /// <exception cref="TraceException">The tensor is symbolic.</exception>
    public static void SaveNpy(string path, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Npy.Write(path, ToArray(tensor));
    }

    /// <summary>Reads an .npy file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or holds a type without counterpart here.</exception>
    public static Tensor LoadNpy(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ToTensor(Npy.Read(path));
    }

    /// <summary>Writes named tensors to an .npz file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="compress">Whether to deflate them, as numpy.savez_compressed does.</param>
    /// <exception cref="TraceException">A tensor is symbolic.</exception>
    public static void SaveNpz(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Npz.Write(path, Arrays(tensors), compress);
    }

    /// <summary>Reads all tensors of an .npz file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the formats, or holds a type without counterpart here.</exception>
    public static IReadOnlyDictionary<string, Tensor> LoadNpz(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Npz.Read(path).ToDictionary(t => t.Key, t => ToTensor(t.Value), StringComparer.Ordinal);
    }

    private static KeyValuePair<string, ArrayData>[] Arrays(IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. tensors.Select(t => KeyValuePair.Create(t.Key, ToArray(t.Value)))];
    }

    private static unsafe ArrayData ToArray(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Storage storage = tensor.Storage;
        byte[] bytes = new ReadOnlySpan<byte>(storage.Pointer, checked((int)tensor.Type.Bytes)).ToArray();
        GC.KeepAlive(storage);
        return new ArrayData(tensor.DType, tensor.Shape, bytes);
    }

    private static unsafe Tensor ToTensor(ArrayData array)
    {
        var storage = new Storage(Math.Max(array.Data.Length, 1));
        array.Data.CopyTo(new Span<byte>(storage.Pointer, array.Data.Length));
        return new Tensor(new TensorType(array.DType, array.Shape), storage);
    }
}
