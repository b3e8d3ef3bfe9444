namespace SpikeJit.Tests.Debugging;

/// <summary>One key, two uses: found wherever it happens, by the key's words.</summary>
public sealed class CheckKeysTests
{
    private static string Message<T, TResult>(Func<T, TResult> f, T x) => Assert.Throws<KeyReuseException>(() => Fn.CheckKeys(f)(x)).Message;

    [Fact]
    public void Keys_used_once_pass_and_give_what_they_give()
    {
        Func<RandomKey, Tensor> f = key =>
        {
            (RandomKey a, RandomKey b) = key.Split();
            return a.Normal([3]) + b.Uniform([3]) + b.FoldIn(1).Permutation(3) + b.FoldIn(2).Bernoulli([3]).As(DType.F32);
        };
        Tensor expected = f(new RandomKey(1));
        for (int run = 0; run < 2; run++) Assert.Equal(expected.ToArray<float>(), f.CheckKeys()(new RandomKey(1)).ToArray<float>());
        Assert.Equal(expected.ToArray<float>(), Fn.Jit(f.CheckKeys())(new RandomKey(1)).ToArray<float>());
    }

    [Fact]
    public void Two_draws_of_one_key_are_found_with_both_places()
    {
        string message = Message((RandomKey key) => key.Normal([3]) + key.Uniform([3]), new RandomKey(1));
        Assert.Contains("one random key is used twice: by Normal at CheckKeysTests.cs:", message);
        Assert.Contains(", and by Uniform at CheckKeysTests.cs:", message);
        Assert.Contains("by Split at CheckKeysTests.cs:", Message((RandomKey key) => key.Split().First.Normal([3]) + key.Bits([3]).As(DType.F32), new RandomKey(1)));
    }

    [Fact]
    public void One_key_under_two_names_is_one_key()
    {
        Assert.Throws<KeyReuseException>(() => Fn.CheckKeys((Tensor x) => x + new RandomKey(7).Normal([]) * new RandomKey(7).Normal([]))(1f));
        // FoldIn(i) is the i-th key of a split.
        Assert.Throws<KeyReuseException>(() => Fn.CheckKeys((RandomKey k) => k.FoldIn(1).Normal([]) + k.Split(2)[1].Normal([]))(new RandomKey(3)));
        Assert.Throws<KeyReuseException>(() => Fn.CheckKeys((RandomKey k) => k.FoldIn(5).Normal([]) + k.FoldIn(5).Normal([]))(new RandomKey(3)));
    }

    [Fact]
    public void A_loop_that_does_not_carry_its_key_is_found_at_the_second_step()
    {
        Assert.Contains("at step 1 of a scan of 4", Message((RandomKey key) => Fn.Scan((Tensor v) => (v + key.Normal([]), (object?)null), (Tensor)0f, 4).Carry, new RandomKey(1)));
        Assert.Contains("at step 1 of a scan of 4", Assert.Throws<KeyReuseException>(() =>
            Fn.Jit(Fn.CheckKeys((RandomKey key) => Fn.Scan((Tensor v) => (v + key.Normal([]), (object?)null), (Tensor)0f, 4).Carry))(new RandomKey(1))).Message);
        Func<RandomKey, Tensor> right = key => Fn.Scan(((RandomKey Key, Tensor V) c) =>
        {
            (RandomKey next, RandomKey draw) = c.Key.Split();
            return ((next, c.V + draw.Normal([])), (object?)null);
        }, (key, (Tensor)0f), 4).Carry.Item2;
        Assert.Equal(right(new RandomKey(1)).Item<float>(), right.CheckKeys()(new RandomKey(1)).Item<float>());
        Func<RandomKey, Tensor> over = key => Fn.Scan((Tensor v, RandomKey k) => (v + k.Normal([]), (object?)null), (Tensor)0f, key.SplitMany(4)).Carry;
        over.CheckKeys()(new RandomKey(1));
    }

    [Fact]
    public void Under_VMap_each_example_has_its_key()
    {
        Func<RandomKey, Tensor> f = key => key.Normal([2]);
        f.VMap().CheckKeys()(new RandomKey(1).SplitMany(3));
        Assert.Throws<KeyReuseException>(() => f.VMap().CheckKeys()(new RandomKey(Tensor.From<uint>([1, 2, 3, 4, 1, 2], [3, 2]))));
    }

    [Fact]
    public void Jitted_functions_inside_and_gradients_are_seen()
    {
        var draw = Fn.Jit((RandomKey key) => key.Normal([2]));
        draw(new RandomKey(1));
        Assert.Throws<KeyReuseException>(() => Fn.CheckKeys((RandomKey key) => draw(key) + draw(key))(new RandomKey(1)));
        Func<Tensor, Tensor> noisy = x => (x * new RandomKey(1).Normal([2])).Sum();
        Fn.CheckKeys(noisy.Grad())(Tensor.Ones([2]));
    }
}
