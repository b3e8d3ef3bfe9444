using System.Globalization;
using SpikeJit.Compilation.Execution;
using SpikeJit.Memory;

namespace SpikeJit.Primitives;

/// <summary>
/// An operation that gives no result but does something: it runs once each time the program comes to it, in the program's order. Derivatives pass it by: it
/// sees the values, never the tangents.
/// </summary>
internal abstract record Effect : Primitive
{
    public sealed override bool HasEffect => true;

    public sealed override TensorType[] Infer(TensorType[] inputs) => [];

    public sealed override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx) => (Tensor.Bind(this, x), []);

    public sealed override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched) => (Tensor.Bind(Batched(size, batched), x), []);

    /// <summary>The effect on many examples, of whose operands the flagged ones have a new first axis.</summary>
    protected abstract Effect Batched(int size, bool[] batched);

    public sealed override unsafe Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Plain((operands, _) =>
    {
        var values = new Tensor[inputs.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var storage = new Storage(Math.Max(inputs[i].Bytes, 1));
            Buffer.MemoryCopy(operands[i], storage.Pointer, storage.Bytes, inputs[i].Bytes);
            values[i] = new Tensor(inputs[i], storage);
        }
        Run(values);
    });

    /// <summary>Does it.</summary>
    protected abstract void Run(Tensor[] values);
}

/// <summary>Prints values.</summary>
/// <param name="Format">A composite format, with {step} for the step of the loop.</param>
/// <param name="Examples">Extents of the batch axes, the outermost first; a line is printed for each example.</param>
/// <param name="Axes">For each operand the batch axes that it has, as bits: 1 is the outermost.</param>
internal sealed record Print(string Format, Ints Examples, Ints Axes) : Effect
{
    public const string Step = "{step}";

    public override string Describe() => $"print[\"{Format}\"]";

    protected override Effect Batched(int size, bool[] batched) =>
        new Print(Format, [size, .. Examples], [.. Axes.Select((axes, i) => axes << 1 | (batched[i] ? 1 : 0))]);

    protected override void Run(Tensor[] values)
    {
        string format = Format.Replace(Step, LoopPlace.Steps, StringComparison.Ordinal);
        foreach (int[] example in Compilation.Interpreter.Indices([.. Examples]))
        {
            object[] arguments = [.. values.Select((t, i) => new PrintedTensor(At(t, Axes[i], example)))];
            Fn.PrintOutput.WriteLine(string.Format(CultureInfo.InvariantCulture, format, arguments));
        }
    }

    private static Tensor At(Tensor t, int axes, int[] example)
    {
        for (int a = 0; a < example.Length; a++)
            if ((axes >> a & 1) != 0) t = Compilation.Interpreter.Run(new Reshape(t.Shape.Without(0)), [Compilation.Interpreter.Run(First(t, example[a]), [t])[0]])[0];
        return t;
    }

    private static Slice First(Tensor t, int index)
    {
        int[] starts = new int[t.Rank], steps = new int[t.Rank];
        starts[0] = index;
        Array.Fill(steps, 1);
        return new Slice(new Ints(starts), new Ints(steps), [1, .. t.Shape.Skip(1)]);
    }
}

/// <summary>A tensor in a composite format: <c>{0}</c> prints it as it prints itself, <c>{0:F3}</c> each element by that format.</summary>
internal sealed class PrintedTensor(Tensor tensor) : IFormattable
{
    public string ToString(string? format, IFormatProvider? provider)
    {
        if (string.IsNullOrEmpty(format)) return tensor.ToString();
        double[] values = Compilation.Interpreter.Run(new Convert(DType.F64), [tensor])[0].ToArray<double>();
        int next = 0;
        string Nested(int axis) => axis == tensor.Rank
            ? tensor.DType.IsFloat() ? values[next++].ToString(format, provider) : ((long)values[next++]).ToString(format, provider)
            : $"[{string.Join(" ", Enumerable.Range(0, tensor.Shape[axis]).Select(_ => Nested(axis + 1)))}]";
        return Nested(0);
    }

    public override string ToString() => tensor.ToString();
}

/// <summary>
/// Throws when results of an operation hold NaN or an infinity that none of its operands holds. Operands: the results, then the operation's operands.
/// </summary>
internal sealed record FiniteCheck(string Operation, int Results) : Effect
{
    public override string Describe() => $"checkFinite[{Operation}]";

    protected override Effect Batched(int size, bool[] batched) => this;

    protected override void Run(Tensor[] values)
    {
        bool nan = values[Results..].Any(t => Find(t, double.IsNaN) >= 0), infinite = values[Results..].Any(t => Find(t, double.IsInfinity) >= 0);
        for (int r = 0; r < Results; r++)
        {
            int at = nan ? -1 : Find(values[r], double.IsNaN);
            if (at < 0 && !nan && !infinite) at = Find(values[r], double.IsInfinity);
            if (at >= 0) throw new NonFiniteException(Message(values, r, at));
        }
    }

    private static int Find(Tensor t, Predicate<double> wanted) => t.DType switch
    {
        DType.F32 => Array.FindIndex(t.ToArray<float>(), v => wanted(v)),
        DType.F64 => Array.FindIndex(t.ToArray<double>(), wanted),
        _ => -1,
    };

    private string Message(Tensor[] values, int result, int at)
    {
        Tensor found = values[result];
        string what = Element(found, at), place = LoopPlace.Describe();
        string[] operands = [.. values[Results..].Select(t => t.Size == 1 ? $"{t.Type} = {Element(t, 0)}" : t.Shape == found.Shape ? $"{t.Type}, there {Element(t, at)}" : $"{t.Type}")];
        return $"CheckFinite: {Operation} {(operands.Length == 0 ? "holds" : "made the first")} {what}{(place.Length > 0 ? $" {place}" : "")}, in {found.Type}" +
            $"{(found.Rank > 0 ? $" at [{string.Join(", ", IndexOf(at, found.Shape))}]" : "")}" +
            $"{(operands.Length > 0 ? $", from {string.Join(" and ", operands)}" : "")}. Guard the operand (Clip, Select, a small constant), or scale what grows.";
    }

    private static string Element(Tensor t, int at) => Compilation.Interpreter.Run(new Convert(DType.F64), [t])[0].ToArray<double>()[at].ToString("G6", CultureInfo.InvariantCulture);

    private static int[] IndexOf(int at, Shape shape)
    {
        var index = new int[shape.Rank];
        for (int a = shape.Rank - 1; a >= 0; at /= shape[a--]) index[a] = at % shape[a];
        return index;
    }
}
