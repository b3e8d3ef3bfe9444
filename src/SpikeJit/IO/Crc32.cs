namespace SpikeJit.IO;

/// <summary>The checksum of zip and gzip: CRC-32, reflected polynomial 0xEDB88320 (ISO 3309).</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static uint Of(uint before, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~before;
        foreach (byte b in bytes) crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(int index)
    {
        uint value = (uint)index;
        for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320u);
        return value;
    }
}
