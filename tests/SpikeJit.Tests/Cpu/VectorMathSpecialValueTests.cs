using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

public sealed class VectorMathSpecialValueTests
{
    private const float Inf = float.PositiveInfinity;
    private const float NaN = float.NaN;
    private const float Tiny = float.Epsilon;

    public static TheoryData<string> Unary => [.. Functions.Unary];

    [Theory, MemberData(nameof(Unary))]
    public void NaN_stays_NaN(string name)
    {
        Assert.True(float.IsNaN(Functions.Scalar<float>(name)(NaN)));
        Assert.True(double.IsNaN(Functions.Scalar<double>(name)(double.NaN)));
    }

    [Theory]
    [InlineData("Expm1"), InlineData("Log1p"), InlineData("Sin"), InlineData("Tan"), InlineData("Asin"), InlineData("Atan"), InlineData("Sinh")]
    [InlineData("Tanh"), InlineData("Asinh"), InlineData("Atanh"), InlineData("Erf"), InlineData("ErfInv"), InlineData("ErfInvOfDraw"), InlineData("Cbrt"), InlineData("Sign")]
    public void Odd_functions_keep_the_sign_of_zero(string name)
    {
        VectorMathTests.AssertSameNumber(0f, Functions.Scalar<float>(name)(0f));
        VectorMathTests.AssertSameNumber(-0f, Functions.Scalar<float>(name)(-0f));
        VectorMathTests.AssertSameNumber(-0d, Functions.Scalar<double>(name)(-0d));
    }

    [Theory]
    [InlineData("Expm1"), InlineData("Log1p"), InlineData("Sin"), InlineData("Tan"), InlineData("Asin"), InlineData("Atan"), InlineData("Sinh")]
    [InlineData("Tanh"), InlineData("Asinh"), InlineData("Atanh")]
    public void Functions_that_are_x_near_zero_return_subnormals_unchanged(string name)
    {
        foreach (var x in (float[])[Tiny, -Tiny, 1e-40f, -1e-40f])
            Assert.Equal(x, Functions.Scalar<float>(name)(x));
        Assert.Equal(double.Epsilon, Functions.Scalar<double>(name)(double.Epsilon));
    }

    [Theory]
    [InlineData("Exp", Inf, Inf), InlineData("Exp", -Inf, 0f), InlineData("Exp", 0f, 1f), InlineData("Exp", 89f, Inf), InlineData("Exp", -104f, 0f)]
    [InlineData("Exp", -103f, Tiny), InlineData("Exp", 3e38f, Inf), InlineData("Exp", -3e38f, 0f), InlineData("Exp", Tiny, 1f)]
    [InlineData("Expm1", Inf, Inf), InlineData("Expm1", -Inf, -1f), InlineData("Expm1", -100f, -1f), InlineData("Expm1", 100f, Inf)]
    [InlineData("Log", 0f, -Inf), InlineData("Log", 1f, 0f), InlineData("Log", Inf, Inf), InlineData("Log", -1f, NaN)]
    [InlineData("Log", Tiny, -103.278929f), InlineData("Log", -Tiny, NaN), InlineData("Log", -Inf, NaN)]
    [InlineData("Log1p", -1f, -Inf), InlineData("Log1p", -2f, NaN), InlineData("Log1p", Inf, Inf), InlineData("Log1p", -Inf, NaN)]
    [InlineData("Log1p", float.MaxValue, 88.7228394f)]
    [InlineData("Sin", Inf, NaN), InlineData("Cos", -Inf, NaN), InlineData("Cos", 0f, 1f), InlineData("Tan", Inf, NaN), InlineData("Sin", 1e22f, -0.7340815353f)]
    [InlineData("Tanh", Inf, 1f), InlineData("Tanh", -Inf, -1f), InlineData("Tanh", 30f, 1f), InlineData("Atanh", 1f, Inf), InlineData("Atanh", 2f, NaN)]
    [InlineData("Sigmoid", Inf, 1f), InlineData("Sigmoid", -Inf, 0f), InlineData("Sigmoid", 0f, 0.5f), InlineData("Sigmoid", -103f, Tiny)]
    [InlineData("Erf", Inf, 1f), InlineData("Erf", -Inf, -1f), InlineData("Erfc", Inf, 0f), InlineData("Erfc", -Inf, 2f), InlineData("Erfc", 0f, 1f)]
    [InlineData("ErfInv", 1f, Inf), InlineData("ErfInv", -1f, -Inf), InlineData("ErfInv", 1.5f, NaN), InlineData("ErfInv", Inf, NaN)]
    [InlineData("ErfInvOfDraw", 1f, Inf), InlineData("ErfInvOfDraw", -1f, -Inf), InlineData("ErfInvOfDraw", 1.5f, NaN)]
    [InlineData("Lgamma", 1f, 0f), InlineData("Lgamma", 2f, 0f), InlineData("Lgamma", 0f, Inf), InlineData("Lgamma", -3f, Inf), InlineData("Lgamma", Inf, Inf)]
    [InlineData("Lgamma", -Inf, Inf), InlineData("Lgamma", 3e38f, Inf), InlineData("Digamma", 0f, NaN), InlineData("Digamma", -20f, NaN)]
    [InlineData("Digamma", Inf, Inf), InlineData("Digamma", -Inf, NaN), InlineData("Cbrt", -27f, -3f), InlineData("Cbrt", -Inf, -Inf)]
    [InlineData("Rsqrt", 0f, Inf), InlineData("Rsqrt", Inf, 0f), InlineData("Rsqrt", -1f, NaN), InlineData("Rsqrt", 4f, 0.5f)]
    [InlineData("Sign", -Tiny, -1f), InlineData("Sign", Inf, 1f), InlineData("Acos", 1.5f, NaN), InlineData("Acosh", 1f, 0f), InlineData("Acosh", 0.5f, NaN)]
    public void Special_values_are_exact(string name, float x, float expected) => VectorMathTests.AssertSameNumber(expected, Functions.Scalar<float>(name)(x));

