using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

public sealed class VectorMathTests
{
    public static TheoryData<string> Swept => [.. UlpSweep.Names];

    [Theory, MemberData(nameof(Swept))]
    public void Single_precision_is_within_two_units_of_the_last_place(string name)
    {
        var (ulp, at) = UlpSweep.Run(name, 16411);

        Assert.True(ulp <= 2, $"{name}({at:R}) is off by {ulp:F2} ulp");
    }

    [Theory]
    [InlineData("Exp"), InlineData("Log"), InlineData("Sin"), InlineData("Cos")]
    public void The_hot_functions_are_within_one_unit(string name) => Assert.True(UlpSweep.Run(name, 40961).Ulp <= 1);

    [Fact]
    public void Pow_is_within_one_unit_over_its_whole_range()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var x = BitConverter.Int32BitsToSingle(random.Next());
            // Exponents that keep most results finite: y·log2 x within ±160.
            var y = (float)((random.NextDouble() * 320 - 160) / Math.Log2(x));
            if (random.Next(4) == 0)
                y = random.Next(-9, 10);
            var error = UlpSweep.Error(VectorMath.Pow(x, y), Math.Pow(x, y));
            Assert.True(error <= 1, $"Pow({x:R}, {y:R}) is off by {error:F2} ulp");
        }
    }

    [Theory]
    [InlineData(-2f, 3f, -8f), InlineData(-2f, 2f, 4f), InlineData(-2f, -1f, -0.5f), InlineData(-2f, 0.5f, float.NaN), InlineData(10f, 10f, 1e10f)]
    [InlineData(float.NaN, 0f, 1f), InlineData(1f, float.NaN, 1f), InlineData(-1f, float.NaN, float.NaN), InlineData(float.NaN, 1f, float.NaN)]
    [InlineData(-1f, float.PositiveInfinity, 1f), InlineData(-1f, float.NegativeInfinity, 1f), InlineData(0f, 0f, 1f)]
    [InlineData(0.5f, float.PositiveInfinity, 0f), InlineData(0.5f, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(-2f, float.PositiveInfinity, float.PositiveInfinity), InlineData(2f, float.NegativeInfinity, 0f)]
    [InlineData(0f, 1e-30f, 0f), InlineData(-0f, 3f, -0f), InlineData(-0f, 2f, 0f), InlineData(-0f, -3f, float.NegativeInfinity)]
    [InlineData(-0f, -2f, float.PositiveInfinity), InlineData(-0f, 0.5f, 0f), InlineData(0f, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, 1e-30f, float.PositiveInfinity), InlineData(float.PositiveInfinity, -1e-30f, 0f)]
    [InlineData(float.NegativeInfinity, 3f, float.NegativeInfinity), InlineData(float.NegativeInfinity, -3f, -0f)]
    [InlineData(float.NegativeInfinity, 0.5f, float.PositiveInfinity), InlineData(-1f, 16777216f, 1f), InlineData(-1f, 16777215f, -1f)]
    [InlineData(float.Epsilon, 1f, float.Epsilon), InlineData(2f, 128f, float.PositiveInfinity), InlineData(2f, -149f, float.Epsilon)]
    public void Pow_keeps_the_special_cases_of_IEEE_754(float x, float y, float expected)
    {
        AssertSameNumber(expected, VectorMath.Pow(x, y));
        AssertSameNumber(expected, (float)VectorMath.Pow((double)x, y));
    }

    [Fact]
    public void Atan2_is_within_one_unit_in_all_quadrants()
    {
        var random = new Random(2);
        for (var i = 0; i < 100_000; i++)
        {
            var y = BitConverter.Int32BitsToSingle(random.Next() * 2 + random.Next(2));
            var x = random.Next(2) == 0 ? y * (float)(random.NextDouble() * 4 - 2) : BitConverter.Int32BitsToSingle(random.Next() * 2 + random.Next(2));
            Assert.True(UlpSweep.Error(VectorMath.Atan2(y, x), Math.Atan2(y, x)) <= 1, $"Atan2({y:R}, {x:R})");
        }
    }

    [Fact]
    public void Atan2_takes_zeros_and_infinities_as_IEEE_754_does()
    {
        float[] corners = [0f, -0f, 1f, -1f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (var y in corners)
        {
            foreach (var x in corners)
                AssertSameNumber((float)Math.Atan2(y, x), VectorMath.Atan2(y, x));
        }
    }

    [Fact]
    public void Normal_draws_agree_with_JAX()
    {
        // jax.random.bits and jax.random.normal of key(42), shape [6].
        uint[] bits = [2098992034, 2919706841, 2646866425, 2409546199, 1935504149, 2516274904];
        float[] normal = [-0.028304616f, 0.467131853f, 0.295702964f, 0.153545916f, -0.124032818f, 0.216923147f];
        for (var i = 0; i < bits.Length; i++)
        {
            var unit = BitConverter.UInt32BitsToSingle((bits[i] >> 9) | 0x3F800000) - 1f;
            var u = MathF.FusedMultiplyAdd(unit, 2f, MathF.BitIncrement(-1f));
            Assert.True(UlpSweep.Error(MathF.Sqrt(2f) * VectorMath.ErfInvOfDraw(u), normal[i]) <= 2);
        }
    }

    [Fact]
    public void The_inverse_error_function_undoes_the_error_function()
    {
        for (var x = -5.5; x < 5.5; x += 0.0137)
        {
            // Far out erf is so flat that the few units of its own error move x most.
            var p = ErfOracle.Erf(x);
            var flat = Math.BitIncrement(Math.Abs(p)) - Math.Abs(p);
            var tolerance = 8e-16 * Math.Abs(x) + 4 * flat * Math.Sqrt(Math.PI) * Math.Exp(x * x);
            Assert.InRange(VectorMath.ErfInv(p) - x, -tolerance, tolerance);
        }
    }

    // mpmath, 40 digits: x, ln|Γ(x)|, ψ(x).
    [Theory]
    [InlineData(9.999999747378752e-06, 11.512919718158097, -100000.57972542823), InlineData(-9.999999747378752e-06, 11.512931262471104, 99999.425294098185)]
    [InlineData(0.25, 1.2880225246980775, -4.2274535333762654), InlineData(-0.25, 1.589575312551186, 2.9141391202135278)]
    [InlineData(-0.75, 1.5757045971498584, -2.8941202000429321), InlineData(0.875, 0.085858707225334324, -0.80401707154769538)]
    [InlineData(1.125, -0.060023184126039583, -0.38849266329585487), InlineData(1.4375, -0.12120242719902266, -0.023613544005297899)]
    [InlineData(1.75, -0.084401121020485556, 0.24747245354686116), InlineData(2.0625, 0.027667521522857023, 0.46232298052813093)]
    [InlineData(2.5, 0.28468287047291916, 0.70315664064524319), InlineData(3.625, 1.3414145780684925, 1.1436282317604298)]
    [InlineData(7.25, 7.0521854507385394, 1.910453526883736), InlineData(9.875, 12.521183639183654, 2.2385197075906873)]
    [InlineData(12.5, 18.734347511936446, 2.485195651274912), InlineData(88.75, 308.04379504874239, 4.4801790457615438)]
    [InlineData(1234567.0, 16081748.659071483, 14.02623045427931), InlineData(-2.5, -0.056243716497674051, 1.1031566406452432)]
    [InlineData(-5.3125, -4.0000545315360966, 3.8603828628417501)]
    public void Gamma_functions_agree_with_forty_digits(double x, double logGamma, double digamma)
    {
        Assert.InRange(VectorMath.Lgamma(x) - logGamma, -Tolerance(logGamma), Tolerance(logGamma));
        Assert.InRange(VectorMath.Digamma(x) - digamma, -Tolerance(digamma), Tolerance(digamma));
        Assert.True(UlpSweep.Error(VectorMath.Lgamma((float)x), logGamma) <= 1);
        Assert.True(UlpSweep.Error(VectorMath.Digamma((float)x), digamma) <= 1);

        static double Tolerance(double value) => 1e-15 * Math.Max(1, Math.Abs(value));
    }

    // mpmath, 40 digits.
    [Theory]
    [InlineData("Exp", -700.3, 7.30422803364571537e-305), InlineData("Exp", -20.7, 1.02353859775941615e-9)]
    [InlineData("Exp", -0.3, 0.740818220681717874), InlineData("Exp", 0.4, 1.49182469764127035)]
    [InlineData("Exp", 3.3, 27.1126389206578826), InlineData("Exp", 650.1, 2.16193526304034223e+282)]
    [InlineData("Expm1", -30.5, -0.999999999999943243), InlineData("Expm1", -1.1, -0.667128916301920476)]
    [InlineData("Expm1", -0.2, -0.18126924692201815), InlineData("Expm1", 1e-05, 0.0000100000500001666679)]
    [InlineData("Expm1", 0.36, 0.433329414560340239), InlineData("Expm1", 5.5, 243.691932264220388)]
    [InlineData("Expm1", 700.1, 1.12089977107326091e+304), InlineData("Log", 1e-310, -713.801378828154165)]
    [InlineData("Log", 0.003, -5.80914299031402734), InlineData("Log", 0.66, -0.415515443961665776)]
    [InlineData("Log", 0.999, -0.00100050033358353439), InlineData("Log", 1.3, 0.262364264467491086)]
    [InlineData("Log", 1.34, 0.292669613962820061), InlineData("Log", 7.7, 2.04122032885963819)]
    [InlineData("Log", 1e+300, 690.775527898213705), InlineData("Log1p", -0.999, -6.90775527898213616)]
    [InlineData("Log1p", -0.4, -0.51082562376599072), InlineData("Log1p", -1e-07, -1.00000005000000329e-7)]
    [InlineData("Log1p", 0.3, 0.262364264467491043), InlineData("Log1p", 0.34, 0.292669613962820019)]
    [InlineData("Log1p", 5.5, 1.87180217690159143), InlineData("Log1p", 1e+200, 460.517018598809137)]
    [InlineData("Sin", 0.5, 0.479425538604203), InlineData("Sin", 3.1415926, 5.35897931700572475e-8)]
    [InlineData("Sin", 7571.2383, 4.84859827636854211e-6), InlineData("Sin", 31415.9265, -0.0000358979309799325253)]
    [InlineData("Sin", 1000000000000.0, -0.611238702376889498), InlineData("Cos", 0.7, 0.764842187284488455)]
    [InlineData("Cos", 1.5707963, 2.67948965850286334e-8), InlineData("Cos", 99999.5, -0.859882730922271074)]
    [InlineData("Cos", -5.5, 0.70866977429126), InlineData("Tanh", 1e-08, 9.99999999999999988e-9)]
    [InlineData("Tanh", 0.2, 0.197375320224904011), InlineData("Tanh", 0.49, 0.454216432682259058)]
    [InlineData("Tanh", 0.51, 0.469945198933037628), InlineData("Tanh", 1.5, 0.905148253644866438)]
    [InlineData("Tanh", 15.0, 0.999999999999812848), InlineData("Sigmoid", -700.0, 9.85967654375977086e-305)]
    [InlineData("Sigmoid", -3.3, 0.0355711892726361789), InlineData("Sigmoid", -0.1, 0.475020812521060013)]
    [InlineData("Sigmoid", 0.2, 0.549833997312477911), InlineData("Sigmoid", 5.0, 0.993307149075715144)]
    [InlineData("Sigmoid", 30.0, 0.999999999999906424), InlineData("Erf", 1e-09, 1.12837916709551264e-9)]
    [InlineData("Erf", 0.3, 0.328626759459127416), InlineData("Erf", 0.89, 0.791843246814495358)]
    [InlineData("Erf", 0.91, 0.801882825765941253), InlineData("Erf", 2.2, 0.99813715370201811)]
    [InlineData("Erf", 5.0, 0.99999999999846254), InlineData("Erfc", -2.0, 1.99532226501895273)]
    [InlineData("Erfc", 0.3, 0.671373240540872584), InlineData("Erfc", 0.7, 0.322198806162581558)]
    [InlineData("Erfc", 0.95, 0.179109192726722078), InlineData("Erfc", 2.2, 0.00186284629798188986)]
    [InlineData("Erfc", 2.7, 0.000134332739940524192), InlineData("Erfc", 6.0, 2.15197367124989131e-17)]
    [InlineData("Erfc", 15.0, 7.21299417245120667e-100), InlineData("Erfc", 26.0, 5.66319240885614285e-296)]
    [InlineData("ErfInv", 0.1, 0.088855990494257692), InlineData("ErfInv", 0.49, 0.465868600235057337)]
    [InlineData("ErfInv", 0.7, 0.732869077959216785), InlineData("ErfInv", 0.99, 1.82138636771844946)]
    [InlineData("ErfInv", 0.9999999, 3.76656258163847089)]
    public void Double_precision_is_within_a_few_units_of_forty_digits(string name, double x, double expected)
    {
        var actual = Functions.Scalar<double>(name)(x);

        var ulp = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
        Assert.True(Math.Abs(actual - expected) <= (name is "Erfc" ? 4 : 2) * ulp, $"{name}({x:R}) = {actual:R}, not {expected:R}");
    }

    internal static void AssertSameNumber(double expected, double actual)
    {
        Assert.Equal(expected, actual);
        if (!double.IsNaN(expected))
            Assert.Equal(double.IsNegative(expected), double.IsNegative(actual));
    }
}
