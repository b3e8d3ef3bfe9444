namespace SpikeJit.Tests.Transforms;

/// <summary>Where loops are known to go wrong: no steps, carries that become active late, lanes that end at different times, rules inside loops.</summary>
public sealed class LoopPitfallTests
{
    private static (Tensor Carry, Tensor Ys) Powers(Tensor start, Tensor xs) => Fn.Scan((Tensor c, Tensor x) => (c * x, c + x), start, xs);

    [Fact]
    public void A_scan_of_no_steps_returns_its_carry()
    {
        Tensor none = Tensor.Zeros([0]);
        (Tensor carry, Tensor ys) = Powers(3f, none);
        Assert.Equal(3f, carry.ToSingle());
        Assert.Equal<Shape>([0], ys.Shape);
        (Tensor byStart, Tensor byXs) = Fn.Grad((Tensor c, Tensor xs) => Powers(c, xs).Carry, Wrt.All)(3f, none);
        Assert.Equal(1f, byStart.ToSingle());
        Assert.Equal<Shape>([0], byXs.Shape);
        Assert.Equal([3f, 4f], Fn.VMap((Tensor c) => Powers(c, none).Carry)(Tensor.From([3f, 4f])).ToArray<float>());
    }

    [Fact]
    public void A_scan_of_one_step_is_the_step()
    {
        (Tensor carry, Tensor ys) = Powers(3f, Tensor.From([2f]));
        Assert.Equal(6f, carry.ToSingle());
        Assert.Equal([5f], ys.ToArray<float>());
        Assert.Equal(2f, Fn.Grad((Tensor c) => Powers(c, Tensor.From([2f])).Carry)(3f).ToSingle());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Short_plain_loops(int turns)
    {
        Func<Tensor, Tensor> f = x =>
        {
            Tensor y = 1f;
            for (int t = 0; t < turns; t++) y *= x;
            return y;
        };
        Assert.Equal(MathF.Pow(2, turns), f.Jit()(2f).ToSingle());
        Assert.Equal(turns * MathF.Pow(2, turns - 1), f.Grad().Jit()(2f).ToSingle());
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 2.25f, 3)]
    [InlineData(5, 2.25f, 3)]
    public void A_carry_may_become_active_after_several_steps(int steps, float value, float gradient)
    {
        Func<Tensor, Tensor> f = theta => Fn.Scan(
            ((Tensor A, Tensor B, Tensor D) c) => ((theta.Square(), c.A, c.B), (object?)null), ((Tensor)0f, (Tensor)0f, (Tensor)0f), steps).Carry.Item3;
        (Tensor y, Tensor g) = f.ValueAndGrad()(1.5f);
        Assert.Equal((value, gradient), (y.ToSingle(), g.ToSingle()));
        Assert.Equal(gradient, f.Jvp(1.5f, 1f).Tangent.ToSingle());
    }

    [Fact]
    public void Outputs_of_a_carry_that_becomes_active_late_count_too()
    {
        Func<Tensor, Tensor> f = theta => Fn.Scan(
            ((Tensor A, Tensor B, Tensor D) c) => ((theta.Square(), c.A, c.B), c.D), ((Tensor)0f, (Tensor)0f, (Tensor)0f), 5).Outputs.Sum();
        Assert.Equal(6f, f.Grad()(1.5f).ToSingle());
    }

    [Fact]
    public void Lanes_of_two_maps_over_one_while_are_not_mixed()
    {
        Func<Tensor, Tensor, Tensor> w = (a, b) => Fn.While(c => c.I < a, c => (c.I + 1, c.Y + b), (I: (Tensor)0, Y: (Tensor)0)).Y;
        Tensor a = Tensor.From([1, 2, 3]), b = Tensor.From([10, 20, 30]);
        int[] table = [10, 20, 30, 20, 40, 60, 30, 60, 90];
        Assert.Equal(table, w.VMap((null, 0)).VMap((0, null))(a, b).ToArray<int>());
        Assert.Equal(table, w.VMap((0, null)).VMap((null, 0))(a, b).Transpose().ToArray<int>());
    }

    [Fact]
    public void A_custom_rule_in_a_scan_in_a_map_sums_the_cotangent_of_what_all_examples_share()
    {
        Func<Tensor, Tensor, Tensor> m = Fn.CustomVjp((Tensor x, Tensor c) => x * c, (x, c) => (x * c, (x, c)), (r, g) => (g * r.c, (r.x * g).Sum()));
        Func<Tensor, Tensor, Tensor> thrice = (x, c) => Fn.Scan(v => (m(v, c), (object?)null), x, 3).Carry;
        Func<Tensor, Tensor, Tensor> batch = thrice.VMap((0, null));
        Tensor x = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([8f, 16, 24, 32], batch(x, 2f).ToArray<float>());
        (Tensor dx, Tensor dc) = batch.Vjp(x, 2f).Pullback(Tensor.Ones([2, 2]));
        Assert.Equal([8f, 8, 8, 8], dx.ToArray<float>());
        Assert.Equal(Shape.Scalar, dc.Shape);
        Assert.Equal(120f, dc.ToSingle());
    }

    [Fact]
    public void A_rule_that_returns_a_wrong_shape_is_refused()
    {
        Func<Tensor, Tensor, Tensor> m = Fn.CustomVjp((Tensor x, Tensor c) => x * c, (x, c) => (x * c, (x, c)), (r, g) => (g * r.c, r.x * g));
        string message = Assert.Throws<ShapeException>(() => m(Tensor.Ones([2]), 2f)).Message;
        Assert.Contains("returned f32[2] for argument 1, which is f32[]", message);
    }

    [Fact]
    public void A_rule_may_call_its_own_function_which_is_then_the_plain_one()
    {
        Func<Tensor, Tensor> spike = null!;
        spike = Fn.CustomVjp((Tensor v) => (v > 0).As(DType.F32), v => (spike(v), v), (v, g) => g * (-v.Square()).Exp());
        Func<Tensor, Tensor> step = null!;
        step = Fn.CustomJvp((Tensor v) => (v > 0).As(DType.F32), (v, t) => (step(v), t * (-v.Square()).Exp()));
        foreach (Func<Tensor, Tensor> f in new[] { spike, step })
        {
            Assert.Equal(1f, f(2f).ToSingle());
            Assert.Equal(1f, f.Grad()(0f).ToSingle());
            // v·f(v): first f + v·f', then 2f' + v·f'' with f' = exp(-v²).
            Assert.Equal(2f, Fn.Grad(Fn.Grad((Tensor v) => v * f(v)))(0f).ToSingle());
        }
    }
}
