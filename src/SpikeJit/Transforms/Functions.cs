using SpikeJit.Compilation;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Transforms;

/// <summary>The transformations of functions over trees, without C# types: <see cref="Fn"/> gives them types.</summary>
internal static class Functions
{
    /// <summary>
    /// Runs a graph on concrete tensors, or, while a function is being traced, its operations one by one: what they make of numbers alone is recorded, and it must
    /// be so each time the function is traced.
    /// </summary>
    public static Tensor[] Apply(Graph graph, Tensor[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Trace.Resolve(inputs[i]);
        return Trace.AnyOpen || Array.Exists(inputs, t => t.IsSymbolic) ? graph.Bind(inputs) : Executor.Run(graph, inputs);
    }

    /// <summary>Value and gradient by some arguments. Returns the value (or value and auxiliary output) and one gradient tree for each argument.</summary>
    public static (object? Value, object?[] Gradients) ValueAndGrad(Callable f, int[] by, bool auxiliary, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        bool[] active = Active(f, arguments, by);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        CheckScalar(f, traced, auxiliary);
        int outputs = traced.Graph.Outputs.Length;
        Graph reverse = Linearize.Reverse(traced.Graph, [.. active, .. new bool[traced.Captures.Length]], [.. Enumerable.Range(0, outputs).Select(o => o == 0)]);
        DType dtype = traced.Graph.Outputs[0].Type.DType;
        Tensor[] results = Apply(reverse, [.. arguments.Leaves, .. traced.Captures, Tensor.Ones(Shape.Scalar, dtype)]);
        var gradients = new object?[by.Length];
        for (int i = 0; i < by.Length; i++)
        {
            int start = outputs + Enumerable.Range(0, by[i]).Where(a => by.Contains(a)).Sum(a => arguments.Shapes[a].Leaves);
            gradients[i] = arguments.Shapes[by[i]].Build(results.AsSpan(start, arguments.Shapes[by[i]].Leaves));
        }
        return (traced.Result.Build(results.AsSpan(0, outputs)), gradients);
    }

    private static bool[] Active(Callable f, Arguments arguments, int[] by)
    {
        int[] owner = arguments.Owner;
        for (int i = 0; i < arguments.Leaves.Length; i++)
            if (by.Contains(owner[i]) && !arguments.Leaves[i].DType.IsFloat())
                throw new DTypeException(
                    $"Grad of {f.Name}: {arguments.PathOf(i)} is {arguments.Leaves[i].Type}; only floating-point values have a gradient. " +
                    "Convert it with As(DType.F32), or differentiate by another argument.");
        return [.. owner.Select(o => by.Contains(o))];
    }

    private static void CheckScalar(Callable f, TracedCall traced, bool auxiliary)
    {
        bool scalar = auxiliary
            ? traced.Result is TreeShape.Node { Children: [TreeShape.Leaf, _] }
            : traced.Result is TreeShape.Leaf;
        TensorType type = traced.Graph.Outputs.Length > 0 ? traced.Graph.Outputs[0].Type : default;
        if (!scalar)
            throw new DifferentiationException($"Grad of {f.Name}: the result is {traced.Result}, not one scalar. Return the loss alone, or use the form with an auxiliary output.");
        if (type.Shape.Rank != 0)
            throw new DifferentiationException($"Grad of {f.Name}: the result is {type}; a gradient is of a scalar. Reduce it with Mean or Sum, or use Fn.Vjp or Fn.JacobianReverse.");
        if (!type.DType.IsFloat())
            throw new DTypeException($"Grad of {f.Name}: the result is {type}; only a floating-point result has a gradient. Convert it with As(DType.F32).");
    }

    /// <summary>Forward-mode derivative: value and its change for a change of the arguments. Tangents of integers are ignored.</summary>
    public static (object? Value, object? Tangent) Jvp(Callable f, object?[] values, object?[] tangents)
    {
        Arguments arguments = Arguments.Of(values);
        Tensor[] directions = Directions("Jvp", arguments, tangents);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        bool[] active = [.. arguments.Leaves.Select(t => t.DType.IsFloat()), .. new bool[traced.Captures.Length]];
        (Graph jvp, _) = Transforms.Jvp.Transform(traced.Graph, active, [.. traced.Graph.Outputs.Select(_ => true)]);
        Tensor[] results = Apply(jvp, [.. arguments.Leaves, .. traced.Captures, .. directions.Where(d => d.DType.IsFloat())]);
        int outputs = traced.Graph.Outputs.Length;
        return (traced.Result.Build(results.AsSpan(0, outputs)), traced.Result.Build(results.AsSpan(outputs)));
    }

    private static Tensor[] Directions(string function, Arguments arguments, object?[] tangents)
    {
        Arguments directions = Arguments.Of(tangents);
        if (!directions.Shapes.AsSpan().SequenceEqual(arguments.Shapes))
            throw new TreeException($"{function}: the tangents' structure ({string.Join<TreeShape>(", ", directions.Shapes)}) is not the arguments' ({string.Join<TreeShape>(", ", arguments.Shapes)}).");
        for (int i = 0; i < arguments.Leaves.Length; i++)
        {
            (TensorType value, TensorType tangent) = (arguments.Leaves[i].Type, directions.Leaves[i].Type);
            if (value.Shape != tangent.Shape)
                throw new ShapeException($"{function}: {arguments.PathOf(i)} is {value}, its tangent {tangent}. Give a tangent of the same shape.");
            if (value.DType != tangent.DType)
                throw new DTypeException($"{function}: {arguments.PathOf(i)} is {value}, its tangent {tangent}. Convert the tangent with As(DType.{value.DType}).");
        }
        return directions.Leaves;
    }

    /// <summary>The value, and the function from changes of the arguments to changes of the value.</summary>
    public static (object? Value, Func<object?[], object?> Tangent) Linearise(Callable f, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        bool[] active = [.. arguments.Leaves.Select(t => t.DType.IsFloat()), .. new bool[traced.Captures.Length]];
        Linearized linear = Linearize.Transform(traced.Graph, active);
        Tensor[] results = Apply(linear.Primal, [.. arguments.Leaves, .. traced.Captures]);
        int outputs = traced.Graph.Outputs.Length;
        return (traced.Result.Build(results.AsSpan(0, outputs)), tangents =>
        {
            Tensor[] directions = [.. Directions("Linearize", arguments, tangents).Where(d => d.DType.IsFloat())];
            Tensor[] found = Apply(linear.Tangent, [.. results[outputs..], .. directions]);
            var all = new Tensor[outputs];
            for (int o = 0, next = 0; o < outputs; o++)
                all[o] = linear.Active[o] ? found[next++] : Tensor.ZerosLike(results[o]);
            return traced.Result.Build(all);
        }
        );
    }

    /// <summary>The value, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (object? Value, Func<object?, object?[]> Pullback) Vjp(Callable f, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        bool[] floats = [.. arguments.Leaves.Select(t => t.DType.IsFloat())];
        Linearized linear = Linearize.Transform(traced.Graph, [.. floats, .. new bool[traced.Captures.Length]]);
        int outputs = traced.Graph.Outputs.Length, residuals = linear.Primal.Outputs.Length - outputs;
        Graph back = Transpose.Transform(linear.Tangent, [.. linear.Tangent.Inputs.Select((_, i) => i >= residuals)], [.. linear.Tangent.Outputs.Select(_ => true)]);
        Tensor[] results = Apply(linear.Primal, [.. arguments.Leaves, .. traced.Captures]);
        return (traced.Result.Build(results.AsSpan(0, outputs)), cotangent =>
        {
            Tensor[] incoming = Cotangents($"Vjp of {f.Name}", traced, cotangent);
            Tensor[] found = Apply(back, [.. results[outputs..], .. incoming.Where((_, o) => linear.Active[o])]);
            var gradients = new Tensor[floats.Length];
            for (int i = 0, next = 0; i < floats.Length; i++) gradients[i] = floats[i] ? found[next++] : Tensor.ZerosLike(arguments.Leaves[i]);
            var trees = new object?[arguments.Shapes.Length];
            for (int a = 0, start = 0; a < trees.Length; start += arguments.Shapes[a].Leaves, a++)
                trees[a] = arguments.Shapes[a].Build(gradients.AsSpan(start, arguments.Shapes[a].Leaves));
            return trees;
        }
        );
    }

