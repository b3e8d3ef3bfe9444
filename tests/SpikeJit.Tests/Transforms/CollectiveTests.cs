namespace SpikeJit.Tests.Transforms;

/// <summary>What examples of a named axis combine: closed forms.</summary>
public sealed class CollectiveTests
{
    private static readonly Tensor s_x = Tensor.From([1f, 2f, 4f]);

    private static float[] Each(Func<Tensor, Tensor> f, Tensor? x = null) => Fn.VMap(f, axisName: "i")(x ?? s_x).ToArray<float>();

    [Fact]
    public void Sum_mean_extremes_index_and_size_are_those_of_the_whole_axis()
    {
        Assert.Equal([7f, 7, 7], Each(x => Fn.SumOver(x, "i")));
        Assert.Equal([3f, 3, 3], Each(x => Fn.MeanOver(x + 2f / 3f, "i")));
        Assert.Equal([4f, 4, 4], Each(x => Fn.MaxOver(x, "i")));
        Assert.Equal([1f, 1, 1], Each(x => Fn.MinOver(x, "i")));
        Assert.Equal([0f, 2, 8], Each(x => x * Fn.IndexOver("i")));
        Assert.Equal([3f, 6, 12], Each(x => x * Fn.SizeOver("i")));
    }

    [Fact]
    public void A_value_that_all_examples_share_counts_once_for_each()
    {
        Tensor shared = Tensor.From([10f, 20f]);
        Assert.Equal([30f, 60f], Fn.VMap((Tensor _) => Fn.SumOver(shared, "i"), 0, null, "i")(s_x).ToArray<float>());
        Assert.Equal([10f, 20f], Fn.VMap((Tensor _) => Fn.MeanOver(shared, "i"), 0, null, "i")(s_x).ToArray<float>());
        Assert.Equal([10f, 20f], Fn.VMap((Tensor _) => Fn.MaxOver(shared, "i"), 0, null, "i")(s_x).ToArray<float>());
        Assert.Equal(12, Fn.VMap((Tensor _) => Fn.SumOver((Tensor)4, "i"), 0, null, "i")(s_x).Item<int>());
    }

    [Fact]
    public void Gather_gives_everyone_all_and_permute_sends_along_a_ring()
    {
        Tensor all = Fn.VMap((Tensor x) => Fn.GatherOver(x, "i"), axisName: "i")(s_x);
        Assert.Equal(new Shape(3, 3), all.Shape);
        Assert.Equal([1f, 2, 4, 1, 2, 4, 1, 2, 4], all.ToArray<float>());
        Assert.Equal([4f, 1, 2], Each(x => Fn.PermuteOver(x, "i", (0, 1), (1, 2), (2, 0))));
        Assert.Equal([0f, 1, 2], Each(x => Fn.PermuteOver(x, "i", (0, 1), (1, 2))));
    }

    [Fact]
    public void Examples_are_normalised_over_the_batch_as_one_array_is()
    {
        Tensor x = new RandomKey(3).Normal([5, 4]);
        Tensor byExample = Fn.VMap((Tensor row) =>
        {
            Tensor centred = row - Fn.MeanOver(row, "batch");
            return centred / (Fn.MeanOver(centred.Square(), "batch") + 1e-5f).Sqrt();
        }, axisName: "batch")(x);
        Tensor whole = (x - x.Mean(0)) / (x.Variance([0]) + 1e-5f).Sqrt();
        Near.Relative<float>(whole.ToArray<float>(), byExample.ToArray<float>(), 1e-5, 1e-2);
    }

