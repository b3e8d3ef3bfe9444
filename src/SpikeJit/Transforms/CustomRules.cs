using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Transforms;

/// <summary>Functions with rules of their own become one equation that holds the graphs of function and rules.</summary>
internal static class CustomRules
{
    [ThreadStatic] private static HashSet<Delegate>? t_open;

    /// <summary>What a function with rules is inside those rules: the plain function.</summary>
    private static object? Enter(Callable function, object?[] values, Func<object?> trace)
    {
        t_open ??= [];
        if (!t_open.Add(function.Original)) return function.Invoke(values);
        try
        {
            return trace();
        }
        finally
        {
            t_open.Remove(function.Original);
        }
    }

    public static object? Vjp(Callable function, Callable forward, Callable backward, object?[] values, Func<object?, object?[]> separate) =>
        Enter(function, values, () => TraceVjp(function, forward, backward, values, separate));

    public static object? Jvp(Callable function, Callable rule, object?[] values) => Enter(function, values, () => TraceJvp(function, rule, values));

    private static object? TraceVjp(Callable function, Callable forward, Callable backward, object?[] values, Func<object?, object?[]> separate)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall f = function.Trace(arguments.Shapes, arguments.Types), way = forward.Trace(arguments.Shapes, arguments.Types);
        if (way.Result is not TreeShape.Node { Children: [var result, var residual] } || !result.Equals(f.Result))
            throw new TreeException($"CustomVjp: the forward rule {forward.Name} returned {way.Result}; it must return the function's result ({f.Result}) and the residuals.");
        int outputs = f.Graph.Outputs.Length;
        CheckTypes("the forward rule's result", f.Graph.OutputTypes, way.Graph.OutputTypes[..outputs]);
        TracedCall back = Backward(backward, separate, arguments, f, residual, way.Graph.OutputTypes[outputs..]);

