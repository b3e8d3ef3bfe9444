namespace SpikeJit.Tests.Transforms;

/// <summary>Transformations of transformations, against closed forms.</summary>
public sealed class HigherOrderTests
{
    private static readonly Tensor s_x = Tensor.From([0.5, -1.0, 2.0]);

    private static void AreNear(double[] expected, Tensor found, double tolerance = 1e-12) => Near.Relative<double>(expected, found.ToArray<double>(), tolerance, 1e-6);

    private static double[] Of(Func<double, double> f) => [.. s_x.ToArray<double>().Select(f)];

    [Fact]
    public void Third_derivatives_by_every_order_of_modes()
    {
        // d³/dx³ sin(2x) = -8 cos(2x).
        double[] expected = Of(x => -8 * Math.Cos(2 * x));
        Func<Tensor, Tensor> f = x => (2.0 * x).Sin(), total = x => f(x).Sum();
        Func<Tensor, Tensor> Forward(Func<Tensor, Tensor> g) => x => g.Jvp(x, Tensor.OnesLike(x)).Tangent;
        Func<Tensor, Tensor> Back(Func<Tensor, Tensor> g) => Fn.Grad((Tensor x) => g(x).Sum());
        AreNear(expected, Forward(Forward(Forward(f)))(s_x));
        AreNear(expected, Back(Back(total.Grad()))(s_x));
        AreNear(expected, Forward(Forward(total.Grad()))(s_x));
        AreNear(expected, Forward(Back(Forward(f)))(s_x));
        AreNear(expected, Back(Forward(Forward(f)))(s_x));
        AreNear(expected, Back(Forward(total.Grad()))(s_x));
        AreNear(expected, Fn.Jit(Back(Forward(total.Grad())))(s_x));
        AreNear(expected, Fn.VMap((Tensor x) => Fn.Grad(Fn.Grad(Fn.Grad((Tensor z) => f(z))))(x))(s_x));
    }

    [Fact]
    public void A_Hessian_is_the_same_forward_over_reverse_reverse_over_forward_and_reverse_over_reverse()
    {
        // f = x₀² x₁ + sin(x₁ x₂).
        Func<Tensor, Tensor> f = x => x[0].Square() * x[1] + (x[1] * x[2]).Sin();
        (double x0, double x1, double x2) = (0.5, -1, 2);
        double c = Math.Cos(x1 * x2), s = Math.Sin(x1 * x2);
        double[] expected = [2 * x1, 2 * x0, 0, 2 * x0, -x2 * x2 * s, c - x1 * x2 * s, 0, c - x1 * x2 * s, -x1 * x1 * s];
        AreNear(expected, f.Grad().JacobianForward()(s_x));
        AreNear(expected, f.JacobianForward().JacobianReverse()(s_x));
        AreNear(expected, f.Grad().JacobianReverse()(s_x));
        AreNear(expected, f.Hessian()(s_x));
        // Hessian times vector, without the Hessian.
        Tensor v = Tensor.From([1.0, 2.0, -1.0]);
        double[] product = [.. Enumerable.Range(0, 3).Select(i => expected[3 * i] + 2 * expected[3 * i + 1] - expected[3 * i + 2])];
        AreNear(product, f.Grad().Jvp(s_x, v).Tangent);
        AreNear(product, Fn.Grad((Tensor x) => (f.Grad()(x) * v).Sum())(s_x));
        AreNear(product, f.Grad().Vjp(s_x).Pullback(v));
    }

