namespace SpikeJit.Tests.Debugging;

/// <summary>Right rules pass, wrong ones do not.</summary>
public sealed class CheckGradientsTests
{
    private static readonly Tensor s_x = Tensor.From([0.3, -0.7, 1.2]);

    [Fact]
    public void Right_derivatives_deviate_by_rounding_alone()
    {
        Assert.InRange(Check.Gradients((Tensor x) => x.Sin() * x.Exp(), s_x, order: 3), 0, 1e-7);
        Assert.InRange(Check.Gradients((Tensor x) => x.Sin() * x.Exp(), s_x.As(DType.F32)), 0, 1e-2);
        Assert.InRange(Check.Gradients<(Tensor, Tensor, Tensor), (Tensor, Tensor)>(
            p => (p.Item1.Tanh() * p.Item2.As(DType.F64), p.Item3.Dot(p.Item1)), (s_x, Tensor.From([1, 2, 3]), Tensor.Eye(3, DType.F64))), 0, 1e-8);
        Assert.InRange(Check.Gradients((Tensor x) => Fn.Scan((Tensor v, Tensor y) => ((v * y).Sin() + y, v * v), (Tensor)0.4, x), s_x), 0, 1e-7);
    }

    [Fact]
    public void A_wrong_rule_is_found_in_both_modes()
    {
        var wrong = Fn.CustomJvp<Tensor, Tensor>(x => x.Sin(), (x, t) => (x.Sin(), 1.01 * t * x.Cos()));
        Assert.Contains("the forward derivative of output 0 is", Assert.Throws<GradientException>(() => Check.Gradients(wrong, s_x)).Message);
        Assert.Contains("the reverse derivative along a random direction", Assert.Throws<GradientException>(() => Check.Gradients(wrong, s_x, forward: false)).Message);
    }

    [Fact]
    public void A_rule_that_is_wrong_in_the_second_order_alone_is_found_there()
    {
        // The slope is right, but claims to be constant.
        var stiff = Fn.CustomJvp<Tensor, Tensor>(x => x.Sin(), (x, t) => (x.Sin(), t * Fn.StopGradient(x.Cos())));
        Assert.InRange(Check.Gradients(stiff, s_x, order: 1), 0, 1e-8);
        Assert.Contains("of the forward derivative", Assert.Throws<GradientException>(() => Check.Gradients(stiff, s_x)).Message);
    }

    [Fact]
    public void Reverse_rules_alone_are_checked_without_the_forward_mode()
    {
        var right = Fn.CustomVjp<Tensor, Tensor, Tensor>(x => x.Square(), x => (x.Square(), x), (x, g) => 2.0 * x * g);
        Assert.InRange(Check.Gradients(right, s_x, forward: false), 0, 1e-8);
        Assert.Throws<DifferentiationException>(() => Check.Gradients(right, s_x));
    }

    [Fact]
    public void What_has_no_derivative_is_refused()
    {
        Assert.Contains("holds no floating-point tensor", Assert.Throws<DTypeException>(() => Check.Gradients((Tensor n) => n.As(DType.F64), Tensor.From([1]))).Message);
        Assert.Contains("the result holds no floating-point tensor", Assert.Throws<DTypeException>(() => Check.Gradients((Tensor x) => x > 0.0, s_x)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Check.Gradients((Tensor x) => x, s_x, order: 0));
    }
}
