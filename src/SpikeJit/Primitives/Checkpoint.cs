using SpikeJit.Graphs;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>The same array, which nothing computed from it by another call is taken for equal to. Costs nothing.</summary>
internal sealed record Apart(int Call) : Linear
{
    public override string Describe() => $"{Name}[{Call}]";

    protected override TensorType InferResult(TensorType[] inputs) => inputs[0];

    protected override Tensor?[] TransposeResult(Tensor ct, Tensor?[] operands, TensorType[] types) => [ct];

    protected override Tensor BatchResult(int size, Tensor[] x, bool[] batched) => Tensor.Bind1(this, x);

    public override Lowering Lower(TensorType[] inputs, TensorType[] outputs) => new Lowering.SameOrder();
}

/// <summary>
/// A call whose way back keeps only its operands and what its policy names, and computes everything else again (Griewank and Walther, "Algorithm 799:
/// revolve", 2000).
/// </summary>
internal sealed record Checkpoint(Graph Body, CheckpointPolicy Policy) : ControlFlow
{
    public override string Describe() => Policy == CheckpointPolicy.SaveNothing ? Name : $"{Name}[keeps {Policy}]";

    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("body", Body)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Body = map(Body) };

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Body.Inputs, inputs);
        return Body.OutputTypes;
    }

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        (Graph body, bool[] active) = Transforms.Jvp.Transform(Body, [.. dx.Select(d => d is not null)]);
        Tensor[] results = Tensor.Bind(this with { Body = body }, [.. x, .. dx.Where(d => d is not null).Select(d => d!)]);
        int n = Body.Outputs.Length;
        return (results[..n], Spread(active, results.AsSpan(n)));
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        bool[] linear = [.. operands.Select(o => o is null)], present = [.. cotangents.Select(ct => ct is not null)];
        SplitGraph split = PartialEvaluation.Split(Body, linear, [.. present.Select(_ => true)]);
        Graph back = Transforms.Transpose.Transform(split.Unknown, [.. split.Residuals.Select(_ => false), .. linear.Where(l => l)], present);
        using Trace trace = Trace.Open(Name);
        Tensor[] inputs = [.. split.Known.Inputs.Select(v => trace.NewInput(v.Type))];
        Tensor[] incoming = [.. Where(Body.Outputs, present).Select(v => trace.NewInput(v.Type))];
        Graph body = trace.Close(back.Bind([.. split.Known.Bind(inputs), .. incoming])).Alone;
        Tensor[] results = Tensor.Bind(this with { Body = body },
            [.. operands.Where(o => o is not null).Select(o => o!), .. cotangents.Where(ct => ct is not null).Select(ct => ct!)]);
        return Spread(linear, results);
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        (Graph body, bool[] outBatched) = Transforms.Batch.Transform(Body, size, batched);
        return (Tensor.Bind(this with { Body = body }, x), outBatched);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown)
    {
        SplitGraph split = PartialEvaluation.Split(Body, unknown, new bool[Body.Outputs.Length]);
        bool[] waits = split.OutputUnknown;
        HashSet<Value> keepable = Policy.Kept(split.Known);
        Graph waiting = Waiting(split, unknown, keepable, out Value[] kept);
        Value[] crossing = [.. kept.Select(v => new Value(v.Type))];
        Graph known = DeadCode.Remove(split.Known.With(outputs: [.. split.Known.Outputs[..waits.Count(w => !w)], .. kept]));
        return new SplitEquation(
            [new Equation(this with { Body = known }, [.. Where(equation.Inputs, Not(unknown))], [.. Where(equation.Outputs, Not(waits)), .. crossing])],
            [new Equation(this with { Body = waiting }, [.. equation.Inputs, .. crossing], [.. Where(equation.Outputs, waits)])]);
    }

    /// <summary>What waits, after a repetition of what it needs of the known half but for what is kept. Inputs: all operands, the kept values.</summary>
    private static Graph Waiting(SplitGraph split, bool[] unknown, HashSet<Value> keepable, out Value[] kept)
    {
        var copies = keepable.ToDictionary(v => v, v => new Value(v.Type));
        Value Seen(Value v) => copies.GetValueOrDefault(v, v);
        // The repetition has no effects: they took place before.
        List<Equation> equations = [.. split.Known.WithoutEffects().Equations
            .Select(e => e with { Inputs = Array.ConvertAll(e.Inputs, Seen) })];
        Value[] residuals = Array.ConvertAll(split.Residuals, Seen), waitingInputs = split.Unknown.Inputs[residuals.Length..];
        Value[] outputs = split.Unknown.Inline([.. residuals, .. waitingInputs], equations);
        Graph all = DeadCode.Remove(new Graph([], [.. equations], outputs));
        HashSet<Value> read = [.. all.Equations.SelectMany(e => e.Inputs), .. outputs];
        kept = [.. keepable.Where(v => read.Contains(copies[v]))];
        int known = 0, late = 0;
        Value[] inputs = [.. unknown.Select(u => u ? waitingInputs[late++] : split.Known.Inputs[known++])];
        return new Graph([.. inputs, .. kept.Select(v => copies[v])], all.Equations, outputs);
    }
}