        Tensor[] captures = [.. f.Captures.Concat(way.Captures).Concat(back.Captures).Distinct()];
        Graph forwardGraph = Capturing(way, captures);
        // What only the way back captures travels with the residuals.
        forwardGraph = forwardGraph.With(outputs: [.. forwardGraph.Outputs, .. back.Captures.Select(c => forwardGraph.Inputs[way.Arguments + Array.IndexOf(captures, c)])]);
        int residuals = way.Graph.Outputs.Length - outputs;
        Value[] inputs = back.Graph.Inputs;
        Graph backGraph = back.Graph.With([.. inputs[..residuals], .. inputs[back.Arguments..], .. inputs[residuals..back.Arguments]]);
        var call = new CustomVjpCall(captures.Length, Capturing(f, captures), forwardGraph, backGraph);
        return f.Result.Build(Tensor.Bind(call, [.. arguments.Leaves, .. captures]));
    }

    /// <summary>Traces the backward rule; its outputs become one cotangent for each floating-point leaf of the arguments.</summary>
    private static TracedCall Backward(
        Callable backward, Func<object?, object?[]> separate, Arguments arguments, TracedCall f, TreeShape residual, TensorType[] residualTypes)
    {
        var checkedRule = new Callable(backward.Original, v =>
        {
            object?[] found = separate(backward.Invoke(v));
            var cotangents = new List<Tensor>();
            for (int a = 0, start = 0; a < found.Length; start += arguments.Shapes[a].Leaves, a++)
            {
                (List<Tensor> leaves, TreeShape shape) = Tree.Flatten(found[a]);
                bool none = shape is TreeShape.Constant;
                if (!none && !shape.Equals(arguments.Shapes[a]))
                    throw new TreeException($"CustomVjp: the backward rule {backward.Name} returned {shape} for {arguments.Shapes[a]}. Return a tree like the argument, or null for no gradient.");
                for (int i = 0; i < arguments.Shapes[a].Leaves; i++)
                {
                    TensorType type = arguments.Leaves[start + i].Type;
                    if (!type.DType.IsFloat()) continue;
                    Tensor ct = none ? Tensor.Zeros(type.Shape, type.DType) : leaves[i];
                    if (ct.Type != type)
                        throw new ShapeException(
                            $"CustomVjp: the backward rule {backward.Name} returned {ct.Type} for {arguments.PathOf(start + i)}, which is {type}. " +
                            "Return a cotangent of the argument's type (sum over what was broadcast).");
                    cotangents.Add(ct);
                }
            }
            return cotangents;
        });
        return checkedRule.Trace([residual, f.Result], [.. residualTypes, .. f.Graph.OutputTypes]).WithCotangents(residualTypes.Length, f);
    }

    private static object? TraceJvp(Callable function, Callable rule, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall f = function.Trace(arguments.Shapes, arguments.Types);
        TracedCall way = rule.Trace([.. arguments.Shapes, .. arguments.Shapes], [.. arguments.Types, .. arguments.Types]);
        if (way.Result is not TreeShape.Node { Children: [var result, var tangent] } || !result.Equals(f.Result) || !tangent.Equals(f.Result))
            throw new TreeException($"CustomJvp: the rule {rule.Name} returned {way.Result}; it must return the function's result and its tangent, both like {f.Result}.");
        int n = arguments.Leaves.Length, outputs = f.Graph.Outputs.Length;
        CheckTypes("the rule's result", f.Graph.OutputTypes, way.Graph.OutputTypes[..outputs]);
        CheckTypes("the rule's tangent", f.Graph.OutputTypes, way.Graph.OutputTypes[outputs..]);
        Tensor[] captures = [.. f.Captures.Concat(way.Captures).Distinct()];
        Graph graph = WithZeros(Capturing(way, captures), i => i >= n && i < 2 * n && !arguments.Leaves[i - n].DType.IsFloat());
        Value[] inputs = graph.Inputs;
        int floats = arguments.Leaves.Count(t => t.DType.IsFloat());
        Graph ruleGraph = graph.With(
            [.. inputs[..n], .. inputs[(n + floats)..], .. inputs[n..(n + floats)]],
            [.. graph.Outputs[..outputs], .. graph.Outputs[outputs..].Where(v => v.Type.DType.IsFloat())]);
        return f.Result.Build(Tensor.Bind(new CustomJvpCall(captures.Length, Capturing(f, captures), ruleGraph), [.. arguments.Leaves, .. captures]));
    }

    /// <summary>The graph with one input for each of a common list of captured tensors.</summary>
    private static Graph Capturing(TracedCall traced, Tensor[] captures) => traced.Graph.With(
    [
        .. traced.Graph.Inputs[..traced.Arguments],
        .. captures.Select(c => Array.IndexOf(traced.Captures, c) is >= 0 and var i ? traced.Graph.Inputs[traced.Arguments + i] : new Value(c.Type)),
    ]);

    /// <summary>A backward rule takes cotangents of floating-point results only; those of the others are zero.</summary>
    private static TracedCall WithCotangents(this TracedCall back, int residuals, TracedCall f) => back with
    {
        Graph = WithZeros(back.Graph, i => i >= residuals && i < back.Arguments && !f.Graph.Outputs[i - residuals].Type.DType.IsFloat()),
    };

    /// <summary>The graph in which some inputs are zero, and no inputs any more: integers have no tangents.</summary>
    private static Graph WithZeros(Graph graph, Predicate<int> isZero)
    {
        Value[] zeros = [.. graph.Inputs.Where((_, i) => isZero(i))];
        return zeros.Length == 0 ? graph : new Graph(
            [.. graph.Inputs.Where((_, i) => !isZero(i))],
            [.. zeros.Select(v => new Equation(new Fill(v.Type, 0), [], [v])), .. graph.Equations],
            graph.Outputs);
    }

    private static void CheckTypes(string what, TensorType[] expected, TensorType[] found)
    {
        for (int i = 0; i < expected.Length; i++)
            if (expected[i] != found[i]) throw new ShapeException($"Custom rule: {what} {i} is {found[i]}, the function's is {expected[i]}. Return equal types.");
    }
}
