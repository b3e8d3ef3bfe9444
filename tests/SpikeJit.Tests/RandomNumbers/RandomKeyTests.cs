namespace SpikeJit.Tests.RandomNumbers;

public sealed class RandomKeyTests
{
    private static uint[] Words(RandomKey key) => key.Data.ToArray<uint>();

    [Fact]
    public void The_published_answers_of_Threefry()
    {
        // Random123's known answers: all bits set, and digits of pi; the counter's high word is not reachable through a key's draws below 2³².
        Assert.Equal([1797259609u, 2579123966u, 928981903u, 3453687069u], new RandomKey(0).SplitMany(2).Data.ToArray<uint>());
        Assert.Equal([0x6b200159u, 0x99ba4efeu], Words(new RandomKey(0).FoldIn(0)));
        Assert.Equal([0x1cb996fcu, 0xbb002be7u], Block(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue));
        Assert.Equal([0xc4923a9cu, 0x483df7a0u], Block(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3));

        static uint[] Block(uint k0, uint k1, uint c0, uint c1)
        {
            Tensor[] words = [Tensor.Scalar(k0), Tensor.Scalar(k1), Tensor.Scalar(c0), Tensor.Scalar(c1)];
            return [.. new[] { Primitives.ThreefryWord.First, Primitives.ThreefryWord.Second }.Select(w => Tensor.Bind1(new Primitives.ThreefryBlock(w), words).Item<uint>())];
        }
    }

    [Fact]
    public void Uniform_numbers_never_reach_the_upper_end()
    {
        // With few floats in the interval the rounded product is often the end itself.
        foreach (float end in new[] { 5.000001f, 5.00001f, 5.0001f })
            Assert.InRange(new RandomKey(7).Uniform([4096], 5, end).Max().Item<float>(), 5f, MathF.BitDecrement(end));
        Tensor coarse = new RandomKey(7).Uniform([4096], 16777214, 16777216);
        Assert.Equal(16777215f, coarse.Max().Item<float>());
        Assert.Equal(16777214f, coarse.Min().Item<float>());
    }

    [Fact]
    public void An_empty_interval_keeps_its_value() => Assert.Equal([3f, 3f], new RandomKey(1).Uniform([2], 3, 3).ToArray<float>());

    [Fact]
    public void Bernoulli_reads_the_bits_of_Uniform()
    {
        var key = new RandomKey(5);
        Tensor drawn = key.Bernoulli([1000], 0.3);
        Assert.Equal(key.Uniform([1000]).Less(0.3f).ToArray<bool>(), drawn.ToArray<bool>());
        Assert.Equal(294, drawn.Sum().Item<int>());
    }

    [Fact]
    public void Folding_in_gives_the_keys_of_a_split()
    {
        var key = new RandomKey(42);
        RandomKey[] three = key.Split(3);
        Assert.Equal(Words(three[2]), Words(key.FoldIn(2)));
        Assert.Equal(Words(key.Split(2)[1]), Words(three[1]));
        Assert.Equal(Words(key.FoldIn(2)), Words(key.FoldIn(Tensor.Scalar(2))));
    }

    [Fact]
    public void Different_keys_share_no_words()
    {
        RandomKey[] keys = new RandomKey(11).Split(200);
        // Of 12800 words 0.02 pairs agree by chance.
        Assert.Equal(200 * 64, keys.SelectMany(k => k.Bits([64]).ToArray<uint>()).Distinct().Count());
    }

    [Fact]
    public void The_moments_of_many_draws_are_right()
    {
        var key = new RandomKey(42);
        Tensor normal = key.Normal([30_000]), uniform = key.Uniform([30_000]);
        Assert.Equal(0, normal.Mean().ToDouble(), 0.03);
        Assert.Equal(1, normal.Square().Mean().ToDouble(), 0.03);
        Assert.Equal(0.5, uniform.Mean().ToDouble(), 0.01);
        Assert.Equal(1 / 12.0, uniform.Variance([0]).ToDouble(), 0.003);
    }

    [Fact]
    public void Doubles_are_uniform_and_normal_too()
    {
        Tensor u = new RandomKey(9).Uniform([10_000], DType.F64), n = new RandomKey(9).Normal([10_000], DType.F64);
        Assert.Equal(DType.F64, n.DType);
        Assert.True(u.Min().ToDouble() >= 0 && u.Max().ToDouble() < 1);
        Assert.Equal(0.5, u.Mean().ToDouble(), 0.015);
        Assert.Equal(1, n.Variance([0]).ToDouble(), 0.06);
        // Bits below single precision are random as well.
        Assert.True(u.ToArray<double>().Count(x => x != (float)x) > 9_900);
    }

    [Fact]
    public void Keys_map_over_examples()
    {
        var key = new RandomKey(8);
        Func<RandomKey, Tensor> draw = k => k.Normal([5]);
        Tensor mapped = draw.VMap()(key.SplitMany(4));
        for (int i = 0; i < 4; i++) Assert.Equal(key.FoldIn(i).Normal([5]).ToArray<float>(), mapped[i].ToArray<float>());
    }

    [Fact]
    public void Keys_travel_through_a_scan()
    {
        (RandomKey last, Tensor draws) = Fn.Scan<RandomKey, Tensor>(
            key =>
            {
                (RandomKey next, RandomKey draw) = key.Split();
                return (next, draw.Uniform([3]));
            },
            new RandomKey(4), 6);
        var expected = new RandomKey(4);
        for (int t = 0; t < 6; t++)
        {
            (expected, RandomKey draw) = expected.Split();
            Assert.Equal(draw.Uniform([3]).ToArray<float>(), draws[t].ToArray<float>());
        }
        Assert.Equal(Words(expected), Words(last));
    }

    [Fact]
    public void Bounds_may_be_tensors()
    {
        Tensor x = new RandomKey(1).RandIntBetween([1000, 2], Tensor.From<int>([-5, 100]), Tensor.From<int>([5, 103]));
        Assert.Equal([-5, 100], x.Min(0).ToArray<int>());
        Assert.Equal([4, 102], x.Max(0).ToArray<int>());
    }
}
