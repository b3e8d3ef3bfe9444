using System.Buffers.Binary;

namespace SpikeJit.Snn.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikejit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Idx(params ReadOnlySpan<int> extents)
    {
        var bytes = new byte[4 + 4 * extents.Length];
        (bytes[2], bytes[3]) = (8, (byte)extents.Length);
        for (int a = 0; a < extents.Length; a++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * a), extents[a]);
        return bytes;
    }

    private static byte[] Images(int count, int side = 28) => [.. Idx(count, side, side), .. new byte[count * side * side]];

    private static byte[] Labels(params byte[] labels) => [.. Idx(labels.Length), .. labels];

    private void Put(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, name), content);

    private void PutAll()
    {
        byte[] images = Images(2);
        images[16] = 255;
        images[17] = 51;
        Put("train-images-idx3-ubyte", images);
        Put("train-labels.idx1-ubyte", Labels(9, 0));
        Put("t10k-images-idx3-ubyte.gz", IdxFileTests.Pack(Images(1)));
        Put("t10k-labels.idx1-ubyte.gz", IdxFileTests.Pack(Labels(4)));
    }

    private string Refusal() => Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder)).Message;

    [Fact]
    public void Files_are_found_packed_or_plain_under_all_their_names()
    {
        PutAll();
        DataSplit mnist = Mnist.Load(_folder);
        Assert.Equal([9, 0], mnist.Train.Labels.ToArray());
        Assert.Equal([1f, 0.2f, 0f], mnist.Train[0][..3].ToArray());
        Assert.Equal([4], mnist.Test.Labels.ToArray());
        Assert.Equal(784, mnist.Test.FeatureCount);
    }

    [Fact]
    public void A_missing_file_is_named_with_a_source()
    {
        PutAll();
        File.Delete(Path.Combine(_folder, "t10k-images-idx3-ubyte.gz"));
        string said = Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder)).Message;
        Assert.Contains("t10k-images-idx3-ubyte, t10k-images-idx3-ubyte.gz", said);
        Assert.Contains(_folder, said);
        Assert.Contains("https://", said);
        Assert.Throws<FileNotFoundException>(() => Mnist.Load(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        PutAll();
        Put("train-labels.idx1-ubyte", Labels(1));
        Assert.Contains("2 images, but", Refusal());
        Put("train-labels.idx1-ubyte", Labels(1, 10));
        Assert.Contains("label 1 is 10", Refusal());
        Put("train-labels.idx1-ubyte", Images(2));
        Assert.Contains("the labels have the shape [2, 28, 28]", Refusal());
        Put("train-labels.idx1-ubyte", Labels(1, 2));
        Put("train-images-idx3-ubyte", Images(2, side: 27));
        Assert.Contains("the images have the shape [2, 27, 27]", Refusal());
        Put("train-images-idx3-ubyte", Labels(1, 2));
        Assert.Contains("the images have the shape [2]", Refusal());
        Put("train-images-idx3-ubyte", Images(0));
        Put("train-labels.idx1-ubyte", Labels());
        Assert.Contains("no images", Refusal());
    }

    [Fact]
    public void The_real_files_have_the_published_counts()
    {
        string? data = Environment.GetEnvironmentVariable("SPIKEJIT_DATA");
        if (data is null || !Directory.Exists(Path.Combine(data, "mnist")))
            Assert.Skip("MNIST is not here: set SPIKEJIT_DATA to a folder that has the four files under mnist/.");
        DataSplit mnist = Mnist.Load(Path.Combine(data, "mnist"));
        Assert.Equal((60000, 10000), (mnist.Train.Count, mnist.Test.Count));
        Assert.Equal([5, 0, 4, 1, 9], mnist.Train.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], mnist.Test.Labels[..5].ToArray());
        double sum = 0;
        foreach (float pixel in mnist.Train.Features) sum += pixel;
        // The mean that everyone normalises MNIST by.
        Assert.Equal(0.1307, sum / mnist.Train.Features.Length, 4);
    }
}
