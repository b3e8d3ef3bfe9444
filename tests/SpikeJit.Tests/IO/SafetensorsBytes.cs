using System.Buffers.Binary;
using System.Text;

namespace SpikeJit.Tests.IO;

/// <summary>Safetensors files put together by hand.</summary>
internal static class SafetensorsBytes
{
    public static string File(TempFolder folder, string header, byte[] data) => File(folder, Encoding.UTF8.GetBytes(header), data);

    public static string File(TempFolder folder, byte[] header, byte[] data)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return folder.File("hand.safetensors", [.. prefix, .. header, .. data]);
    }
}
