namespace SpikeJit.Tests.IO;

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
}
