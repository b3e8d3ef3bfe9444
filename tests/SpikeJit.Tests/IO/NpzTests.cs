using System.IO.Compression;
using System.Text;
using CsCheck;
using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

/// <summary>The archives in base 64 were written by NumPy 1.24.2.</summary>
public sealed class NpzTests : IDisposable
{
    private const string Compressed = "UEsDBBQAAAAIAAAAIQBSMxP7TgAAAJAAAAAFABQAYS5ucHkBABAAkAAAAAAAAABOAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6mjoKtQoUAC4GMGiwBxIOQOQAAFBLAwQUAAAACAAAACEAI7jwbEYAAACIAAAABQAUAGIubnB5AQAQAIgAAAAAAAAARgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqaOgq1ChQBLnYGCAAAUEsBAhQDFAAAAAgAAAAhAFIzE/tOAAAAkAAAAAUAAAAAAAAAAAAAAIABAAAAAGEubnB5UEsBAhQDFAAAAAgAAAAhACO48GxGAAAAiAAAAAUAAAAAAAAAAAAAAIABhQAAAGIubnB5UEsFBgAAAAACAAIAZgAAAAIBAAAAAA==";
    private const string Stored = "UEsDBBQAAAAAAAAAIQBUeS6DhAAAAIQAAAAFABQAYS5ucHkBABAAhAAAAAAAAACEAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgxLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAADAP1BLAQIUAxQAAAAAAAAAIQBUeS6DhAAAAIQAAAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBLBQYAAAAAAQABADMAAAC7AAAAAAA=";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Zip(params (string Name, byte[] Content)[] entries)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.npz");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }
        return path;
    }

    private static string Refusal(string path)
    {
        string said = Assert.Throws<InvalidDataException>(() => Npz.Read(path)).Message;
        Assert.StartsWith(path, said);
        return said;
    }

    [Fact]
    public void Archives_of_numpy_are_read()
    {
        Dictionary<string, ArrayData> compressed = Npz.Read(_folder.File("c.npz", Convert.FromBase64String(Compressed)));
        Assert.Equal(2, compressed.Count);
        Assert.Equal(ArrayData.Of<float>([4], 0, 1, 2, 3), compressed["a"]);
        Assert.Equal(ArrayData.Of<long>([], 7), compressed["b"]);
        Assert.Equal(ArrayData.Of<float>([1], 1.5f), Npz.Read(_folder.File("s.npz", Convert.FromBase64String(Stored)))["a"]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_written_is_read_and_its_bytes_depend_on_the_content_alone(bool compress) => ArrayGen.Named.Sample(arrays =>
    {
        string path = _folder.File($"{Guid.NewGuid():N}.npz"), again = path + "2";
        Npz.Write(path, arrays, compress);
        Npz.Write(again, arrays.Reverse(), compress);
        Assert.Equal(arrays, Npz.Read(path));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
    }, iter: 30);

    [Fact]
    public void Entries_that_do_not_belong_are_refused()
    {
        var npy = new MemoryStream();
        Npy.Write(npy, ArrayData.Of<byte>([1], 1));
        byte[] one = npy.ToArray();
        Assert.Contains("'readme.txt': not a .npy", Refusal(Zip(("readme.txt", one))));
        Assert.Contains("'a.npy': given twice", Refusal(Zip(("a.npy", one), ("a.npy", one))));
        Assert.Contains("'a.npy': the file begins with", Refusal(Zip(("a.npy", Encoding.ASCII.GetBytes("not an array")))));
        Assert.Throws<ArgumentException>(() => Npz.Write(_folder.File("d"), [new("a", ArrayData.Of<int>([], 1)), new("a", ArrayData.Of<int>([], 2))]));
    }

    [Fact]
    public void No_truncated_archive_is_read()
    {
        byte[] whole = Convert.FromBase64String(Compressed);
        for (int length = 0; length < whole.Length; length++) Refusal(_folder.File("cut.npz", whole[..length]));
    }

    [Fact]
    public void A_changed_value_fails_the_checksum()
    {
        byte[] bytes = Convert.FromBase64String(Stored);
        int value = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x00, 0xC0, 0x3F]);
        bytes[value + 2] ^= 1;
        Assert.Contains("checksum", Refusal(_folder.File("x.npz", bytes)));
    }

    [Fact]
    public void A_claimed_length_beyond_what_the_packed_bytes_can_hold_is_refused()
    {
        byte[] bytes = Convert.FromBase64String(Compressed);
        // The uncompressed length of the first entry in the central directory.
        int directory = bytes.AsSpan().IndexOf("PK\x1\x2"u8);
        BitConverter.GetBytes(0x7FFFFFFF).CopyTo(bytes, directory + 24);
        Assert.Contains("cannot hold the 2147483647", Refusal(_folder.File("x.npz", bytes)));
    }

    [Fact]
    public void A_damaged_byte_is_refused_or_changes_nothing_that_is_read()
    {
        byte[] whole = Convert.FromBase64String(Compressed);
        Dictionary<string, ArrayData> arrays = Npz.Read(_folder.File("whole.npz", whole));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            try
            {
                Dictionary<string, ArrayData> read = Npz.Read(_folder.File("x.npz", damaged));
                Assert.Equal(arrays.Values, read.Values);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void The_checksum_is_that_of_zip() => Assert.Equal(0xCBF43926u, Crc32.Of(0, "123456789"u8));
}