    [Fact]
    public void Two_axes_are_kept_apart_by_their_names()
    {
        Tensor m = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
        Tensor Both(Func<Tensor, Tensor> f) => Fn.VMap((Tensor row) => Fn.VMap(f, axisName: "j")(row), axisName: "i")(m);
        Assert.Equal([5f, 7, 9, 5, 7, 9], Both(x => Fn.SumOver(x, "i")).ToArray<float>());
        Assert.Equal([6f, 6, 6, 15, 15, 15], Both(x => Fn.SumOver(x, "j")).ToArray<float>());
        Assert.Equal(Enumerable.Repeat(21f, 6), Both(x => Fn.SumOver(Fn.SumOver(x, "i"), "j")).ToArray<float>());
        Assert.Equal([0f, 1, 2, 10, 11, 12], Both(_ => (10 * Fn.IndexOver("i") + Fn.IndexOver("j")).As(DType.F32)).ToArray<float>());
        Assert.Equal(new Shape(2, 3, 2, 3), Both(x => Fn.GatherOver(Fn.GatherOver(x, "j"), "i")).Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], Both(x => Fn.GatherOver(Fn.GatherOver(x, "j"), "i"))[1, 2].ToArray<float>());
    }

    [Fact]
    public void The_inner_of_two_axes_of_one_name_is_meant() =>
        Assert.Equal([3f, 3, 7, 7], Fn.VMap((Tensor row) => Fn.VMap((Tensor x) => Fn.SumOver(x, "i"), axisName: "i")(row), axisName: "i")(Tensor.From([1f, 2, 3, 4], [2, 2])).ToArray<float>());

    [Fact]
    public void They_work_inside_of_loops_and_branches_that_read_no_example()
    {
        Assert.Equal([0f, 3, 6], Each(x => Fn.Scan((Tensor c) => (c + Fn.IndexOver("i").As(DType.F32), (object?)null), (Tensor)0f, 3).Carry));
        Assert.Equal([7f, 7, 14], Each(x => Fn.Cond(Fn.IndexOver("i") > 1, v => 2f * Fn.SumOver(v, "i"), v => Fn.SumOver(v, "i"), x)));
        Assert.Equal([63f, 63, 63], Each(x => Fn.ForLoop(0, 3, (_, v) => Fn.SumOver(v, "i") + v - v, x) / 1f, Tensor.From([1f, 2, 4])));
    }

    [Fact]
    public void They_work_under_Jit_and_in_a_jitted_function_that_is_mapped()
    {
        var centre = Fn.Jit((Tensor x) => x - Fn.MeanOver(x, "i"));
        Assert.Equal([-2f, -1f, 3f], Each(centre, Tensor.From([0f, 1f, 5f])));
        Assert.Equal([-2f, -1f, 3f], Fn.Jit(Fn.VMap((Tensor x) => x - Fn.MeanOver(x, "i"), axisName: "i"))(Tensor.From([0f, 1f, 5f])).ToArray<float>());
    }

    [Fact]
    public void Gradients_from_outside_are_those_of_the_whole_array()
    {
        // Σᵢ (Σⱼ xⱼ)·xᵢ = (Σ x)²; its gradient is 2 Σ x.
        Func<Tensor, Tensor> square = b => Fn.VMap((Tensor x) => Fn.SumOver(x, "i") * x, axisName: "i")(b).Sum();
        Assert.Equal([14f, 14, 14], square.Grad()(s_x).ToArray<float>());
        Assert.Equal(Enumerable.Repeat(2f, 9), square.Hessian()(s_x).ToArray<float>());
        // max: the examples that tie share it.
        Func<Tensor, Tensor> largest = b => Fn.VMap((Tensor x) => Fn.MaxOver(x, "i"), axisName: "i")(b).Sum();
        Assert.Equal([0f, 1.5f, 1.5f], largest.Grad()(Tensor.From([1f, 3, 3])).ToArray<float>());
        // Σᵢ Σⱼ i·xⱼ weights: each place of the gathered array gets the sum of what reads it.
        Func<Tensor, Tensor> gathered = b => Fn.VMap((Tensor x) => (Fn.GatherOver(x, "i") * Tensor.From([1f, 10, 100])).Sum(), axisName: "i")(b).Sum();
        Assert.Equal([3f, 30, 300], gathered.Grad()(s_x).ToArray<float>());
    }

    [Fact]
    public void Gradients_inside_are_those_of_the_sum_over_all_examples()
    {
        // d/dxᵢ Σⱼ (Σ x)² = n · 2 Σ x, since the transpose of a sum over examples is a sum over examples.
        Assert.Equal([42f, 42, 42], Each(Fn.Grad((Tensor x) => Fn.SumOver(x, "i").Square())));
        Assert.Equal([3f, 30, 300], Each(Fn.Grad((Tensor x) => (Fn.GatherOver(x, "i") * Tensor.From([1f, 10, 100])).Sum())));
    }

    [Fact]
    public void A_function_of_no_mapped_argument_takes_its_size()
    {
        Assert.Equal([0, 1, 2, 3], Fn.VMap((Tensor c) => Fn.IndexOver("i"), null, 0, "i", 4)((Tensor)1f).ToArray<int>());
        Assert.Equal([4f, 4, 4, 4], Fn.VMap((Tensor c) => Fn.SumOver(c, "i"), null, 0, "i", 4)((Tensor)1f).ToArray<float>());
        Assert.Contains("the axis size is given as 4, but axis 0 of argument 0, f32[3], has 3",
            Assert.Throws<ShapeException>(() => Fn.VMap((Tensor c) => c, 0, 0, "i", 4)(s_x)).Message);
    }

    [Fact]
    public void An_axis_that_is_not_mapped_is_refused_by_name()
    {
        Assert.Contains("there is no mapped axis 'j' (known here: 'i')", Assert.Throws<TraceException>(() => Each(x => Fn.SumOver(x, "j"))).Message);
        Assert.Contains("none is known here", Assert.Throws<TraceException>(() => Fn.IndexOver("i")).Message);
        Assert.Contains("leaves the axis 'i' of 3", Assert.Throws<ArgumentException>(() => Each(x => Fn.PermuteOver(x, "i", (0, 3)))).Message);
    }
}
