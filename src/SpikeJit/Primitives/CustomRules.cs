using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Primitives;

/// <summary>
/// A function with a reverse rule of its own. Operands: arguments, then captured values, which have no derivative.
/// Function: operands → results. Forward: operands → results, residuals. Backward: residuals, cotangents of the results →
/// cotangents of the floating-point arguments.
/// </summary>
internal sealed record CustomVjpCall(int Captures, Graph Function, Graph Forward, Graph Backward) : ControlFlow
{
    public override string Name => "customVjp";

    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("function", Function), ("forward", Forward), ("backward", Backward)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Function = map(Function), Forward = map(Forward), Backward = map(Backward) };

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Function.Inputs, inputs);
        return Function.OutputTypes;
    }

    private int Arguments => Function.Inputs.Length - Captures;

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        if (dx[Arguments..].Any(d => d is not null))
            throw new DifferentiationException(
                "A function with a custom rule uses a value from outside that is being differentiated; its rule says nothing of it. " +
                "Pass the value as an argument, or apply Fn.StopGradient to it.");
        int n = Function.Outputs.Length;
        // The value keeps its rule, for the next derivative; of the forward rule only the residuals are used.
        Tensor[] values = Tensor.Bind(this, x), residuals = (Function.HasEffect ? Forward.WithoutEffects() : Forward).Bind(x)[n..];
        TensorType[] floats = [.. Function.OutputTypes.Where(t => t.DType.IsFloat())];
        var linear = new CustomLinear(residuals.Length, Backward, floats);
        Tensor[] tangents = [.. x[..Arguments].Select((t, i) => dx[i] ?? Tensor.ZerosLike(t)).Where(t => t.DType.IsFloat())];
        Tensor[] found = Tensor.Bind(linear, [.. residuals, .. tangents]);
        return (values, Spread([.. Function.OutputTypes.Select(t => t.DType.IsFloat())], found));
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        int n = Function.Outputs.Length;
        bool[] all = [.. Enumerable.Repeat(true, n)];
        Graph function = Transforms.Batch.Transform(Function, size, batched, all).Graph;
        bool[] none = new bool[Forward.Outputs.Length - n];
        (Graph forward, bool[] outBatched) = Transforms.Batch.Transform(Forward, size, batched, [.. all, .. none]);
        bool[] wanted = [.. batched[..Arguments].Where((_, i) => x[i].DType.IsFloat())];
        Graph backward = CustomLinear.BatchBackward(Backward, size, outBatched[n..], wanted);
        return (Tensor.Bind(new CustomVjpCall(Captures, function, forward, backward), x), all);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown) => null;
}

/// <summary>
/// The linear map whose transpose is a custom backward rule. Operands: residuals, tangents of the floating-point arguments. It can only be transposed.
/// </summary>
internal sealed record CustomLinear(int Residuals, Graph Backward, params TensorType[] Results) : ControlFlow
{
    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("backward", Backward)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Backward = map(Backward) };

    public bool Equals(CustomLinear? other) =>
        other is not null && Residuals == other.Residuals && Backward.Equals(other.Backward) && Results.SequenceEqual(other.Results);

    public override int GetHashCode() => HashCode.Combine(Residuals, Backward);

    public override TensorType[] Infer(TensorType[] inputs) => Results;

    /// <summary>What happens to whoever asks for a forward derivative.</summary>
    public static DifferentiationException NoForwardRule() => new(
        "Forward-mode differentiation of a function with a custom reverse rule (Fn.CustomVjp) is not possible: only its way back is given. " +
        "Use Fn.Grad or Fn.Vjp, or define the function with Fn.CustomJvp.");

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx) => throw NoForwardRule();

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        Tensor[] incoming = [.. cotangents.Select((ct, i) => ct ?? Tensor.Zeros(Results[i].Shape, Results[i].DType))];
        Tensor[] found = Backward.Bind([.. operands[..Residuals].Select(o => o!), .. incoming]);
        return [.. new Tensor?[Residuals], .. found.Select((ct, i) => operands[Residuals + i] is null ? ct : null)];
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        Graph backward = BatchBackward(Backward, size, batched[..Residuals], [.. Backward.Outputs.Select(_ => true)]);
        Tensor[] operands = [.. x.Select((t, i) => i < Residuals || batched[i] ? t : t.Repeated(size))];
        TensorType[] results = [.. Results.Select(t => t with { Shape = t.Shape.Insert(0, size) })];
        return (Tensor.Bind(new CustomLinear(Residuals, backward, results), operands), [.. results.Select(_ => true)]);
    }

    /// <summary>
    /// The backward rule for a batch: every cotangent comes batched, and what belongs to an argument that all examples share is summed over them.
    /// </summary>
    public static Graph BatchBackward(Graph backward, int size, bool[] residualsBatched, bool[] wanted)
    {
        bool[] flags = [.. residualsBatched, .. Enumerable.Repeat(true, backward.Inputs.Length - residualsBatched.Length)];
        Graph batched = Transforms.Batch.Transform(backward, size, flags, [.. backward.Outputs.Select(_ => true)]).Graph;
        using Trace trace = Trace.Open("backward");
        Tensor[] found = batched.Bind([.. batched.Inputs.Select(v => trace.NewInput(v.Type))]);
        return trace.Close(found.Select((ct, i) => wanted[i] ? ct : ct.Sum(0))).Alone;
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown) => null;
}

/// <summary>
/// A function with a forward rule of its own. Operands: arguments, then captured values, which have no derivative. Rule: operands, tangents of the
/// floating-point arguments → results, tangents of the floating-point results.
/// </summary>
internal sealed record CustomJvpCall(int Captures, Graph Function, Graph Rule) : ControlFlow
{
    public override string Name => "customJvp";

    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("function", Function), ("rule", Rule)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Function = map(Function), Rule = map(Rule) };

    private int Arguments => Function.Inputs.Length - Captures;

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Function.Inputs, inputs);
        return Function.OutputTypes;
    }

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        if (dx[Arguments..].Any(d => d is not null))
            throw new DifferentiationException(
                "A function with a custom rule uses a value from outside that is being differentiated; its rule says nothing of it. " +
                "Pass the value as an argument, or apply Fn.StopGradient to it.");
        Tensor[] tangents = [.. x[..Arguments].Select((t, i) => dx[i] ?? Tensor.ZerosLike(t)).Where(t => t.DType.IsFloat())];
        // The value keeps its rule, for the next derivative.
        Tensor[] found = (Function.HasEffect ? Rule.WithoutEffects() : Rule).Bind([.. x, .. tangents])[Function.Outputs.Length..];
        return (Tensor.Bind(this, x), Spread([.. Function.OutputTypes.Select(t => t.DType.IsFloat())], found));
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        bool[] all = [.. Function.Outputs.Select(_ => true)];
        // Any tangent may come batched, so all do, and with them everything the rule gives.
        bool[] tangents = [.. Rule.Inputs[Function.Inputs.Length..].Select(_ => true)];
        Graph rule = Transforms.Batch.Transform(Rule, size, [.. x.Select(_ => true), .. tangents], [.. Rule.Outputs.Select(_ => true)]).Graph;
        Graph function = Transforms.Batch.Transform(Function, size, [.. x.Select(_ => true)], all).Graph;
        return (Tensor.Bind(new CustomJvpCall(Captures, function, rule), [.. x.Select((t, i) => batched[i] ? t : t.Repeated(size))]), all);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown) => null;
}
