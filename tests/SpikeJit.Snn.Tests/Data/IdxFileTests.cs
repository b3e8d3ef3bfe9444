using System.IO.Compression;

namespace SpikeJit.Snn.Tests.Data;

public sealed class IdxFileTests
{
    private const string OneImage = "00000803" + "00000001" + "00000002" + "00000003" + "00FF80070102";

    internal static byte[] Pack(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static string Refusal(byte[] content)
    {
        string said = Assert.Throws<InvalidDataException>(() => IdxFile.Parse(content, "some-file")).Message;
        Assert.StartsWith("some-file: ", said);
        return said;
    }

    [Fact]
    public void Extents_are_big_endian()
    {
        IdxFile file = IdxFile.Parse(Hex(OneImage), "f");
        Assert.Equal(new Shape(1, 2, 3), file.Shape);
        Assert.Equal([0, 255, 128, 7, 1, 2], file.Data);
    }

    [Fact]
    public void A_packed_file_is_unpacked_whatever_its_name()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Pack(Hex(OneImage)));
            Assert.Equal([0, 255, 128, 7, 1, 2], IdxFile.Read(path).Data);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("", "0 bytes")]
    [InlineData("000008", "3 bytes")]
    [InlineData("0000080300000001", "inside its header of 16 bytes")]
    [InlineData("00000801000000020102FF", "the shape [2] takes 2 bytes, but 3 follow the header. Something was appended")]
    [InlineData("000008010000000201", "the shape [2] takes 2 bytes, but 1 follow the header. The file is truncated")]
    [InlineData("00000802FFFFFFFFFFFFFFFF01", "the shape [4294967295, 4294967295] takes")]
    [InlineData("00000804FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF01", "takes 9223372036854775807 bytes")]
    [InlineData("00000802FFFFFFFF00000000", "the shape [4294967295, 0] takes 0 bytes")]
    [InlineData("03080000", "the magic number is 50855936 (0x03080000)")]
    [InlineData("00000D0100000000", "type 32-bit float (0x0D)")]
    [InlineData("00000A0100000000", "0x0A is no element type")]
    public void Every_damage_has_its_message(string hex, string message) => Assert.Contains(message, Refusal(Hex(hex)));

    [Fact]
    public void A_packed_file_is_refused_wherever_it_is_cut()
    {
        byte[] packed = Pack([.. Hex("0000080100010000"), .. Enumerable.Range(0, 65536).Select(i => (byte)(i * i >> 5))]);
        for (int length = 2; length < packed.Length; length += length < 40 || length > packed.Length - 40 ? 1 : 997) Refusal(packed[..length]);
        Assert.Equal(65536, IdxFile.Parse(packed, "f").Data.Length);
    }

    [Fact]
    public void A_damaged_or_lengthened_packed_file_is_refused()
    {
        byte[] packed = Pack(Hex(OneImage));
        Refusal([.. packed, 0]);
        Refusal([.. packed, .. packed]);
        for (int at = 10; at < packed.Length; at++)
        {
            byte[] damaged = [.. packed];
            damaged[at] ^= 0x11;
            Refusal(damaged);
        }
    }

    [Fact]
    public void A_trailer_that_claims_more_than_can_be_packed_is_refused_before_anything_is_allocated()
    {
        byte[] packed = Pack(Hex(OneImage));
        BitConverter.GetBytes(0x7FFF0000).CopyTo(packed, packed.Length - 4);
        Assert.Contains("claims 2147418112 bytes", Refusal(packed));
    }
}
