using SpikeJit.Memory;

namespace SpikeJit.Tests.IO;

/// <summary>Files as users meet them. How much memory they take is measured, so nothing else runs meanwhile.</summary>
[Collection(nameof(TensorFileTests))]
public sealed class TensorFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("spikejit-tensors").FullName;

    private static readonly Dictionary<string, Tensor> s_tensors = new()
    {
        ["weights"] = Tensor.From<float>([1.5f, float.NaN, -0f, 1e-45f], [2, 2]),
        ["counts"] = Tensor.From<int>([1, -2, 3]),
        ["mask"] = Tensor.From<bool>([true, false]),
        ["words"] = Tensor.From<ulong>([ulong.MaxValue, 0]),
        ["scalar"] = Tensor.Scalar(2.5),
        ["empty"] = Tensor.Zeros([0, 3]),
        ["filled"] = Tensor.Ones([2, 3], DType.U8),
        ["bytes"] = Tensor.From<sbyte>([-128, -1, 127]),
    };

    private string Path(string name) => System.IO.Path.Combine(_directory, name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Same(IReadOnlyDictionary<string, Tensor> loaded)
    {
        Assert.Equal(s_tensors.Keys.Order(), loaded.Keys.Order());
        foreach ((string name, Tensor expected) in s_tensors)
        {
            Assert.Equal(expected.Type, loaded[name].Type);
            Assert.Equal(expected.ToString(), loaded[name].ToString());
        }
    }

    [Fact]
    public void Safetensors_come_back_with_their_metadata()
    {
        TensorFile.SaveSafetensors(Path("a.safetensors"), s_tensors, new Dictionary<string, string> { ["epoch"] = "3" });
        Same(TensorFile.LoadSafetensors(Path("a.safetensors"), out IReadOnlyDictionary<string, string> metadata));
        Assert.Equal("3", Assert.Single(metadata).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Npz_files_come_back(bool compress)
    {
        TensorFile.SaveNpz(Path("a.npz"), s_tensors, compress);
        Same(TensorFile.LoadNpz(Path("a.npz")));
    }

    [Fact]
    public void Npy_files_come_back()
    {
        TensorFile.SaveNpy(Path("a.npy"), s_tensors["weights"]);
        Assert.Equal(s_tensors["weights"].ToArray<float>(), TensorFile.LoadNpy(Path("a.npy")).ToArray<float>());
    }

    [Fact]
    public void What_cannot_be_saved_is_refused_and_leaves_no_file()
    {
        Assert.Throws<ArgumentNullException>(() => TensorFile.SaveNpy(Path("a.npy"), null!));
        Assert.Throws<ArgumentException>(() => TensorFile.SaveNpy("", Tensor.Ones([1])));
        Assert.Throws<ArgumentNullException>(() => TensorFile.SaveNpz(Path("a.npz"), null!));
        Assert.Throws<ArgumentException>(() => TensorFile.SaveSafetensors(Path("a.s"), new Dictionary<string, Tensor> { ["__metadata__"] = Tensor.Ones([1]) }));
        Func<Tensor, Tensor> saves = x =>
        {
            TensorFile.SaveNpy(Path("a.npy"), x);
            return x;
        };
        Assert.Throws<TraceException>(() => Fn.Trace(saves)(Tensor.Ones([1])));
        Assert.Empty(Directory.GetFiles(_directory));
        Assert.Throws<FileNotFoundException>(() => TensorFile.LoadNpy(Path("a.npy")));
    }

    [Fact]
    public void An_archive_tells_what_it_holds_and_reads_one_tensor_at_a_time()
    {
        TensorFile.SaveSafetensors(Path("a.safetensors"), s_tensors, new Dictionary<string, string> { ["epoch"] = "3" });
        TensorArchive archive = TensorFile.OpenSafetensors(Path("a.safetensors"));
        Assert.Equal(s_tensors.ToDictionary(t => t.Key, t => t.Value.Type), archive.Types);
        Assert.Equal("3", archive.Metadata["epoch"]);
        Tensor counts = archive.Load("counts");
        Assert.Contains("has no tensor 'others'", Assert.Throws<KeyNotFoundException>(() => archive.Load("others")).Message);
        archive.Dispose();
        Assert.Equal([1, -2, 3], counts.ToArray<int>());
        Assert.Throws<ObjectDisposedException>(() => archive.Load("counts"));
    }

    [Fact]
    public void A_file_larger_than_what_is_read_of_it_costs_no_memory()
    {
        // A sparse file: 256 MiB of zeros before the tensor that is wanted.
        const long Large = 256L << 20;
        string header = $$$"""{"large":{"dtype":"U8","shape":[{{{Large}}}],"data_offsets":[0,{{{Large}}}]},"x":{"dtype":"U8","shape":[3],"data_offsets":[{{{Large}}},{{{Large + 3}}}]}}""";
        string path = Path("large.safetensors");
        using (FileStream stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(System.Text.Encoding.UTF8.GetBytes(header));
            stream.Position += Large;
            stream.Write([1, 2, 3]);
        }
        long pooled = MemoryPool.Live, before = GC.GetAllocatedBytesForCurrentThread();
        using TensorArchive archive = TensorFile.OpenSafetensors(path);
        Assert.Equal([1, 2, 3], archive.Load("x").ToArray<byte>());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.True(MemoryPool.Live - pooled < 64 << 20);
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "claims.npy", Npy("(2147483647,)", "|u1") },
        { "overflows.npy", Npy("(1152921504606846976, 16)", "<f8") },
        { "negative.npy", Npy("(-1, -1)", "<f4") },
        { "claims.safetensors", Safetensors("""{"a":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""") },
        { "overflows.safetensors", Safetensors("""{"a":{"dtype":"F64","shape":[1152921504606846976,16],"data_offsets":[0,0]}}""") },
        { "overlaps.safetensors", Safetensors("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""") },
        { "header.safetensors", [0, 0, 0, 0, 0, 0, 0, 16, (byte)'{', (byte)'}'] },
        { "none.npz", [0x50, 0x4B, 5, 6, .. new byte[8], 255, 255, 255, 255, 255, 255, 255, 255, 0, 0] },
    };

    private static byte[] Npy(string shape, string type)
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, 1, 2, 3, 4];
    }

    private static byte[] Safetensors(string header) => [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), 1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Hostile))]
    public void A_hostile_file_is_refused_before_anything_is_allocated_for_its_claims(string name, byte[] content)
    {
        File.WriteAllBytes(Path(name), content);
        long pooled = MemoryPool.Live, before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => name.Split('.')[1] switch
        {
            "npy" => (object)TensorFile.LoadNpy(Path(name)),
            "npz" => TensorFile.LoadNpz(Path(name)),
            _ => TensorFile.LoadSafetensors(Path(name)),
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.True(MemoryPool.Live - pooled < 64 << 20);
    }
}

/// <summary>Memory is counted for the whole process.</summary>
[CollectionDefinition(nameof(TensorFileTests), DisableParallelization = true)]
public sealed class TensorFileCollection;
