using SpikeJit.Graphs;

namespace SpikeJit.Primitives;

/// <summary>A loop, branch or call: an operation whose parameters are graphs, with rules that transform those graphs.</summary>
internal abstract record ControlFlow : Primitive
{
    public sealed override bool HasEffect => Subgraphs.Any(s => s.Graph.HasEffect);

    public sealed override IEnumerable<string> AxisNames => Subgraphs.SelectMany(s => s.Graph.AxisNames);

    public sealed override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.Control();

    /// <summary>The same with other graphs in place of its own, of the same inputs and outputs.</summary>
    public abstract ControlFlow WithSubgraphs(Func<Graph, Graph> map);

    /// <summary>
    /// Splits an equation of which some operands are unknown yet: the part that can run now and the part that waits. Null when all of it waits.
    /// </summary>
    public abstract SplitEquation? Split(Equation equation, bool[] unknown);

    protected static bool[] Or(bool[] a, ReadOnlySpan<bool> b)
    {
        var result = new bool[a.Length];
        for (int i = 0; i < a.Length; i++) result[i] = a[i] | b[i];
        return result;
    }

    /// <summary>The entries whose flag is set.</summary>
    protected static IEnumerable<T> Where<T>(IEnumerable<T> items, IEnumerable<bool> flags) => items.Zip(flags).Where(p => p.Second).Select(p => p.First);

    protected static IEnumerable<bool> Not(IEnumerable<bool> flags) => flags.Select(f => !f);

    /// <summary>Puts values back where their flags are set, null elsewhere.</summary>
    protected static Tensor?[] Spread(bool[] flags, ReadOnlySpan<Tensor> items)
    {
        var result = new Tensor?[flags.Length];
        int next = 0;
        for (int i = 0; i < flags.Length; i++)
            if (flags[i]) result[i] = items[next++];
        return result;
    }

    protected static void CheckOperands(string name, ReadOnlySpan<Value> parameters, ReadOnlySpan<TensorType> operands)
    {
        for (int i = 0; i < parameters.Length; i++)
            if (parameters[i].Type != operands[i]) throw new ShapeException($"{name}: operand {i} is {operands[i]}, its graph expects {parameters[i].Type}.");
    }
}

/// <summary>The equations of both halves of a split equation. Outputs the waiting half defines are unknown.</summary>
internal sealed record SplitEquation(IReadOnlyList<Equation> Known, IReadOnlyList<Equation> Unknown);
