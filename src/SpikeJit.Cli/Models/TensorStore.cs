using System.Runtime.InteropServices;
using SpikeJit.IO;

namespace SpikeJit.Cli.Models;

internal static class TensorStore
{
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata) =>
        Safetensors.Write(path, tensors.Select(t => KeyValuePair.Create(t.Key, Data(t.Value))), metadata);

    public static (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        using var file = new SafetensorsFile(path);
        return (file.Entries.Keys.ToDictionary(n => n, n => Of(file.Read(n))), file.Metadata.ToDictionary());
    }

    private static ArrayData Data(Tensor t) => new(t.DType, t.Shape, t.DType switch
    {
        DType.F32 => Bytes<float>(t),
        DType.F64 => Bytes<double>(t),
        DType.I32 => Bytes<int>(t),
        DType.U32 => Bytes<uint>(t),
        DType.U64 => Bytes<ulong>(t),
        _ => throw new InvalidDataException(),
    });

    private static byte[] Bytes<T>(Tensor t) where T : unmanaged => MemoryMarshal.AsBytes(t.ToArray<T>().AsSpan()).ToArray();

    private static Tensor Of(ArrayData d) => d.DType switch
    {
        DType.F32 => Tensor.From(d.As<float>(), d.Shape),
        DType.F64 => Tensor.From(d.As<double>(), d.Shape),
        DType.I32 => Tensor.From(d.As<int>(), d.Shape),
        DType.U32 => Tensor.From(d.As<uint>(), d.Shape),
        DType.U64 => Tensor.From(d.As<ulong>(), d.Shape),
        _ => throw new InvalidDataException(),
    };
}
