using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>One of two functions of an operand, by a Bool scalar. Only the chosen one runs (under VMap with a mapped condition: both).</summary>
    /// <exception cref="ShapeException">The condition is no scalar, or the branches' results differ in type.</exception>
    /// <exception cref="TreeException">The branches' results differ in structure.</exception>
    public static TResult Cond<T, TResult>(Tensor condition, Func<T, TResult> whenTrue, Func<T, TResult> whenFalse, T operand)
    {
        if (condition.Rank != 0) throw new ShapeException($"Cond: the condition is {condition.Type}, not a scalar. Reduce it with Any or All, or use Tensor.Select.");
        return Switch(condition.As(DType.Bool).As(DType.I32), [whenFalse, whenTrue], operand);
    }

    /// <summary>One of two functions, by a Bool scalar.</summary>
    /// <inheritdoc cref="Cond{T, TResult}(Tensor, Func{T, TResult}, Func{T, TResult}, T)"/>
    public static TResult Cond<TResult>(Tensor condition, Func<TResult> whenTrue, Func<TResult> whenFalse) =>
        Cond<object?, TResult>(condition, _ => whenTrue(), _ => whenFalse(), null);

    /// <summary>One of several functions of an operand, by an integer scalar that is clamped to their number.</summary>
    /// <exception cref="ShapeException">The index is no scalar, or the branches' results differ in type.</exception>
    /// <exception cref="TreeException">The branches' results differ in structure.</exception>
    public static TResult Switch<T, TResult>(Tensor index, IReadOnlyList<Func<T, TResult>> branches, T operand)
    {
        if (index.Rank != 0 || !index.DType.IsInteger()) throw new ShapeException($"Switch: the index is {index.Type}, not an integer scalar.");
        if (branches.Count == 0) throw new ArgumentException("Switch: there are no branches. Give at least one.", nameof(branches));
        (List<Tensor> leaves, TreeShape shape) = Tree.Flatten(operand);
        TracedCall[] traced = [.. branches.Select(b => Of(b).Trace([shape], [.. leaves.Select(t => t.Type)]))];
        for (int b = 1; b < traced.Length; b++)
        {
            if (!traced[b].Result.Equals(traced[0].Result))
                throw new TreeException($"Switch, Cond: branch 0 returns {traced[0].Result}, branch {b} returns {traced[b].Result}. Return trees of one structure.");
            if (!traced[b].Graph.OutputTypes.AsSpan().SequenceEqual(traced[0].Graph.OutputTypes))
                throw new ShapeException(
                    $"Switch, Cond: branch 0 returns {string.Join(", ", traced[0].Graph.OutputTypes)}, branch {b} returns {string.Join(", ", traced[b].Graph.OutputTypes)}. " +
                    "Return equal types (As, BroadcastTo).");
        }
        // Every branch takes what any of them captured.
        Tensor[] captures = [.. traced.SelectMany(t => t.Captures).Distinct()];
        Graph[] graphs = Array.ConvertAll(traced, t => t.Graph.With(
        [
            .. t.Graph.Inputs[..t.Arguments],
            .. captures.Select(c => Array.IndexOf(t.Captures, c) is >= 0 and var i ? t.Graph.Inputs[t.Arguments + i] : new Value(c.Type)),
        ]));
        return (TResult)traced[0].Result.Build(Tensor.Bind(new Switch(graphs), [index.As(DType.I32), .. leaves, .. captures]))!;
    }
}
