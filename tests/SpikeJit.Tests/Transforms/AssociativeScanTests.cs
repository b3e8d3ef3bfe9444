namespace SpikeJit.Tests.Transforms;

/// <summary>Running combinations in logarithmic depth: against running sums and step-by-step loops.</summary>
public sealed class AssociativeScanTests
{
    private static readonly Func<Tensor, Tensor, Tensor> s_add = (a, b) => a + b;

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(7), InlineData(8), InlineData(33)]
    public void Of_additions_it_is_the_running_sum_at_every_length(int n)
    {
        Tensor x = Tensor.Arange(n) * 3 - 4;
        Assert.Equal(x.CumulativeSum(0).ToArray<int>(), Fn.AssociativeScan(s_add, x).ToArray<int>());
        Assert.Equal(x.CumulativeSum(0, reverse: true).ToArray<int>(), Fn.AssociativeScan(s_add, x, reverse: true).ToArray<int>());
    }

    [Fact]
    public void It_runs_along_any_axis_of_every_leaf()
    {
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        Assert.Equal(x.CumulativeSum(1).ToArray<int>(), Fn.AssociativeScan(s_add, x, axis: 1).ToArray<int>());
        Assert.Equal(x.CumulativeSum(2, reverse: true).ToArray<int>(), Fn.AssociativeScan(s_add, x, axis: -1, reverse: true).ToArray<int>());
    }

    [Fact]
    public void The_order_of_a_product_that_does_not_commute_is_kept()
    {
        // Products of 2×2 matrices of integers: exact in f32.
        Tensor m = (Tensor.Arange(5 * 4) % 3).As(DType.F32).Reshape(5, 2, 2);
        Func<Tensor, Tensor, Tensor> then = (a, b) => b.Dot(a);
        Tensor found = Fn.AssociativeScan(then.VMap(), m), back = Fn.AssociativeScan(then.VMap(), m, reverse: true);
        Tensor product = m[0], last = m[4];
        for (int t = 1; t < 5; t++)
        {
            product = m[t].Dot(product);
            last = m[4 - t].Dot(last);
            Assert.Equal(product.ToArray<float>(), found[t].ToArray<float>());
            Assert.Equal(last.ToArray<float>(), back[4 - t].ToArray<float>());
        }
    }

    [Fact]
    public void Its_depth_is_logarithmic()
    {
        // Work inside is done on many neighbours at once: 2·log₂ 1024 combinations, not 1023.
        int calls = 0;
        Fn.AssociativeScan((Tensor a, Tensor b) =>
        {
            calls++;
            return a + b;
        }, Tensor.Ones([1024]));
        Assert.Equal(2 * 10 - 1, calls);
    }

    [Fact]
    public void A_linear_recurrence_and_its_derivatives_are_those_of_the_scan()
    {
        Tensor a = new RandomKey(1).Uniform([50]).As(DType.F64), b = new RandomKey(2).Normal([50]).As(DType.F64);
        Func<(Tensor A, Tensor B), (Tensor A, Tensor B), (Tensor, Tensor)> affine = (x, y) => (x.A * y.A, y.A * x.B + y.B);
        Func<(Tensor A, Tensor B), Tensor> fast = x => Fn.AssociativeScan(affine, x).Item2.Square().Sum();
        Func<(Tensor A, Tensor B), Tensor> slow = x => Fn.Scan((Tensor c, (Tensor A, Tensor B) s) => (s.A * c + s.B, s.A * c + s.B), (Tensor)0d, x).Outputs.Square().Sum();
        Near.Relative<double>(slow((a, b)).ToArray<double>(), fast((a, b)).ToArray<double>(), 1e-12);
        foreach (var (expected, found) in Tree.Leaves(slow.Grad()((a, b))).Zip(Tree.Leaves(fast.Grad().Jit()((a, b)))))
            Near.Relative<double>(expected.ToArray<double>(), found.ToArray<double>(), 1e-10, 1e-3);
        (Tensor A, Tensor B) direction = (b, a);
        Near.Relative<double>(slow.Grad().Jvp((a, b), direction).Tangent.A.ToArray<double>(), fast.Grad().Jvp((a, b), direction).Tangent.A.ToArray<double>(), 1e-9, 1e-1);
        Tensor rows = Fn.VMap((Tensor s) => Fn.AssociativeScan(affine, (s * a, b)).Item2)(Tensor.From([0.5, 1.0]));
        Near.Relative<double>(Fn.AssociativeScan(affine, (0.5 * a, b)).Item2.ToArray<double>(), rows[0].ToArray<double>(), 1e-12, 1e-6);
    }

    [Fact]
    public void Trees_that_do_not_fit_are_refused()
    {
        Tensor x = Tensor.Ones([3]);
        Assert.Contains("differ in length along axis 0: 3 and 4", Assert.Throws<ShapeException>(() => Fn.AssociativeScan((a, _) => a, (x, Tensor.Ones([4])))).Message);
        Assert.Contains("has no axis 1", Assert.Throws<ShapeException>(() => Fn.AssociativeScan(s_add, x, axis: 1)).Message);
        Assert.Contains("got f32[1] and returned f32[]", Assert.Throws<ShapeException>(() => Fn.AssociativeScan((a, b) => (a + b).Sum(), x)).Message);
        Assert.Throws<TreeException>(() => Fn.AssociativeScan((Tensor[] a, Tensor[] b) => [a[0]], [x, x]));
        Assert.Throws<TreeException>(() => Fn.AssociativeScan((Tensor[] a, Tensor[] _) => a, []));
    }
}