    [Fact]
    public void Poles_at_zero_see_its_sign_where_the_limits_differ()
    {
        Assert.Equal(-Inf, VectorMath.Log(-0f));
        Assert.Equal(-Inf, VectorMath.Rsqrt(-0f));
        Assert.Equal(Inf, VectorMath.Lgamma(-0f));
    }

    [Theory]
    [InlineData("Exp", -745d, double.Epsilon), InlineData("Exp", -746d, 0d), InlineData("Exp", 710d, double.PositiveInfinity)]
    [InlineData("Log", double.Epsilon, -744.44007192138122), InlineData("Log", 0d, double.NegativeInfinity), InlineData("Log", -1d, double.NaN)]
    [InlineData("Log1p", double.MaxValue, 709.78271289338397), InlineData("Log1p", -1d, double.NegativeInfinity)]
    [InlineData("Expm1", -100d, -1d), InlineData("Expm1", 710d, double.PositiveInfinity), InlineData("Tanh", -50d, -1d), InlineData("Sigmoid", -745d, double.Epsilon)]
    [InlineData("Sin", 1e22, -0.852200849767188802), InlineData("Cos", double.NegativeInfinity, double.NaN), InlineData("ErfInv", 1d, double.PositiveInfinity)]
    [InlineData("Erfc", double.NegativeInfinity, 2d), InlineData("Erf", double.PositiveInfinity, 1d)]
    public void Special_values_are_exact_in_double_precision(string name, double x, double expected)
        => VectorMathTests.AssertSameNumber(expected, Functions.Scalar<double>(name)(x));

    [Theory]
    [InlineData(-0f, 0f, 0f, -0f), InlineData(1f, NaN, NaN, NaN), InlineData(NaN, 1f, NaN, NaN), InlineData(-Inf, Inf, Inf, -Inf)]
    public void Max_and_min_pass_NaN_on_and_order_the_zeros(float x, float y, float max, float min)
    {
        VectorMathTests.AssertSameNumber(max, VectorMath.Max(x, y));
        VectorMathTests.AssertSameNumber(min, VectorMath.Min(x, y));
    }

    [Theory]
    [InlineData(5.5f, 2f, 1.5f), InlineData(-5.5f, 2f, -1.5f), InlineData(-4f, 2f, -0f), InlineData(1e30f, 7f, 1f), InlineData(1f, 0f, NaN), InlineData(3f, Inf, 3f)]
    [InlineData(Inf, 3f, NaN)]
    public void Rem_is_exact_and_has_the_sign_of_the_dividend(float x, float y, float expected)
        => VectorMathTests.AssertSameNumber(expected, VectorMath.Rem(x, y));

    [Theory]
    [InlineData(0f, 1f, Tiny), InlineData(0f, -1f, -Tiny), InlineData(Tiny, 0f, 0f), InlineData(1f, 2f, 1.00000012f), InlineData(0f, -0f, -0f)]
    [InlineData(float.MaxValue, Inf, Inf), InlineData(Inf, 0f, float.MaxValue), InlineData(NaN, 1f, NaN), InlineData(1f, NaN, NaN)]
    public void NextAfter_steps_to_the_neighbour(float x, float y, float expected) => VectorMathTests.AssertSameNumber(expected, VectorMath.NextAfter(x, y));
}
