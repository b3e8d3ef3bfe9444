using SpikeJit.Graphs;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>
/// A call whose way back keeps only its operands and computes everything else again (Griewank and Walther, "Algorithm 799: revolve", 2000).
/// </summary>
internal sealed record Checkpoint(Graph Body) : ControlFlow
{
    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("body", Body)];

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Body.Inputs, inputs);
        return Body.OutputTypes;
    }

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        (Graph body, bool[] active) = Transforms.Jvp.Transform(Body, [.. dx.Select(d => d is not null)]);
        Tensor[] results = Tensor.Bind(new Checkpoint(body), [.. x, .. dx.Where(d => d is not null).Select(d => d!)]);
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
        Tensor[] results = Tensor.Bind(new Checkpoint(body),
            [.. operands.Where(o => o is not null).Select(o => o!), .. cotangents.Where(ct => ct is not null).Select(ct => ct!)]);
        return Spread(linear, results);
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        (Graph body, bool[] outBatched) = Transforms.Batch.Transform(Body, size, batched);
        return (Tensor.Bind(new Checkpoint(body), x), outBatched);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown)
    {
        SplitGraph split = PartialEvaluation.Split(Body, unknown, new bool[Body.Outputs.Length]);
        bool[] waits = split.OutputUnknown;
        Graph known = DeadCode.Remove(split.Known.With(outputs: split.Known.Outputs[..waits.Count(w => !w)]));
        Graph waiting = DeadCode.Remove(Body.With(outputs: Where(Body.Outputs, waits)));
        return new SplitEquation(
            [new Equation(new Checkpoint(known), [.. Where(equation.Inputs, Not(unknown))], [.. Where(equation.Outputs, Not(waits))])],
            [new Equation(new Checkpoint(waiting), equation.Inputs, [.. Where(equation.Outputs, waits)])]);
    }
}
