using CsCheck;
using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

public sealed class SafetensorsRefusalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "inside 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}}""", 7, "inside 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""", 6, "bytes 2 to 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "bytes 0 to 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 5, "last 3 bytes")]
    [InlineData("""{}""", 1, "last 1 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "ends at 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}""", 2, "'a' is given twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}""", 2, "'a' is given twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}""", 16, "takes 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "the extent 4611686018427387904")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}""", 0, "takes more than")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2147483647],"data_offsets":[0,17179869176]}}""", 0, "takes more than")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}""", 0, "the extent 1152921504606846976")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}""", 0, "the shape of 'a' holds")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", 1, "the shape of 'a' holds")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}}""", 1, "the data_offsets of 'a' holds")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, "after its end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "they are two")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[18446744073709551614,18446744073709551615]}}""", 1, "beyond any file")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""", 2, "the dtype BF16")]
    [InlineData("""{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "the dtype f32")]
    [InlineData("""{"a":{"dtype":5,"shape":[1],"data_offsets":[0,4]}}""", 4, "the dtype of 'a' is no string")]
    [InlineData("""{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, "the shape of 'a' is no array")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,1]}}""", 1, "no 'dtype'")]
    [InlineData("""{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1, "no 'shape'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 1, "no 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "the key 'dtype' twice")]
    [InlineData("""{"a":7}""", 0, "described by no object")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "'k' is no string")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' is given twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__ is given twice")]
    [InlineData("""{"__metadata__":[]}""", 0, "no object of strings")]
    [InlineData("""{"a":""", 0, "no valid JSON")]
    [InlineData("""{} {}""", 0, "no valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", 1, "no valid JSON")]
    [InlineData(""" {}""", 0, "does not begin with '{'")]
    [InlineData("", 0, "does not begin with '{'")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 2, "element 1 of a bool array is the byte 255")]
    public void Every_broken_rule_has_its_message(string header, int dataBytes, string message)
    {
        var data = new byte[dataBytes];
        if (dataBytes > 1) data[1] = 255;
        string path = SafetensorsBytes.File(_folder, header, data);
        string said = Assert.Throws<InvalidDataException>(() => Safetensors.Read(path)).Message;
        Assert.Contains(message, said);
        Assert.StartsWith(path, said);
    }

    [Fact]
    public void A_header_that_is_no_utf8_is_refused()
    {
        string path = SafetensorsBytes.File(_folder, [.. "{\""u8, 0xFF, .. "\":{}}"u8], []);
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => Safetensors.Read(path)).Message);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0 }, "the file has 3 bytes")]
    [InlineData(new byte[0], "the file has 0 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 125 }, "claims 3 bytes, but 2 follow")]
    [InlineData(new byte[] { 1, 225, 245, 5, 0, 0, 0, 0, 123, 125 }, "claims 100000001 bytes; the format allows 100000000")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 }, "claims 18446744073709551615 bytes")]
    public void A_header_length_that_cannot_be_is_refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Safetensors.Read(_folder.File("f", file))).Message);

    [Fact]
    public void No_damage_of_one_byte_does_more_than_be_refused_or_be_another_valid_file()
    {
        string path = _folder.File("whole");
        Safetensors.Write(path, [new("w", ArrayData.Of<float>([2, 2], 1, 2, 3, 4)), new("b", ArrayData.Of<bool>([3], true, false, true))]);
        byte[] whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] damaged = [.. whole];
            damaged[at] = value;
            string file = _folder.File($"{Guid.NewGuid():N}", damaged);
            try
            {
                Safetensors.Read(file);
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 500);
    }

    [Fact]
    public void No_truncated_file_is_read()
    {
        string path = _folder.File("whole");
        Safetensors.Write(path, [new("w", ArrayData.Of<float>([2, 2], 1, 2, 3, 4))]);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(_folder.File("cut", whole[..length])));
    }
}
