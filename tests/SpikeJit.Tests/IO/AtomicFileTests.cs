using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = _folder.File("a", [1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([9, 9]);
            throw new InvalidOperationException();
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_reader_of_the_old_file_keeps_it_while_the_new_one_takes_its_name()
    {
        string path = _folder.File("a", [1]);
        using (FileStream reader = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            AtomicFile.Write(path, stream => stream.Write([2, 2]));
            Assert.Equal(1, reader.ReadByte());
        }
        Assert.Equal([2, 2], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }
}
