using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// A loop over the first axis of a tree of sequences <c>[T, …]</c>: <c>(carry, y_t) = body(carry, x_t)</c>. Returns the last carry and the stacked
    /// outputs <c>[T, …]</c>. Differentiable in both directions.
    /// </summary>
    /// <param name="body">One step. Its carry must keep structure, shapes and dtypes. Without outputs return null in their place.</param>
    /// <param name="initial">The first carry.</param>
    /// <param name="sequences">What the steps read.</param>
    /// <param name="reverse">From the last step to the first; outputs stay in the order of the sequences.</param>
    /// <exception cref="ShapeException">Sequences differ in length, or the carry changes its type.</exception>
    /// <exception cref="TreeException">The carry changes its structure.</exception>
    public static (TCarry Carry, TOutput Outputs) Scan<TCarry, TStep, TOutput>(
        Func<TCarry, TStep, (TCarry, TOutput)> body, TCarry initial, TStep sequences, bool reverse = false)
    {
        (List<Tensor> steps, TreeShape shape) = Tree.Flatten(sequences);
        if (steps.Count == 0) throw new TreeException("Scan: there are no sequences to run over. Use the form with a length.");
        foreach (Tensor step in steps)
        {
            if (step.Rank == 0) throw new ShapeException($"Scan: a sequence is the scalar {step.Type}, which has no time axis. Pass it as part of the carry, or capture it.");
            if (step.Shape[0] != steps[0].Shape[0])
                throw new ShapeException($"Scan: the sequences differ in length: {steps[0].Shape[0]} and {step.Shape[0]} ({steps[0].Type} and {step.Type}). Give sequences of one length.");
        }
        return RunScan(Of(body), initial, shape, steps, steps[0].Shape[0], reverse, (carry, output) => ((TCarry)carry!, (TOutput)output!));
    }

    /// <summary>A loop of a fixed number of steps that reads no sequence: <c>(carry, y_t) = body(carry)</c>.</summary>
    /// <inheritdoc cref="Scan{TCarry, TStep, TOutput}(Func{TCarry, TStep, ValueTuple{TCarry, TOutput}}, TCarry, TStep, bool)"/>
    public static (TCarry Carry, TOutput Outputs) Scan<TCarry, TOutput>(Func<TCarry, (TCarry, TOutput)> body, TCarry initial, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return RunScan(new Callable(body, v => body((TCarry)v[0]!)), initial, new TreeShape.Constant(null), [], length, false,
            (carry, output) => ((TCarry)carry!, (TOutput)output!));
    }

    private static TResult RunScan<TResult>(
        Callable body, object? initial, TreeShape stepShape, List<Tensor> steps, int length, bool reverse, Func<object?, object?, TResult> typed)
    {
        (List<Tensor> carry, TreeShape carryShape) = Tree.Flatten(initial);
        TracedCall traced = body.Trace([carryShape, stepShape], [.. carry.Select(t => t.Type), .. steps.Select(t => t.Type with { Shape = t.Shape.Without(0) })]);
        if (traced.Result is not TreeShape.Node { Children: [var next, var outputs] })
            throw new TreeException($"Scan: the body {body.Name} returned {traced.Result}, not a carry and an output.");
        CheckCarry("Scan", body.Name, carryShape, carry, next, traced.Graph.OutputTypes);
        Graph graph = CapturesFirst(traced);
        Tensor[] results = Tensor.Bind(
            new Scan(length, reverse, traced.Captures.Length, carry.Count, graph), [.. traced.Captures, .. carry, .. steps]);
        return typed(carryShape.Build(results.AsSpan(0, carry.Count)), outputs.Build(results.AsSpan(carry.Count)));
    }

    private static void CheckCarry(string function, string body, TreeShape shape, List<Tensor> carry, TreeShape next, TensorType[] types)
    {
        if (!shape.Equals(next))
            throw new TreeException($"{function}: the body {body} got the carry {shape} and returned {next}. Return a carry of the same structure.");
        for (int i = 0; i < carry.Count; i++)
            if (carry[i].Type != types[i])
                throw new ShapeException(
                    $"{function}: the body {body} got {carry[i].Type} as carry{shape.Paths("").ElementAt(i)} and returned {types[i]}. " +
                    "Start with a carry of the type that the body returns (As, BroadcastTo).");
    }

    /// <summary>The graph with captured values before the arguments, as loops take them.</summary>
    private static Graph CapturesFirst(TracedCall traced) =>
        traced.Graph.With([.. traced.Graph.Inputs[traced.Arguments..], .. traced.Graph.Inputs[..traced.Arguments]]);

    /// <summary>A loop as long as a condition holds. Not differentiable in reverse, since its number of steps is not known.</summary>
    /// <param name="condition">From the carry, a Bool scalar.</param>
    /// <param name="body">One step; the carry must keep structure, shapes and dtypes.</param>
    /// <param name="initial">The first carry.</param>
    /// <exception cref="ShapeException">The condition is no Bool scalar, or the carry changes its type.</exception>
    public static T While<T>(Func<T, Tensor> condition, Func<T, T> body, T initial)
    {
        (List<Tensor> carry, TreeShape shape) = Tree.Flatten(initial);
        TensorType[] types = [.. carry.Select(t => t.Type)];
        TracedCall test = Of(condition).Trace([shape], types), step = Of(body).Trace([shape], types);
        if (test.Graph.Outputs is not [{ Type: { DType: DType.Bool, Shape.Rank: 0 } }])
            throw new ShapeException($"While: the condition returned {string.Join(", ", test.Graph.OutputTypes)}, not one Bool scalar. Reduce it with Any or All.");
        CheckCarry("While", Of(body).Name, shape, carry, step.Result, step.Graph.OutputTypes);
        var loop = new While(test.Captures.Length, step.Captures.Length, CapturesFirst(test), CapturesFirst(step));
        return (T)shape.Build(Tensor.Bind(loop, [.. test.Captures, .. step.Captures, .. carry]))!;
    }

    /// <summary>A loop over the integers from lower to upper, upper excluded. A scan: differentiable in both directions.</summary>
    /// <param name="lower">The first index.</param>
    /// <param name="upper">The index after the last; not above <paramref name="lower"/> means no step.</param>
    /// <param name="body">From the index (an I32 scalar) and the value, the next value.</param>
    /// <param name="initial">The first value.</param>
    public static T ForLoop<T>(int lower, int upper, Func<Tensor, T, T> body, T initial) =>
        Scan<T, Tensor, object?>((value, i) => (body(i, value), null), initial, lower + Tensor.Arange(Math.Max(upper - lower, 0))).Carry;

    /// <summary>A loop over integers whose bounds are values: a <see cref="While{T}"/>, not differentiable in reverse.</summary>
    public static T ForLoop<T>(Tensor lower, Tensor upper, Func<Tensor, T, T> body, T initial) => While<(Tensor I, T Value)>(
        s => s.I < upper, s => (s.I + 1, body(s.I, s.Value)), (lower.As(DType.I32), initial)).Value;

    /// <summary>A function of each example along the first axis, one after another: a scan without carry.</summary>
    public static TResult Map<T, TResult>(Func<T, TResult> f, T examples) =>
        Scan<object?, T, TResult>((_, x) => (null, f(x)), null, examples).Outputs;
}