    private static Tensor[] Cotangents(string function, TracedCall traced, object? tree)
    {
        Tensor[] cotangents = [.. Tree.Matching(function, traced.Result, tree)];
        for (int o = 0; o < cotangents.Length; o++)
            if (cotangents[o].Type != traced.Graph.Outputs[o].Type)
                throw new ShapeException($"{function}: output {o} is {traced.Graph.Outputs[o].Type}, its cotangent {cotangents[o].Type}. Give a cotangent of the output's type.");
        return cotangents;
    }

    /// <summary>The transpose of a linear function of one argument.</summary>
    public static Func<object?, object?> LinearTranspose(Callable f, object? example)
    {
        Arguments arguments = Arguments.Of([example]);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        bool[] linear = [.. arguments.Leaves.Select(_ => true), .. traced.Captures.Select(_ => false)];
        if (Linearity.FirstCurved(traced.Graph, linear) is { } curved)
            throw new DifferentiationException($"LinearTranspose of {f.Name}: the function is not linear, because of '{curved.Name}'. Use Fn.Vjp, the transpose of the derivative at a point.");
        Graph back = Transpose.Transform(traced.Graph, linear, [.. traced.Graph.Outputs.Select(_ => true)]);
        return ct => arguments.Shapes[0].Build(Apply(back, [.. traced.Captures, .. Cotangents($"LinearTranspose of {f.Name}", traced, ct)]));
    }

