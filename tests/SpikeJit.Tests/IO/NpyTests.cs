using System.Text;
using CsCheck;
using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

/// <summary>The bytes of the first tests were written by NumPy 1.24.2.</summary>
public sealed class NpyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(byte major, string header, string dataHex, int minor = 0)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = major == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, major, (byte)minor, .. length, .. text, .. Convert.FromHexString(dataHex)];
    }

    /// <summary>As numpy.save pads it: 128 bytes before the data.</summary>
    private static byte[] Saved(string header, string dataHex) => Bytes(1, header.PadRight(117) + "\n", dataHex);

    private ArrayData Read(byte[] bytes) => Npy.Read(_folder.File("a.npy", bytes));

    public static TheoryData<string, string, object> FromNumPy => new()
    {
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "0000803f0000004000004040000080400000a0400000c040", ArrayData.Of<float>([2, 3], 1, 2, 3, 4, 5, 6) },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "0000000000000440", ArrayData.Of<double>([], 2.5) },
        { "{'descr': '<i4', 'fortran_order': False, 'shape': (0, 3), }", "", ArrayData.Of<int>([0, 3]) },
        { "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", "0100", ArrayData.Of<bool>([2], true, false) },
        { "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "000102", ArrayData.Of<byte>([3], 0, 1, 2) },
    };

    [Theory, MemberData(nameof(FromNumPy), DisableDiscoveryEnumeration = true)]
    public void Files_of_numpy_are_read_and_written_byte_for_byte(string header, string data, object array)
    {
        byte[] saved = Saved(header, data);
        Assert.Equal(array, Read(saved));
        string path = _folder.File("b.npy");
        Npy.Write(path, (ArrayData)array);
        Assert.Equal(saved, File.ReadAllBytes(path));
    }

    [Fact]
    public void Fortran_order_becomes_row_major() =>
        Assert.Equal(ArrayData.Of<int>([2, 3], 0, 1, 2, 3, 4, 5),
            Read(Saved("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", "000000000300000001000000040000000200000005000000")));

    [Fact]
    public void Fortran_order_of_three_axes_becomes_row_major()
    {
        // Element [i, j, k] of shape [2, 3, 4] lies at i + 2j + 6k and holds that place.
        string data = Convert.ToHexString([.. Enumerable.Range(0, 24).Select(i => (byte)i)]);
        ArrayData array = Read(Saved("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }", data));
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 4; k++)
                    Assert.Equal(i + 2 * j + 6 * k, array.Data[(i * 3 + j) * 4 + k]);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void All_versions_are_read(byte version) =>
        Assert.Equal(ArrayData.Of<ulong>([3], 0, 1, 2),
            Read(Bytes(version, "{'descr': '<u8', 'fortran_order': False, 'shape': (3,), }\n", "000000000000000001000000000000000200000000000000")));

    [Theory]
    [InlineData("{\"shape\":(2L,),'fortran_order':False,'descr':'u1'}")]
    [InlineData("  { 'shape' : ( 2 , ) , 'descr' : '<u1' , 'fortran_order' : True }  \n")]
    public void Headers_of_other_writers_are_read(string header) =>
        Assert.Equal(ArrayData.Of<byte>([2], 7, 8), Read(Bytes(1, header, "0708")));

    [Fact]
    public void What_is_written_is_read() => ArrayGen.Array.Sample(array =>
    {
        var stream = new MemoryStream();
        Npy.Write(stream, array);
        stream.Position = 0;
        Assert.Equal(array, Npy.Read(stream, stream.Length, "memory"));
    }, iter: 200);

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian (>f4)")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", "the type <f2")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "the type |O")]
    [InlineData("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", "the type <U1")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", "records with fields")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "negative extent")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", "a number in parentheses")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }", "without a comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }", "no tuple of integers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976,), }", "the extent 1152921504606846976")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,), }", "beyond 2⁶⁴")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 4), }", "takes more than")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "takes 8 bytes, but 4 follow the header. The file is truncated")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "takes 3 bytes, but 4 follow the header. Something was appended")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }", "element 2 of a bool array is the byte 128")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }", "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "lacks one of")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "gives 'descr' twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "unknown key 'x'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", "goes on after")]
    [InlineData("{'descr': '<f4", "string without end")]
    [InlineData("{'descr' '<f4'}", "no ':'")]
    [InlineData("", "no '{'")]
    public void Every_damage_has_its_message(string header, string message)
    {
        byte[] bytes = Bytes(1, header, "0000803F");
        string said = Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;
        Assert.Contains(message, said);
        Assert.StartsWith(_folder.Path, said);
    }

    [Theory]
    [InlineData("00", "inside its header")]
    [InlineData("1F8B0800000000000000", "no .npy file")]
    [InlineData("934E554D50590400760000007B", "version is 4.0")]
    [InlineData("934E554D50590101760000007B", "version is 1.1")]
    [InlineData("934E554D50590100760000007B", "inside its header")]
    [InlineData("934E554D50590200FFFFFFFF7B", "claims 4294967295 bytes")]
    public void A_start_that_is_none_is_refused(string hex, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(Convert.FromHexString(hex))).Message);
}
