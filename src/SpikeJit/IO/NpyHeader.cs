using System.Buffers.Binary;
using System.Text;

namespace SpikeJit.IO;

/// <summary>What an .npy array says of itself: the element type, the order of its elements, the shape.</summary>
/// <param name="DType">The element type.</param>
/// <param name="ColumnMajor">Whether the first index runs fastest.</param>
/// <param name="Shape">The extents.</param>
internal readonly record struct NpyHeader(DType DType, bool ColumnMajor, Shape Shape)
{
    // A header of one of our element types is below 2 KB even with 64 axes.
    private const int MaxBytes = 1 << 16;

    // The text is followed by room to rewrite the first extent with up to this many digits, as numpy.save leaves it.
    private const int GrowthDigits = 21;

    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The size of the values in bytes.</summary>
    public int DataBytes => Shape.Size * DType.Size();

    /// <summary>Reads a header of version 1.0, 2.0 or 3.0 and leaves the stream at the values.</summary>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format, or the array is of a type without counterpart here.</exception>
    public static NpyHeader Read(Stream stream, string where, out int headerBytes)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start, where);
        if (!start.StartsWith(Magic))
            throw new InvalidDataException($"{where}: the file begins with {Convert.ToHexString(start[..6])}, not with \\x93NUMPY. It is no .npy file.");
        (int major, int minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidDataException($"{where}: the format version is {major}.{minor}. Versions 1.0, 2.0 and 3.0 are known.");

        Span<byte> prefix = stackalloc byte[major == 1 ? 2 : 4];
        Fill(stream, prefix, where);
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix) : BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length > MaxBytes)
            throw new InvalidDataException($"{where}: the header claims {length} bytes; a plain array needs less than {MaxBytes}. The file is damaged.");
        var text = new byte[length];
        Fill(stream, text, where);
        headerBytes = start.Length + prefix.Length + text.Length;
        return NpyHeaderText.Parse((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), where);
    }

    /// <summary>Writes the header of version 1.0, byte for byte as numpy.save does.</summary>
    public void Write(Stream stream)
    {
        string extents = Shape.Rank == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        string text = $"{{'descr': '{NpyHeaderText.Descr(DType)}', 'fortran_order': {(ColumnMajor ? "True" : "False")}, 'shape': ({extents}), }}";
        if (Shape.Rank > 0) text += new string(' ', GrowthDigits - Shape[ColumnMajor ? -1 : 0].ToString().Length);
        int before = Magic.Length + 4;
        int total = (before + text.Length + Alignment) / Alignment * Alignment;
        text = text.PadRight(total - before - 1) + '\n';
        stream.Write(Magic);
        stream.Write([1, 0, (byte)text.Length, (byte)(text.Length >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(text));
    }

    private static void Fill(Stream stream, Span<byte> buffer, string where)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new InvalidDataException($"{where}: the file ends inside its header. It is truncated.");
    }
}