    [Fact]
    public void The_Hessian_of_a_scan_is_that_of_its_closed_form()
    {
        // Fibonacci-like: vₜ₊₁ = vₜ·(1 + xₜ): the product of (1 + x) has the mixed derivatives ∏ / ((1+xᵢ)(1+xⱼ)), and zeros on the diagonal.
        Func<Tensor, Tensor> f = xs => Fn.Scan((Tensor v, Tensor x) => (v * (1.0 + x), (object?)null), (Tensor)1.0, xs).Carry;
        Tensor hessian = f.Hessian()(s_x), jitted = Fn.Jit(f.Hessian())(s_x);
        double[] x = s_x.ToArray<double>();
        double[] expected = [.. from i in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 3) select i == j ? 0 : 1 + x[3 - i - j]];
        AreNear(expected, hessian);
        AreNear(expected, jitted);
    }

    [Fact]
    public void Gradients_for_each_example_are_those_of_each_example_alone()
    {
        // L = ½ (w·x - y)²: dL/dw = (w·x - y) x.
        Func<(Tensor W, Tensor B), Tensor, Tensor, Tensor> loss = (p, x, y) => 0.5 * (p.W.Dot(x) + p.B - y).Square();
        Tensor xs = new RandomKey(1).Normal([6, 3]).As(DType.F64), ys = new RandomKey(2).Normal([6]).As(DType.F64), b = (Tensor)0.25;
        (Tensor w, Tensor bias) = loss.Grad().VMap((null, 0, 0))((s_x, b), xs, ys);
        Tensor error = xs.Dot(s_x) + b - ys;
        AreNear((error.ExpandDims(1) * xs).ToArray<double>(), w, 1e-10);
        AreNear(error.ToArray<double>(), bias, 1e-10);
        (Tensor wJit, _) = loss.Grad().VMap((null, 0, 0)).Jit()((s_x, b), xs, ys);
        AreNear(w.ToArray<double>(), wJit, 1e-10);
    }

    private sealed record Parameters(Tensor Weight, Tensor[] Rest);

    [Fact]
    public void Each_leaf_of_a_tree_has_its_own_axis_in_and_out()
    {
        Tensor weight = Tensor.Arange(6).As(DType.F64).Reshape(2, 3), shared = Tensor.From([1.0, 2.0]), last = Tensor.Arange(12).As(DType.F64).Reshape(2, 2, 3);
        // Mapped over axis 1 of Weight, not over Rest[0], over the last axis of Rest[1].
        Func<Parameters, (Tensor, Tensor[])> f = p => (p.Weight * p.Rest[0], [p.Rest[1].Sum(0), p.Rest[0]]);
        (Tensor product, Tensor[] rest) = f.VMap(Axes.Each(1, null, -1), Axes.Each(1, 0, null))(new Parameters(weight, [shared, last]));
        Assert.Equal(new Shape(2, 3), product.Shape);
        AreNear([0, 1, 2, 6, 8, 10], product);
        Assert.Equal(new Shape(3, 2), rest[0].Shape);
        AreNear([6, 12, 8, 14, 10, 16], rest[0]);
        AreNear([1, 2], rest[1]);
        Assert.Contains("has 3 tensors, but 2 axes were given", Assert.Throws<TreeException>(() => f.VMap(Axes.Each(1, 0), 0)(new Parameters(weight, [shared, last]))).Message);
        Assert.Contains("differ in extent: 3 (axis 1 of argument 0.Weight, f64[2,3]) and 2 (axis 0 of argument 0.Rest[1], f64[2,2,3])",
            Assert.Throws<ShapeException>(() => f.VMap(Axes.Each(1, null, 0), 0)(new Parameters(weight, [shared, last]))).Message);
    }

    [Fact]
    public void A_custom_rule_passes_a_tree_of_residuals_and_several_cotangents()
    {
        // Two results of two arguments; the rule doubles the true gradient, to be told apart from it.
        var f = Fn.CustomVjp<Tensor, Tensor, (Tensor Sum, Tensor Product), Dictionary<string, Tensor>>(
            (x, y) => (x + y, x * y),
            (x, y) => ((x + y, x * y), new() { ["x"] = x, ["y"] = y }),
            (kept, ct) => (2.0 * (ct.Sum + ct.Product * kept["y"]), 2.0 * (ct.Sum + ct.Product * kept["x"])));
        Func<Tensor, Tensor, Tensor> loss = (x, y) =>
        {
            (Tensor sum, Tensor product) = f(x, y);
            return (sum + 3.0 * product).Sum();
        };
        Tensor y = Tensor.From([2.0, 4.0, 8.0]);
        (Tensor gx, Tensor gy) = loss.Grad(Wrt.All)(s_x, y);
        AreNear([14, 26, 50], gx);
        AreNear([5, -4, 14], gy);
        (gx, gy) = loss.Grad(Wrt.All).VMap()(Tensor.Stack([s_x, s_x]), Tensor.Stack([y, 0.0 * y]));
        AreNear([14, 26, 50, 2, 2, 2], gx);
        AreNear([5, -4, 14, 5, -4, 14], gy);
        // A result that nobody uses has the cotangent zero.
        AreNear([4, 8, 16], Fn.Grad((Tensor x) => f(x, y).Product.Sum())(s_x));
        // The rule is differentiable itself: d/dx of 2·3·y + 2 is 0 by x, 6 by y.
        AreNear([6, 6, 6], Fn.Grad((Tensor b) => loss.Grad()(s_x, b).Sum())(y));
    }

    [Fact]
    public void A_custom_forward_rule_of_several_arguments_and_results_serves_both_modes()
    {
        // atan2 by its own rule, and its length.
        var polar = Fn.CustomJvp<Tensor, Tensor, (Tensor Angle, Tensor Length)>(
            (y, x) => (Tensor.Atan2(y, x), (x * x + y * y).Sqrt()),
            (y, x, dy, dx) =>
            {
                Tensor square = x * x + y * y, length = square.Sqrt();
                return ((Tensor.Atan2(y, x), length), ((x * dy - y * dx) / square, (x * dx + y * dy) / length));
            });
        Func<Tensor, Tensor, Tensor> angle = (y, x) => polar(y, x).Angle, plain = Tensor.Atan2;
        Tensor y = (Tensor)0.6, x = (Tensor)0.8;
        Assert.Equal(0.8, angle.Grad()(y, x).Item<double>(), 12);
        Assert.Equal(-0.6, angle.Grad(Wrt.Second)(y, x).Item<double>(), 12);
        Assert.Equal(plain.Grad().Grad()(y, x).Item<double>(), angle.Grad().Grad()(y, x).Item<double>(), 12);
        Assert.Equal(0.2, angle.Jvp((y, x), ((Tensor)1.0, (Tensor)1.0)).Tangent.Item<double>(), 12);
        AreNear([0.8, 0.8], angle.Grad().VMap((0, null))(Tensor.From([0.6, 0.6]), x));
        var three = Fn.CustomJvp<Tensor, Tensor, Tensor, Tensor>((a, b, c) => a * b + c, (a, b, c, da, db, dc) => (a * b + c, 10.0 * (da * b + a * db + dc)));
        Assert.Equal(20.0, Fn.Grad((Tensor a) => three(a, (Tensor)2.0, a * 0.0))((Tensor)3.0).Item<double>(), 12);
    }

    [Fact]
    public void A_derivative_of_numbers_inside_a_function_is_recorded_alike_each_time_the_function_is_traced()
    {
        Func<Tensor, Tensor> f = x => x + Fn.Grad((Tensor v) => v.Sin().Square())((Tensor)3.0) + Fn.VMap((Tensor v) => 2.0 * v)(Tensor.Ones([2], DType.F64)).Sum();
        string first = Fn.Trace(f)((Tensor)1.0).ToString();
        for (int again = 0; again < 3; again++) Assert.Equal(first, Fn.Trace(f)((Tensor)1.0).ToString());
    }

    [Fact]
    public void Custom_rules_take_and_return_integers_which_have_no_tangents()
    {
        // xⁿ and its nearest integer, of a whole exponent that is a tensor. The slope is doubled, to be told apart.
        var power = Fn.CustomVjp<Tensor, Tensor, (Tensor Value, Tensor Near), (Tensor, Tensor)>(
            (x, n) => (x.Pow(n.As(DType.F64)), x.Round().As(DType.I32)),
            (x, n) => ((x.Pow(n.As(DType.F64)), x.Round().As(DType.I32)), (x, n)),
            (kept, ct) => (2.0 * ct.Value * kept.Item2.As(DType.F64) * kept.Item1.Pow(kept.Item2.As(DType.F64) - 1.0) + ct.Near.As(DType.F64), kept.Item2));
        Tensor n = Tensor.From([2, 3, 2]);
        AreNear([2, 6, 8], Fn.Grad((Tensor x) => power(x, n).Value.Sum())(s_x));
        AreNear([2, 6, 8], Fn.Jit(Fn.Grad((Tensor x) => power(x, n).Value.Sum()))(s_x));
        AreNear([2, 6, 8], Fn.VMap(Fn.Grad((Tensor x, Tensor m) => power(x, m).Value))(s_x, n));
        Assert.Equal([0, -1, 2], power(s_x, n).Near.ToArray<int>());

        var forward = Fn.CustomJvp<Tensor, Tensor, (Tensor Value, Tensor Count)>(
            (x, m) => (x * m.As(DType.F64), m + 1),
            (x, m, dx, dm) => ((x * m.As(DType.F64), m + 1), (3.0 * dx * m.As(DType.F64) + dm.As(DType.F64), dm)));
        AreNear([6, 9, 6], Fn.Grad((Tensor x) => forward(x, n).Value.Sum())(s_x));
        AreNear([6, 9, 6], Fn.Jvp((Tensor x) => forward(x, n).Value, s_x, Tensor.OnesLike(s_x)).Tangent);
        AreNear([6, 9, 6], Fn.VMap(Fn.Grad((Tensor x, Tensor m) => forward(x, m).Value))(s_x, n));
        Assert.Equal([3, 4, 3], forward(s_x, n).Count.ToArray<int>());
    }
}
