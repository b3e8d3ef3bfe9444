using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>Every operation of the table under VMap does for a batch what it does for each example.</summary>
public sealed class BatchingTests
{
    public static TheoryData<string, string, string> Operations => JaxOperationTests.Operations;

    [Theory]
    [MemberData(nameof(Operations))]
    public void VMap_equals_a_loop(string file, string group, string op)
    {
        if (OpTable.Find(group, op) is not { } row) return;
        JsonElement c = Golden.Cases(file).First(c => c.Text("group") == group && c.Text("op") == op);
        OpParameters p = new(c.TryGetProperty("params", out JsonElement json) ? json : default, c.Text("note") ?? "");
        Tensor[] first = [.. c.Tensors("inputs").Select(t => t.ToTensor())];
        if (first.Length == 0) return;
        Tensor[] second = [.. first.Select(t => t.DType.IsFloat() ? t * 0.5f : t)];
        Func<Tensor[], Tensor> f = x => row(x, p);

        Tensor both = f.VMap()([.. first.Zip(second, (a, b) => Tensor.Stack([a, b]))]);
        Same(row(first, p), both[0]);
        Same(row(second, p), both[1]);

        // One operand shared by all examples.
        for (int shared = 0; shared < first.Length && first.Length > 1; shared++)
        {
            int s = shared;
            Func<Tensor[], Tensor> rest = x => row([.. x[..s], first[s], .. x[s..]], p);
            Tensor[] mapped = [.. first.Zip(second, (a, b) => Tensor.Stack([a, b])).Where((_, i) => i != s)];
            Tensor batch = rest.VMap()(mapped);
            Same(row([.. second[..s], first[s], .. second[(s + 1)..]], p), batch[1]);
        }

        void Same(Tensor expected, Tensor actual)
        {
            Assert.Equal(expected.Type, actual.Type);
            if (expected.DType == DType.F32) Near.Relative<float>(expected.ToArray<float>(), actual.ToArray<float>(), 1e-6, 1e-6, op);
            else Assert.Equal(expected.As(DType.F64).ToArray<double>(), actual.As(DType.F64).ToArray<double>());
        }
    }
}
