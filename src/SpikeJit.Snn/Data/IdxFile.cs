using System.Buffers.Binary;

namespace SpikeJit.Snn;

/// <summary>
/// An array of bytes in the IDX format of MNIST: a magic number 00 00 08 and the number of axes, the extents as big-endian 32-bit integers, the
/// bytes row-major. A file packed with gzip is unpacked, whatever its name.
/// </summary>
/// <param name="Shape">The extents.</param>
/// <param name="Data">The bytes, row-major.</param>
public sealed record IdxFile(Shape Shape, byte[] Data)
{
    private const byte UnsignedByte = 0x08;

    private static readonly Dictionary<byte, string> s_otherTypes = new()
    {
        [0x09] = "signed byte",
        [0x0B] = "16-bit integer",
        [0x0C] = "32-bit integer",
        [0x0D] = "32-bit float",
        [0x0E] = "64-bit float",
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is no IDX file of unsigned bytes, is truncated or too long, or its packing is damaged.</exception>
    public static IdxFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a file, packed or not.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    public static IdxFile Parse(byte[] content, string name)
    {
        byte[] bytes = Gzip.IsPacked(content) ? Gzip.Unpack(content, name) : content;
        if (bytes.Length < 4) throw new InvalidDataException($"{name}: {bytes.Length} bytes; an IDX file begins with a magic number of 4. The file is truncated.");
        CheckMagic(bytes, name);
        int rank = bytes[3], header = 4 + 4 * rank;
        if (bytes.Length < header) throw new InvalidDataException($"{name}: the file ends inside its header of {header} bytes. It is truncated.");

        var extents = new uint[rank];
        UInt128 size = 1;
        for (int a = 0; a < rank; a++)
        {
            extents[a] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + 4 * a));
            // Once above what any file holds, the product may stay there.
            size = UInt128.Min(size * extents[a], long.MaxValue);
        }
        int given = bytes.Length - header;
        if (size != (UInt128)given || extents.Any(e => e > int.MaxValue))
        {
            string repair = size > (UInt128)given ? "The file is truncated." : "Something was appended, or the header is damaged.";
            throw new InvalidDataException($"{name}: the shape [{string.Join(", ", extents)}] takes {size} bytes, but {given} follow the header. {repair}");
        }
        return new(Array.ConvertAll(extents, e => (int)e), bytes[header..]);
    }

    private static void CheckMagic(byte[] bytes, string name)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (magic >> 16 != 0) throw new InvalidDataException($"{name}: the magic number is {magic} (0x{magic:X8}); IDX files begin with two zero bytes. The file is of another format.");
        if (bytes[2] == UnsignedByte) return;
        throw new InvalidDataException(s_otherTypes.TryGetValue(bytes[2], out string? type)
            ? $"{name}: the elements are of type {type} (0x{bytes[2]:X2}). Unsigned bytes (0x08) are read."
            : $"{name}: 0x{bytes[2]:X2} is no element type of the IDX format. The file is damaged or of another format.");
    }
}
