namespace SpikeJit.Snn;

/// <summary>
/// MNIST: 60,000 handwritten digits for training and 10,000 for testing, 28×28 pixels (Y. LeCun, C. Cortes, C. Burges, 1998). The files are not part of
/// this library.
/// </summary>
public static class Mnist
{
    /// <summary>Pixels of an image, row by row.</summary>
    public const int Pixels = Side * Side;

    private const int Side = 28;
    private const int Classes = 10;
    private const float FullInk = 255;

    /// <summary>Reads the four files of MNIST, or of a data set that is stored as MNIST is; pixels become 0 (paper) to 1 (ink).</summary>
    /// <param name="directory">Where the files are: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c>, each plain or with <c>.gz</c>; a dot for the last hyphen but one is accepted.</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message says which names were looked for and where MNIST can be had.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not belong together.</exception>
    public static DataSplit Load(string directory) => new(Part(directory, "train"), Part(directory, "t10k"));

    private static Dataset Part(string directory, string part)
    {
        string imagePath = Find(directory, $"{part}-images", "idx3-ubyte"), labelPath = Find(directory, $"{part}-labels", "idx1-ubyte");
        IdxFile images = IdxFile.Read(imagePath), labels = IdxFile.Read(labelPath);
        if (images.Shape.Rank != 3 || images.Shape[1] != Side || images.Shape[2] != Side)
            throw new InvalidDataException($"{imagePath}: the images have the shape {images.Shape}; MNIST's are [N, {Side}, {Side}].");
        if (labels.Shape.Rank != 1) throw new InvalidDataException($"{labelPath}: the labels have the shape {labels.Shape}; MNIST's are [N].");
        if (images.Shape[0] != labels.Shape[0])
            throw new InvalidDataException($"{imagePath} has {images.Shape[0]} images, but {labelPath} has {labels.Shape[0]} labels. Take both from one source.");
        if (images.Shape[0] == 0) throw new InvalidDataException($"{imagePath} has no images.");
        int bad = labels.Data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (bad >= 0) throw new InvalidDataException($"{labelPath}: label {bad} is {labels.Data[bad]}; labels are 0 to {Classes - 1}. The file is damaged.");
        return new(Array.ConvertAll(images.Data, p => p / FullInk), Array.ConvertAll(labels.Data, l => (int)l), Classes);
    }

    private static string Find(string directory, string what, string kind)
    {
        string[] names = [$"{what}-{kind}", $"{what}-{kind}.gz", $"{what}.{kind}", $"{what}.{kind}.gz"];
        return Array.Find(Array.ConvertAll(names, n => Path.Combine(directory, n)), File.Exists)
            ?? throw new FileNotFoundException($"No {what} file of MNIST in {Path.GetFullPath(directory)}. Looked for {string.Join(", ", names)}. The four files "
                + "can be had from https://storage.googleapis.com/cvdf-datasets/mnist/ and https://ossci-datasets.s3.amazonaws.com/mnist/.");
    }
}
