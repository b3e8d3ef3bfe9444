using SpikeJit.Compilation;
using SpikeJit.Graphs;
using SpikeJit.Transforms;
using SpikeJit.Trees;

namespace SpikeJit.Tracing;

/// <summary>A user's function with its arguments as a list.</summary>
/// <param name="Original">The delegate, whose closure holds what it captures.</param>
/// <param name="Invoke">Calls it.</param>
internal sealed record Callable(Delegate Original, Func<object?[], object?> Invoke)
{
    /// <summary>The method's name; a lambda is named after the method it stands in.</summary>
    public string Name
    {
        get
        {
            string name = Original.Method.Name;
            int end = name.IndexOf('>');
            return name.StartsWith('<') && end > 1 ? $"a lambda in {name[1..end]}" : name;
        }
    }

    /// <summary>Traces the function for arguments of given structure and types. Captured tensors are the graph's last inputs.</summary>
    /// <param name="arguments">The structure of the argument list.</param>
    /// <param name="types">The types of its leaves.</param>
    /// <param name="tracked">Concrete tensors that the function may read and that are to be inputs, after the leaves.</param>
    public TracedCall Trace(TreeShape[] arguments, IReadOnlyList<TensorType> types, IReadOnlyList<Tensor>? tracked = null)
    {
        using Trace trace = Tracing.Trace.OpenFunction(Name);
        Tensor[] inputs = [.. types.Select(trace.NewInput)];
        foreach (Tensor tensor in tracked ?? []) trace.Track(tensor, trace.NewInput(tensor.Type));
        var values = new object?[arguments.Length];
        for (int i = 0, next = 0; i < values.Length; next += arguments[i].Leaves, i++)
            values[i] = arguments[i].Build(inputs.AsSpan(next, arguments[i].Leaves));
        (List<Tensor> leaves, TreeShape shape) = Tree.Flatten(Invoke(values));
        Closed closed = trace.Close(leaves);
        return new TracedCall(CompilerSettings.IsOn(CompilerSettings.Reroll) ? Reroll.Run(closed.Graph) : closed.Graph, closed.Captures, shape);
    }
}

/// <summary>A traced function: graph, captured tensors (its last inputs), and the structure of the result.</summary>
internal sealed record TracedCall(Graph Graph, Tensor[] Captures, TreeShape Result)
{
    public int Arguments => Graph.Inputs.Length - Captures.Length;
}

/// <summary>Arguments taken apart: their structures and all their leaves.</summary>
internal sealed record Arguments(TreeShape[] Shapes, Tensor[] Leaves)
{
    public static Arguments Of(object?[] values)
    {
        var leaves = new List<Tensor>();
        TreeShape[] shapes = Array.ConvertAll(values, v => Tree.Flatten(v, leaves));
        return new Arguments(shapes, [.. leaves.Select(Tracing.Trace.Resolve)]);
    }

    public TensorType[] Types => Array.ConvertAll(Leaves, t => t.Type);

    /// <summary>For each leaf the argument it belongs to.</summary>
    public int[] Owner => [.. Shapes.SelectMany((s, i) => Enumerable.Repeat(i, s.Leaves))];

    /// <summary>A leaf's name for messages: argument 0.W1.</summary>
    public string PathOf(int leaf) => Shapes.SelectMany((s, i) => s.Paths($"argument {i}")).ElementAt(leaf);
}
