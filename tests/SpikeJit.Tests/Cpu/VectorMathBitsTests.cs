using System.Runtime.Intrinsics;

namespace SpikeJit.Tests.Cpu;

public sealed class VectorMathBitsTests
{
    private const int Count = 2048;

    public static TheoryData<string> All => [.. Functions.Unary, .. Functions.Binary];

    [Theory, MemberData(nameof(All))]
    public void Every_width_gives_the_bits_of_the_scalar_in_single_precision(string name)
    {
        var random = new Random(7);
        float[] special = [0f, -0f, 1f, -1f, 2f, -2f, 0.5f, -3f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon,
            1.17549435e-38f, float.MaxValue, float.MinValue, 88.8f, -88.8f, -104f, 1e5f, -1e5f, 3e7f, 20f, 1e-5f];
        var x = Operands(random, special, () => BitConverter.Int32BitsToSingle(random.Next() * 2 + random.Next(2)), () => (float)(random.NextDouble() * 20 - 10));
        var y = Operands(random, special, () => BitConverter.Int32BitsToSingle(random.Next() * 2 + random.Next(2)), () => random.Next(-5, 6));

        AssertSameBits(name, x, y, static value => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value));
    }

    [Theory, MemberData(nameof(All))]
    public void Every_width_gives_the_bits_of_the_scalar_in_double_precision(string name)
    {
        var random = new Random(8);
        double[] special = [0d, -0d, 1d, -1d, 2d, -2d, 0.5, -3d, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon,
            2.2250738585072014e-308, double.MaxValue, double.MinValue, 709.8, -745.2, 1e5, -1e5, 3e17, 20d, 1e-9];
        var x = Operands(random, special, () => BitConverter.Int64BitsToDouble(random.NextInt64() * 2 + random.Next(2)), () => random.NextDouble() * 20 - 10);
        var y = Operands(random, special, () => BitConverter.Int64BitsToDouble(random.NextInt64() * 2 + random.Next(2)), () => random.Next(-5, 6));

        AssertSameBits(name, x, y, static value => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("Exp"), InlineData("Expm1"), InlineData("Log"), InlineData("Log1p"), InlineData("Sin"), InlineData("Cos"), InlineData("Tanh")]
    [InlineData("Sigmoid"), InlineData("Erf"), InlineData("ErfInv"), InlineData("ErfInvOfDraw")]
    public void Functions_in_place_give_the_same_vector(string name)
    {
        var narrow = Vector128.Create(0.3f, 0.7f, 1e-3f, 0.99f);
        var half = Vector256.Create(narrow, narrow * 0.1f);
        var wide = Vector512.Create(half, half * 0.5f);
        var expected = Vector512.Create(Functions.Apply(name, 512, [.. Enumerable.Range(0, 16).Select(i => wide[i])], new float[16]));

        Functions.InPlace<Vector128<float>>(name)(ref narrow);
        Functions.InPlace<Vector256<float>>(name)(ref half);
        Functions.InPlace<Vector512<float>>(name)(ref wide);

        Assert.Equal(expected, wide);
        Assert.Equal(expected.GetLower(), half);
        Assert.Equal(expected.GetLower().GetLower(), narrow);
    }

    private static T[] Operands<T>(Random random, T[] special, Func<T> anyBits, Func<T> moderate)
        => [.. Enumerable.Range(0, Count).Select(_ => random.Next(4) switch { 0 => special[random.Next(special.Length)], 1 => anyBits(), _ => moderate() })];

    private static void AssertSameBits<T>(string name, T[] x, T[] y, Func<T, long> bits) where T : struct
    {
        var expected = Functions.Apply(name, 0, x, y);
        foreach (var width in (int[])[128, 256, 512])
        {
            var actual = Functions.Apply(name, width, x, y);
            for (var i = 0; i < Count; i++)
                Assert.True(bits(expected[i]) == bits(actual[i]), $"{name}({x[i]}, {y[i]}) at {width} bits is {actual[i]}, as a scalar {expected[i]}");
        }
    }
}
