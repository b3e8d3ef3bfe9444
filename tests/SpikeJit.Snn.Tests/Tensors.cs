using System.Text.Json;

namespace SpikeJit.Snn.Tests;

/// <summary>Recorded arrays as tensors, and comparisons of tensors with them.</summary>
internal static class Tensors
{
    public static Tensor Of(GoldenTensor golden) => golden.Data switch
    {
        float[] f => Tensor.From(f, golden.Shape),
        double[] d => Tensor.From(d, golden.Shape),
        int[] i => Tensor.From(i, golden.Shape),
        long[] l => Tensor.From(l, golden.Shape),
        _ => throw new InvalidDataException($"No test reads {golden.DType}."),
    };

    public static Tensor Read(this JsonElement element, string key) => Of(element.Tensor(key));

    public static Tensor[] ReadAll(this JsonElement element, string key) => Array.ConvertAll(element.Tensors(key), Of);

    public static double[] Doubles(this Tensor tensor) => tensor.As(DType.F64).ToArray<double>();

    public static Tensor AsTensor(this int[] values) => Tensor.From(values);

    public static double LargestMagnitude(this IEnumerable<Tensor> tensors) => tensors.SelectMany(t => t.Doubles()).Append(0).Max(Math.Abs);

    /// <summary>Every element within <paramref name="tolerance"/> of the largest magnitude of all that is expected together.</summary>
    public static void NearLargest(Tensor[] expected, Tensor[] actual, double tolerance, string what)
    {
        double floor = expected.LargestMagnitude();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Shape, actual[i].Shape);
            Near.Relative<double>(expected[i].Doubles(), actual[i].Doubles(), tolerance, floor, $"{what} {i}");
        }
    }
}
