namespace SpikeJit.Snn.Tests.Data;

public sealed class DatasetTests
{
    private static readonly Dataset s_three = new([1, 2, 3, 4, 5, 6], [0, 2, 1], classes: 3);

    [Fact]
    public void Features_lie_row_by_row()
    {
        Assert.Equal((3, 2, 3), (s_three.Count, s_three.FeatureCount, s_three.Classes));
        Assert.Equal([3, 4], s_three[1].ToArray());
        Assert.Equal([0, 2, 1], s_three.Labels.ToArray());
    }

    [Fact]
    public void A_selection_keeps_the_given_order_and_repeats()
    {
        Dataset chosen = s_three.Select(2, 0, 2);
        Assert.Equal([5, 6, 1, 2, 5, 6], chosen.Features.ToArray());
        Assert.Equal([1, 0, 1], chosen.Labels.ToArray());
        Assert.Equal(3, chosen.Classes);
    }

    [Fact]
    public void Taking_more_than_there_is_takes_all()
    {
        Assert.Equal([1, 2, 3, 4], s_three.Take(2).Features.ToArray());
        Assert.Equal(3, s_three.Take(9).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_three.Take(0));
    }

    [Fact]
    public void Examples_that_are_not_there_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => s_three[3].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_three[-1].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_three.Select(0, 3));
        Assert.Throws<ArgumentException>(() => s_three.Select());
    }

    [Theory]
    [InlineData(new[] { 1f, 2f, 3f }, new[] { 0, 1 }, "3 features do not divide among 2 examples")]
    [InlineData(new float[0], new[] { 0, 1 }, "0 features")]
    [InlineData(new float[0], new int[0], "without examples")]
    [InlineData(new[] { 1f, 2f, 3f, float.NaN }, new[] { 0, 1 }, "Feature 1 of example 1 is NaN")]
    [InlineData(new[] { 1f, float.PositiveInfinity }, new[] { 0, 1 }, "Feature 0 of example 1 is")]
    [InlineData(new[] { 1f, 2f }, new[] { 0, 3 }, "Example 1 has the label 3; with 3 classes labels are 0 to 2")]
    [InlineData(new[] { 1f, 2f }, new[] { -1, 0 }, "Example 0 has the label -1")]
    public void Bad_examples_are_refused(float[] features, int[] labels, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Dataset(features, labels, classes: 3)).Message);
}
