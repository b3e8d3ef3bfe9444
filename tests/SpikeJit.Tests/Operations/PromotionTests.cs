using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>JAX's promotion of element types without 64-bit types, for tensors and for numbers beside tensors.</summary>
public sealed class PromotionTests
{
    private static IEnumerable<JsonElement> Pairs => Golden.Cases("jax_ops.json", "group", "promotion").Where(c => c.TryGetProperty("lhs", out _));

    private static Tensor Apply(string op, Tensor a, Tensor b) => op switch
    {
        "where" => Tensor.Select(Tensor.From<bool>([true]), a, b),
        _ => OpTable.Rows[op]([a, b], default),
    };

    // A number has its own overloads, which the compiler chooses by its C# type.
    private static Tensor Apply(string op, Tensor a, int b) => op switch
    {
        "add" => a + b,
        "sub" => a - b,
        "mul" => a * b,
        "div" => a / b,
        "maximum" => Tensor.Maximum(a, b),
        "floor_divide" => Tensor.FloorDivide(a, b),
        "where" => Tensor.Select(true, a, b),
        "pow" => a.Pow(b),
        _ => throw new NotSupportedException(op),
    };

    private static Tensor Apply(string op, Tensor a, double b) => op switch
    {
        "add" => a + b,
        "sub" => a - b,
        "mul" => a * b,
        "div" => a / b,
        "maximum" => Tensor.Maximum(a, b),
        "floor_divide" => Tensor.FloorDivide(a, b),
        "where" => Tensor.Select(true, a, b),
        "pow" => a.Pow(b),
        _ => throw new NotSupportedException(op),
    };

    [Fact]
    public void Pairs_meet_in_the_types_of_JAX_and_numbers_take_the_type_of_the_tensor_beside_them()
    {
        int compared = 0;
        foreach (JsonElement c in Pairs)
        {
            string op = c.Text("op")!;
            JsonElement rhs = c.GetProperty("rhs");
            Tensor a = c.Tensor("lhs").ToTensor();
            Tensor Actual() => rhs.IsTensor() ? Apply(op, a, GoldenTensor.Parse(rhs).ToTensor()) : rhs.Text("weak") switch
            {
                "int" => Apply(op, a, rhs.GetProperty("value").GetInt32()),
                "float" => Apply(op, a, rhs.GetProperty("value").GetDouble()),
                _ => Apply(op, a, (Tensor)true),
            };
            string what = $"{a.Type} {op} {rhs}";
            if (c.TryGetProperty("error", out _)) Assert.Throws<DTypeException>(Actual);
            else
            {
                GoldenTensor expected = c.Tensor("out");
                Tensor actual = Actual();
                Assert.True(expected.DType == actual.DType.Name(), $"{what}: {actual.Type}, expected {expected.DType}");
                Near.Relative<double>(expected.Doubles, actual.As(DType.F64).ToArray<double>(), 1e-6, what: what);
            }
            compared++;
        }
        Assert.Equal(320, compared);
    }

    private static readonly Dictionary<string, Func<Tensor>> s_made = new()
    {
        ["array(1)"] = () => 1,
        ["array(1.0)"] = () => 1f,
        ["array([1,2.5])"] = () => new float[] { 1, 2.5f },
        ["array(True)"] = () => true,
        ["zeros(2)"] = () => Tensor.Zeros([2]),
        ["arange(3)"] = () => Tensor.Arange(3),
        ["arange(0.,1.,.25)"] = () => Tensor.Arange(0, 1, 0.25),
        ["full((2,),3)"] = () => Tensor.Full([2], 3),
        ["asarray(3)+1"] = () => (Tensor)3 + 1,
        ["full(2,7.)"] = () => Tensor.Full([2], 7f),
        ["sum(bool)"] = () => Tensor.From<bool>([true, true]).Sum(),
        ["argmax"] = () => Tensor.From<float>([1, 2]).ArgMax(),
        ["mean(i32)"] = () => Tensor.From<int>([1, 2]).Mean(),
        ["u8 200+100"] = () => Tensor.From<byte>([200]) + Tensor.From<byte>([100]),
        ["i32 2147483647+1"] = () => Tensor.From<int>([int.MaxValue]) + 1,
        ["u8 + 300"] = () => Tensor.From<byte>([1]) + 300,
    };

    [Fact]
    public void Made_tensors_have_the_types_of_their_values()
    {
        JsonElement[] cases = [.. Golden.Cases("jax_ops.json", "group", "promotion").Where(c => !c.TryGetProperty("lhs", out _))];
        foreach (JsonElement c in cases) Compare.Same(c.Tensor("out"), s_made[c.Text("op")!](), c.Text("op")!);
        Assert.Equal(s_made.Count, cases.Length);
    }
}
