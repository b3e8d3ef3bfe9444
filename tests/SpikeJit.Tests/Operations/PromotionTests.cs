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
        _ => throw new NotSupportedException(op),
    };

    private static Tensor Apply(string op, Tensor a, double b) => op switch
    {
        "add" => a + b,
        "sub" => a - b,
        "mul" => a * b,
        "div" => a / b,
        "maximum" => Tensor.Maximum(a, b),
        "pow" => a.Pow(b),
        _ => throw new NotSupportedException(op),
    };

    [Fact]
    public void Pairs_of_tensors_meet_in_the_types_of_JAX()
    {
        int compared = 0;
        foreach (JsonElement c in Pairs.Where(c => c.GetProperty("rhs").IsTensor()))
        {
            string op = c.Text("op")!;
            Tensor a = c.Tensor("lhs").ToTensor(), b = c.Tensor("rhs").ToTensor();
            // JAX divides truth values as bytes; here that is refused.
            if (c.TryGetProperty("error", out _) || (op == "floor_divide" && a.DType == DType.Bool && b.DType == DType.Bool))
            {
                Assert.Throws<DTypeException>(() => Apply(op, a, b));
                continue;
            }
            Tensor actual = Apply(op, a, b);
            GoldenTensor expected = c.Tensor("out");
            Assert.True(expected.DType == actual.DType.Name(), $"{a.Type} {op} {b.Type}: {actual.Type}, expected {expected.DType}");
            Assert.Equal(expected.Doubles[0], actual.ToDouble(), 1e-6);
            compared++;
        }
        Assert.True(compared > 150);
    }

    [Fact]
    public void Numbers_take_the_type_of_the_tensor_beside_them()
    {
        int compared = 0;
        foreach (JsonElement c in Pairs.Where(c => !c.GetProperty("rhs").IsTensor()))
        {
            (string op, string weak) = (c.Text("op")!, c.GetProperty("rhs").Text("weak")!);
            if (weak == "bool" || c.TryGetProperty("error", out _) || op is "where" or "floor_divide" || (op == "pow" && weak == "int")) continue;
            Tensor a = c.Tensor("lhs").ToTensor();
            Tensor actual = weak == "int" ? Apply(op, a, 2) : Apply(op, a, 2.5);
            GoldenTensor expected = c.Tensor("out");
            Assert.True(expected.DType == actual.DType.Name(), $"{a.Type} {op} {weak}: {actual.Type}, expected {expected.DType}");
            Assert.Equal(expected.Doubles[0], actual.ToDouble(), 1e-5);
            compared++;
        }
        Assert.True(compared > 50);
    }

    [Fact]
    public void Integers_wrap()
    {
        Assert.Equal(44, (Tensor.From<byte>([200]) + Tensor.From<byte>([100])).Item<byte>());
        Assert.Equal(int.MinValue, (Tensor.From<int>([int.MaxValue]) + 1).Item<int>());
        Assert.Equal(45, (Tensor.From<byte>([1]) + 300).Item<byte>());
    }

    [Fact]
    public void Made_tensors_have_the_types_of_their_values()
    {
        Assert.Equal(DType.I32, ((Tensor)1).DType);
        Assert.Equal(DType.F32, ((Tensor)1f).DType);
        Assert.Equal(DType.Bool, ((Tensor)true).DType);
        Assert.Equal(DType.F32, Tensor.Zeros([2]).DType);
        Assert.Equal(DType.I32, Tensor.Arange(3).DType);
        Assert.Equal(DType.I32, Tensor.From<bool>([true, true]).Sum().DType);
        Assert.Equal(DType.I32, Tensor.From<float>([1, 2]).ArgMax().DType);
        Assert.Equal(1.5f, Tensor.From<int>([1, 2]).Mean().Item<float>());
    }
}
