using System.Text;
using CsCheck;
using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        string path = _folder.File("a.safetensors");
        Safetensors.Write(path, [new("attn.0", ArrayData.Of<float>([1, 2, 3], 1, 2, 3, 4, 5, 6))]);
        byte[] expected =
        [
            64, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.UTF8.GetBytes("""{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}"""),
            0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64, 0, 0, 192, 64,
        ];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void Wide_elements_lie_first_and_the_header_is_padded_so_that_all_are_aligned()
    {
        string path = _folder.File("a.safetensors");
        Safetensors.Write(path,
        [
            new("b", ArrayData.Of<byte>([1], 7)),
            new("f", ArrayData.Of<float>([1], 1)),
            new("d", ArrayData.Of<double>([1], 1)),
        ]);
        using var file = new SafetensorsFile(path);
        Assert.Equal(0, file.Entries["d"].Begin);
        Assert.Equal(8, file.Entries["f"].Begin);
        Assert.Equal(12, file.Entries["b"].Begin);
        Assert.Equal(0, (new FileInfo(path).Length - 13) % 8);
    }

    [Fact]
    public void What_is_written_is_read() => ArrayGen.Named.Sample(tensors =>
    {
        string path = _folder.File($"{Guid.NewGuid():N}.safetensors");
        var metadata = tensors.Keys.ToDictionary(k => k, k => $"<{k}>");
        Safetensors.Write(path, tensors, metadata);
        Assert.Equal(tensors, Safetensors.Read(path));
        using var file = new SafetensorsFile(path);
        Assert.Equal(metadata, file.Metadata);
    }, iter: 100);

    [Fact]
    public void The_bytes_do_not_depend_on_the_order_of_the_tensors()
    {
        KeyValuePair<string, ArrayData>[] tensors = [new("x", ArrayData.Of<int>([], 1)), new("y", ArrayData.Of<int>([0])), new("a", ArrayData.Of<bool>([2], true, false))];
        string forward = _folder.File("1"), backward = _folder.File("2");
        Safetensors.Write(forward, tensors, new Dictionary<string, string> { ["p"] = "1", ["q"] = "2" });
        Safetensors.Write(backward, tensors.Reverse(), new Dictionary<string, string> { ["q"] = "2", ["p"] = "1" });
        Assert.Equal(File.ReadAllBytes(forward), File.ReadAllBytes(backward));
    }

    [Fact]
    public void Header_keys_may_come_in_any_order_with_keys_of_other_tools()
    {
        string path = SafetensorsBytes.File(_folder, """{"e":{"shape":[0],"data_offsets":[0,0],"dtype":"F32"},"s":{"data_offsets":[0,4],"note":{"x":[1]},"dtype":"I32","shape":[]},"__metadata__":{"k":"v"}}  """, [5, 0, 0, 0]);
        Dictionary<string, ArrayData> tensors = Safetensors.Read(path);
        Assert.Equal(ArrayData.Of<float>([0]), tensors["e"]);
        Assert.Equal(ArrayData.Of<int>([], 5), tensors["s"]);
    }

    [Fact]
    public void A_tensor_is_read_in_place_and_not_after_the_file_is_closed()
    {
        string path = SafetensorsBytes.File(_folder, """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", [8, 9]);
        var file = new SafetensorsFile(path);
        Assert.Equal([8, 9], file.Bytes("a").ToArray());
        Assert.Contains("It has: a", Assert.Throws<KeyNotFoundException>(() => file.Read("b")).Message);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read("a"));
    }

    [Fact]
    public void Names_that_cannot_be_written_are_refused()
    {
        ArrayData one = ArrayData.Of<int>([], 1);
        string path = _folder.File("a");
        Assert.Contains("metadata", Assert.Throws<ArgumentException>(() => Safetensors.Write(path, [new("__metadata__", one)])).Message);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => Safetensors.Write(path, [new("x", one), new("x", one)])).Message);
        Assert.ThrowsAny<ArgumentException>(() => Safetensors.Write(path, [new("\ud800", one)]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
