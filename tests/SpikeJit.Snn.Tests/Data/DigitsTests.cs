namespace SpikeJit.Snn.Tests.Data;

/// <summary>Facts about the UCI test set: 1797 digits, their numbers by class, and its first row.</summary>
public sealed class DigitsTests
{
    private static readonly DataSplit s_digits = Digits.Load();

    [Fact]
    public void There_are_1437_to_train_and_360_to_test()
    {
        Assert.Equal((1437, 360), (s_digits.Train.Count, s_digits.Test.Count));
        Assert.Equal((64, 10), (s_digits.Train.FeatureCount, s_digits.Train.Classes));
        Assert.Equal((64, 10), (s_digits.Test.FeatureCount, s_digits.Test.Classes));
    }

    [Fact]
    public void The_classes_are_as_frequent_as_published()
    {
        var counts = new int[10];
        foreach (int label in s_digits.Train.Labels) counts[label]++;
        foreach (int label in s_digits.Test.Labels) counts[label]++;
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
    }

    [Fact]
    public void The_first_example_is_a_zero_for_testing_and_the_second_a_one_for_training()
    {
        Assert.Equal((0, 1), (s_digits.Test.Labels[0], s_digits.Train.Labels[0]));
        Assert.Equal([0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0], s_digits.Test[0][..8].ToArray());
        Assert.Equal([0, 0, 0, 12 / 16f, 13 / 16f, 5 / 16f, 0, 0], s_digits.Train[0][..8].ToArray());
    }

    [Fact]
    public void Pixels_are_sixteenths_from_0_to_1()
    {
        foreach (float pixel in s_digits.Train.Features) Assert.True(pixel is >= 0 and <= 1 && pixel * 16 == MathF.Round(pixel * 16));
        Assert.Contains(1f, s_digits.Train.Features.ToArray());
    }
}
