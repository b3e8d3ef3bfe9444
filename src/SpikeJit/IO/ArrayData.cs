using System.Runtime.InteropServices;

namespace SpikeJit.IO;

/// <summary>The values of a tensor as files hold them: row-major, little-endian, one byte per bool.</summary>
internal sealed record ArrayData
{
    public ArrayData(DType dtype, Shape shape, byte[] data)
    {
        long bytes = (long)shape.Size * dtype.Size();
        if (data.LongLength != bytes)
            throw new ShapeException($"{dtype.Name()}{shape} takes {bytes} bytes, but {data.LongLength} were given. Give the bytes of every element, row-major.");
        (DType, Shape, Data) = (dtype, shape, data);
    }

    public DType DType { get; }

    public Shape Shape { get; }

    public byte[] Data { get; }

    public static ArrayData Of<T>(Shape shape, params ReadOnlySpan<T> values) where T : unmanaged =>
        new(DTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    public ReadOnlySpan<T> As<T>() where T : unmanaged =>
        DTypes.Of<T>() == DType
            ? MemoryMarshal.Cast<byte, T>(Data)
            : throw new DTypeException($"The array is {DType.Name()}{Shape}, not {DTypes.Of<T>().Name()}. Ask for its own element type.");

    public bool Equals(ArrayData? other) =>
        other is not null && DType == other.DType && Shape == other.Shape && Data.AsSpan().SequenceEqual(other.Data);

    public override int GetHashCode() => HashCode.Combine(DType, Shape);
}
