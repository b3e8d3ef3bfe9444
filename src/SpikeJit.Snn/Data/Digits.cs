using System.IO.Compression;

namespace SpikeJit.Snn;

/// <summary>
/// 1797 handwritten digits of 8×8 pixels, part of this library: the test set of E. Alpaydin, C. Kaynak,
/// "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998 (CC BY 4.0).
/// </summary>
public static class Digits
{
    /// <summary>Pixels of a digit, row by row.</summary>
    public const int Pixels = 64;

    private const string Resource = "digits.csv.gz";
    private const float FullInk = 16;
    private const int TestEvery = 5;

    /// <summary>
    /// The digits with pixels from 0 (paper) to 1 (ink), in steps of 1/16: every fifth, from the first, is for testing (360), the others for training (1437).
    /// </summary>
    public static DataSplit Load()
    {
        List<float> train = [], test = [];
        List<int> trainLabels = [], testLabels = [];
        using Stream packed = typeof(Digits).Assembly.GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        for (int index = 0; lines.ReadLine() is { } line; index++)
        {
            bool forTest = index % TestEvery == 0;
            int[] numbers = [.. line.Split(',').Select(int.Parse)];
            (forTest ? test : train).AddRange(numbers[..Pixels].Select(p => p / FullInk));
            (forTest ? testLabels : trainLabels).Add(numbers[Pixels]);
        }
        return new(new([.. train], [.. trainLabels], classes: 10), new([.. test], [.. testLabels], classes: 10));
    }
}
