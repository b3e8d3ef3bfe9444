using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit;

/// <summary>
/// The transformations of functions: differentiate (Grad, Jvp, Vjp …), batch (VMap), compile (Jit), loop (Scan, While), branch (Cond), define rules
/// (CustomVjp, CustomJvp). Functions take and return trees (<see cref="Tree"/>), and transformations nest in any order.
/// </summary>
public static partial class Fn
{
    /// <summary>The values under a name, by which the policy of a checkpoint can keep them: <see cref="CheckpointPolicy.SaveNames"/>.</summary>
    public static T Name<T>(T tree, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Tree.Map(t => Tensor.Bind1(new Named(name), t), tree);
    }

    /// <summary>The values, as constants: no derivative flows through them.</summary>
    public static T StopGradient<T>(T tree) => Tree.Map(t => t.DType.IsFloat() ? Tensor.Bind1(new StopGradient(), t) : t, tree);
}

/// <summary>A traced function, for reading.</summary>
public sealed class TracedProgram
{
    internal Graphs.Graph Graph { get; }

    private TracedProgram(Graphs.Graph graph) => Graph = graph;

    /// <summary>The number of operations, those inside loops counted once.</summary>
    public int Operations => Count(Graph);

    internal static TracedProgram Of(Callable f, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        return new TracedProgram(f.Trace(arguments.Shapes, arguments.Types).Graph);
    }

    private static int Count(Graphs.Graph graph) => graph.Equations.Sum(e => 1 + e.Primitive.Subgraphs.Sum(s => Count(s.Graph)));

    /// <summary>The graph as text, one operation a line.</summary>
    public override string ToString() => Graph.ToString();
}
