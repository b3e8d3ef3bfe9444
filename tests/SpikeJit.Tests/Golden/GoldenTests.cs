using System.Text.Json;

namespace SpikeJit.Tests.GoldenFiles;

public sealed class GoldenTests
{
    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Theory]
    [InlineData("jax_ops.json", 702)]
    [InlineData("jax_ops_arrays.json", 368)]
    [InlineData("jax_optim.json", 71)]
    [InlineData("jax_random.json", 674)]
    [InlineData("jax_transforms.json", 58)]
    [InlineData("jax_tutorial.json", 7)]
    public void Every_tensor_of_every_file_is_read(string file, int cases)
    {
        JsonElement[] all = [.. Golden.Cases(file)];
        Assert.Equal(cases, all.Length);
        Assert.NotEmpty(all.SelectMany(c => Tensors(c)));

        static IEnumerable<GoldenTensor> Tensors(JsonElement e) => e switch
        {
            { ValueKind: JsonValueKind.Array } => e.EnumerateArray().SelectMany(Tensors),
            { ValueKind: JsonValueKind.Object } => e.IsTensor() ? [GoldenTensor.Parse(e)] : e.EnumerateObject().SelectMany(p => Tensors(p.Value)),
            _ => [],
        };
    }

    [Fact]
    public void Special_values_and_the_sign_of_zero_are_kept()
    {
        float[] values = GoldenTensor.Parse(Json("""{"dtype":"f32","shape":[7],"data":[0,-0.0,"inf","-inf","nan",1e-45,0.1]}""")).As<float>();
        Assert.Equal([0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, 0.1f], values);
        Assert.True(float.IsNegative(values[1]));
        Assert.False(float.IsNegative(values[0]));
    }

    [Fact]
    public void Integers_beyond_double_are_exact()
    {
        Assert.Equal(ulong.MaxValue, GoldenTensor.Parse(Json("""{"dtype":"u64","shape":[],"data":[18446744073709551615]}""")).As<ulong>()[0]);
        Assert.Equal(long.MinValue + 1, GoldenTensor.Parse(Json("""{"dtype":"i64","shape":[],"data":[-9223372036854775807]}""")).As<long>()[0]);
    }

    [Fact]
    public void The_leaves_of_a_tree_come_in_the_order_of_sorted_keys() =>
        Assert.Equal([2, 3, 1], Json("""{"b":{"dtype":"i32","shape":[],"data":[1]},"a":[{"dtype":"i32","shape":[],"data":[2]},null,{"dtype":"i32","shape":[],"data":[3]}]}""")
            .Leaves().Select(t => t.As<int>()[0]));

    [Fact]
    public void The_distance_in_floats_crosses_zero()
    {
        Assert.Equal(0, Near.UlpDistance(0f, -0f));
        Assert.Equal(2, Near.UlpDistance(float.Epsilon, -float.Epsilon));
        Assert.Equal(1, Near.UlpDistance(1f, MathF.BitIncrement(1f)));
        Assert.Equal(3, Near.UlpDistance(-1f, MathF.BitIncrement(MathF.BitIncrement(MathF.BitIncrement(-1f)))));
        Assert.Equal(long.MaxValue, Near.UlpDistance(float.MaxValue, float.PositiveInfinity));
        Assert.Equal(long.MaxValue, Near.UlpDistance(float.NaN, 0f));
    }

    [Fact]
    public void Comparisons_fail_where_they_must()
    {
        Near.Relative<float>([1f, float.NaN, float.PositiveInfinity, 0f], [1.0001f, float.NaN, float.PositiveInfinity, -0f], 1e-3);
        Near.Relative<double>([0.0], [1e-9], 1e-6, floor: 1e-2);
        Near.Exact<float>([float.NaN, -0f], [float.NaN, -0f]);
        Near.Ulps([1f], [1.0000001f], 1);
        Fails(() => Near.Relative<float>([1f], [1.01f], 1e-3));
        Fails(() => Near.Relative<float>([0f], [1e-30f], 1e-3));
        Fails(() => Near.Relative<float>([1f], [float.NaN], 1));
        Fails(() => Near.Relative<float>([float.NaN], [1f], 1));
        Fails(() => Near.Relative<float>([float.PositiveInfinity], [1f], 1));
        Fails(() => Near.Relative<float>([1f], [float.PositiveInfinity], 1));
        Fails(() => Near.Relative<float>([float.PositiveInfinity], [float.NegativeInfinity], 1));
        Fails(() => Near.Relative<float>([1f, 2f], [1f], 1));
        Fails(() => Near.Exact<float>([0f], [-0f]));
        Fails(() => Near.Exact<int>([1], [2]));
        Fails(() => Near.Ulps([1f], [1.0000002f], 1));

        static void Fails(Action comparison) => Assert.Throws<Xunit.Sdk.FailException>(comparison);
    }
}