    /// <summary>The function mapped over an axis of its arguments.</summary>
    public static object? VMap(Callable f, Axes?[] inAxes, Axes? outAxes, string? axisName, int? axisSize, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        int?[] axes = [.. arguments.Shapes.SelectMany((s, a) => Axes.For(inAxes[a], s.Leaves, $"argument {a} of {f.Name}"))];
        (int size, int?[] places) = Mapped(f, arguments, axes, axisSize);
        TensorType[] types = [.. arguments.Leaves.Select((t, i) => places[i] is { } axis ? t.Type with { Shape = t.Shape.Without(axis) } : t.Type)];
        TracedCall traced;
        using (NamedAxes.Open(axisName, size)) traced = f.Trace(arguments.Shapes, types);
        int?[] results = [.. Axes.For(outAxes, traced.Result.Leaves, $"the result of {f.Name}")];
        bool[] batched = [.. places.Select(p => p is not null), .. new bool[traced.Captures.Length]];
        (Graph graph, bool[] outBatched) = Batch.OverAxis(axisName, traced.Graph, size, batched, [.. results.Select(r => r is not null)]);
        for (int o = 0; o < results.Length; o++)
            if (results[o] is null && outBatched[o])
                throw new ShapeException($"VMap of {f.Name}: output {o} differs between examples, but its out axis is null. Give it an axis.");
        Tensor[] inputs = [.. arguments.Leaves.Select((t, i) => places[i] is { } axis ? t.MoveAxis(axis, 0) : t), .. traced.Captures];
        Tensor[] found = Apply(graph, inputs);
        return traced.Result.Build([.. found.Select((t, o) => results[o] is { } axis ? t.MoveAxis(0, axis) : t)]);
    }

    private static (int Size, int?[] Places) Mapped(Callable f, Arguments arguments, int?[] axes, int? given)
    {
        if (given is < 0) throw new ArgumentOutOfRangeException(nameof(given), given, $"VMap of {f.Name}: the axis size is negative.");
        int size = -1, first = -1;
        var places = new int?[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i] is not { } axis) continue;
            Shape shape = arguments.Leaves[i].Shape;
            if (axis >= shape.Rank || axis < -shape.Rank)
                throw new ShapeException($"VMap of {f.Name}: {arguments.PathOf(i)} is {arguments.Leaves[i].Type}, which has no axis {axis}. Choose another axis, or null for a value all examples share.");
            places[i] = shape.Axis(axis);
            if (size >= 0 && shape[axis] != size)
                throw new ShapeException(
                    $"VMap of {f.Name}: the mapped axes differ in extent: {size} (axis {places[first]} of {arguments.PathOf(first)}, {arguments.Leaves[first].Type}) and " +
                    $"{shape[axis]} (axis {axis} of {arguments.PathOf(i)}, {arguments.Leaves[i].Type}). Map axes of one extent.");
            if (given is { } expected && shape[axis] != expected)
                throw new ShapeException(
                    $"VMap of {f.Name}: the axis size is given as {expected}, but axis {axis} of {arguments.PathOf(i)}, {arguments.Leaves[i].Type}, has {shape[axis]}. " +
                    "Leave the size out where an argument is mapped.");
            if (size < 0) (size, first) = (shape[axis], i);
        }
        if (size < 0 && given is { } alone) size = alone;
        return size >= 0 ? (size, places) : throw new ShapeException($"VMap of {f.Name}: no argument has a mapped axis. Give at least one axis that is not null, or the axis size.");
    }

    /// <summary>Results of a function whose way back recomputes what the policy does not keep.</summary>
    public static object? Checkpoint(Callable f, CheckpointPolicy? policy, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        return traced.Result.Build(Tensor.Bind(new Checkpoint(traced.Graph, policy ?? CheckpointPolicy.SaveNothing), [.. arguments.Leaves, .. traced.Captures]));
    }
}
