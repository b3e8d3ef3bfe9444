namespace SpikeJit.Tests;

/// <summary>Recorded tensors beside ours.</summary>
internal static class Compare
{
    /// <summary>A recorded tensor as one of ours.</summary>
    public static Tensor ToTensor(this GoldenTensor golden) => golden.DType switch
    {
        "f32" => Tensor.From(Array.ConvertAll(golden.As<float>(), PositiveNaN), golden.Shape),
        "f64" => Tensor.From(golden.As<double>(), golden.Shape),
        "i32" => Tensor.From(golden.As<int>(), golden.Shape),
        "u32" => Tensor.From(golden.As<uint>(), golden.Shape),
        "i64" => Tensor.From(golden.As<long>(), golden.Shape),
        "u64" => Tensor.From(golden.As<ulong>(), golden.Shape),
        "u8" => Tensor.From(golden.As<byte>(), golden.Shape),
        "i8" => Tensor.From(golden.As<sbyte>(), golden.Shape),
        "bool" => Tensor.From(golden.As<bool>(), golden.Shape),
        _ => throw new NotSupportedException($"There is no element type {golden.DType}."),
    };

    // C# writes NaN with its sign bit set, which operations on bits see; the recordings mean the other one.
    private static float PositiveNaN(float x) => float.IsNaN(x) ? BitConverter.UInt32BitsToSingle(0x7FC00000) : x;

    /// <summary>The same dtype, shape and bits (any NaN is like any other).</summary>
    public static void Same(GoldenTensor expected, Tensor actual, string what)
    {
        Assert.True(expected.DType == actual.DType.Name(), $"{what}: {actual.Type}, expected {expected.DType}");
        Assert.True(actual.Shape == (Shape)expected.Shape, $"{what}: {actual.Type}, expected shape [{string.Join(",", expected.Shape)}]");
        switch (expected.DType)
        {
            case "f32": Near.Exact<float>(expected.As<float>(), actual.ToArray<float>(), what); break;
            case "f64": Near.Exact<double>(expected.As<double>(), actual.ToArray<double>(), what); break;
            case "i64": Near.Exact<long>(expected.As<long>(), actual.ToArray<long>(), what); break;
            case "u64": Near.Exact<ulong>(expected.As<ulong>(), actual.ToArray<ulong>(), what); break;
            default: Assert.Equal(expected.Doubles, actual.As(DType.F64).ToArray<double>()); break;
        }
    }
}
