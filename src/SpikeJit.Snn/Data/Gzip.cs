using System.Buffers.Binary;
using System.IO.Compression;

namespace SpikeJit.Snn;

/// <summary>Unpacks gzip files (RFC 1952) of one member and refuses damaged ones, which <see cref="GZipStream"/> alone may end without a word.</summary>
internal static class Gzip
{
    private const int HeaderBytes = 10, TrailerBytes = 8;

    // Deflate cannot pack 1032 bytes into less than one.
    private const int MaxRatio = 1032;

    public static bool IsPacked(ReadOnlySpan<byte> content) => content is [0x1F, 0x8B, ..];

    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public static byte[] Unpack(byte[] content, string name)
    {
        if (content.Length < HeaderBytes + TrailerBytes)
            throw new InvalidDataException($"{name}: {content.Length} bytes are no whole gzip file. It is truncated.");
        uint claimed = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(content.Length - 4));
        if (claimed > Array.MaxLength || claimed / MaxRatio > content.Length)
            throw new InvalidDataException($"{name}: the gzip trailer claims {claimed} bytes, more than {content.Length} packed ones can hold. The file is truncated or damaged.");
        var bytes = new byte[claimed];
        try
        {
            using var stream = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length || stream.ReadByte() >= 0)
                throw new InvalidDataException($"the trailer claims {claimed} bytes, but {(read < bytes.Length ? read : "more")} were unpacked; the file is truncated, or has several members");
            return bytes;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: the gzip packing is damaged: {e.Message.TrimEnd('.')}. Fetch the file again.", e);
        }
    }
}
