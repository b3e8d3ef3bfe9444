namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>What an operand holds: floats of the type under test (F64), or a type of its own; random numbers in a range.</summary>
internal sealed record Operand(DType Kind, int[] Shape, double Low, double High);

/// <summary>One operation: how it is called, what it gives by a reference written by hand, and operands to try it on.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Covers">The primitives that the call is made of and that have no other row.</param>
/// <param name="Call">The call.</param>
/// <param name="Expected">The same on plain arrays.</param>
/// <param name="Cases">The operands of each case; cases without elements or axes among them wherever the operation allows it.</param>
internal sealed record PrimitiveRow(string Name, Type[] Covers, Func<Tensor[], Tensor> Call, Func<Plain[], Plain> Expected, Operand[][] Cases)
{
    /// <summary>Whether it has a derivative that differences of values show.</summary>
    public bool Smooth { get; init; } = true;

    /// <summary>Whether errors are relative to the largest element, as where terms of both signs are summed.</summary>
    public bool Sums { get; init; }

    /// <summary>The relative tolerance of values in F64.</summary>
    public double Precision { get; init; } = 1e-13;

    /// <summary>Whether there is a forward derivative: custom reverse rules have none.</summary>
    public bool Forward { get; init; } = true;

    public bool HasFloats => Cases[0].Any(o => o.Kind == DType.F64);

    public override string ToString() => Name;

    /// <summary>Random operands of a case: the same ones each time.</summary>
    public Tensor[] Inputs(int number, DType dtype, int seed = 0)
    {
        var random = new Random(Name.Sum(c => c) + 31 * number + 1000 * seed);
        return [.. Cases[number].Select(o => Draw(random, o, dtype))];
    }

    private static Tensor Draw(Random random, Operand o, DType dtype)
    {
        int size = o.Shape.Aggregate(1, (a, b) => a * b);
        double[] numbers = [.. Enumerable.Range(0, size).Select(_ => o.Low + (o.High - o.Low) * random.NextDouble())];
        return o.Kind switch
        {
            DType.F64 => Tensor.From(numbers, o.Shape).As(dtype),
            DType.Bool => Tensor.From([.. numbers.Select(x => x > (o.Low + o.High) / 2)], o.Shape),
            _ => Tensor.From([.. numbers.Select(x => (long)Math.Floor(x))], o.Shape).As(o.Kind),
        };
    }
}

/// <summary>All rows.</summary>
internal static class PrimitiveTable
{
    public static IReadOnlyDictionary<string, PrimitiveRow> Rows { get; } =
        ElementRows.All.Concat(IntegerRows.All).Concat(StructureRows.All).Concat(SelectionRows.All).Concat(ControlRows.All).Concat(FunctionRows.All).ToDictionary(r => r.Name);
}
