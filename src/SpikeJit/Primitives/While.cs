using SpikeJit.Graphs;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>
/// A loop with a condition. Operands: constants of the condition, constants of the body, first carries. Condition: its constants, carries → Bool scalar.
/// Body: its constants, carries → carries. Results: the carries when the condition first fails.
/// </summary>
internal sealed record While(int ConditionConstants, int BodyConstants, Graph Condition, Graph Body) : ControlFlow
{
    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("condition", Condition), ("body", Body)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Condition = map(Condition), Body = map(Body) };

    private int Constants => ConditionConstants + BodyConstants;

    private int Carries => Body.Outputs.Length;

    public override TensorType[] Infer(TensorType[] inputs) => Body.OutputTypes;

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        bool[] constants = [.. dx[ConditionConstants..Constants].Select(d => d is not null)], carried = [.. dx[Constants..].Select(d => d is not null)];
        Graph body;
        while (true)
        {
            (body, bool[] outActive) = Transforms.Jvp.Transform(Body, [.. constants, .. carried], carried);
            bool[] reached = Or(carried, outActive);
            if (reached.SequenceEqual(carried)) break;
            carried = reached;
        }
        int n = Body.Inputs.Length, activeConstants = constants.Count(c => c);
        Value[] inputs = body.Inputs;
        Graph arranged = body.With(
            [.. inputs[..BodyConstants], .. inputs[n..(n + activeConstants)], .. inputs[BodyConstants..n], .. inputs[(n + activeConstants)..]]);
        Graph condition = Condition.With([.. Condition.Inputs, .. Where(Body.Outputs, carried).Select(v => new Value(v.Type))]);
        Tensor[] results = Tensor.Bind(new While(ConditionConstants, BodyConstants + activeConstants, condition, arranged),
        [
            .. x[..Constants], .. dx[ConditionConstants..Constants].Where(d => d is not null).Select(d => d!), .. x[Constants..],
            .. Where(Enumerable.Range(Constants, Carries), carried).Select(i => dx[i] ?? Tensor.ZerosLike(x[i])),
        ]);
        return (results[..Carries], Spread(carried, results.AsSpan(Carries)));
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types) => throw new DifferentiationException(
        "Reverse-mode differentiation of While is not possible: the number of turns, and so the memory for the way back, is not known. " +
        "Use Fn.Scan or Fn.ForLoop with a fixed number of turns, or forward mode (Fn.Jvp, Fn.JacobianForward).");

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        bool[] carried = batched[Constants..];
        bool lanes;
        while (true)
        {
            lanes = Transforms.Batch.Transform(Condition, size, [.. batched[..ConditionConstants], .. carried]).Batched[0];
            bool[] reached = lanes ? [.. carried.Select(_ => true)]
                : Or(carried, Transforms.Batch.Transform(Body, size, [.. batched[ConditionConstants..Constants], .. carried], carried).Batched);
            if (reached.SequenceEqual(carried)) break;
            carried = reached;
        }
        Graph condition = Transforms.Batch.Transform(Condition, size, [.. batched[..ConditionConstants], .. carried]).Graph;
        Graph body = Transforms.Batch.Transform(Body, size, [.. batched[ConditionConstants..Constants], .. carried], carried).Graph;
        Tensor[] carries = [.. Enumerable.Range(Constants, Carries).Select(i => carried[i - Constants] && !batched[i] ? x[i].Repeated(size) : x[i])];
        Tensor[] results = !lanes
            ? Tensor.Bind(new While(ConditionConstants, BodyConstants, condition, body), [.. x[..Constants], .. carries])
            : Tensor.Bind(AnyLane(condition, body), [.. x[..ConditionConstants], .. x[..Constants], .. carries]);
        return (results, carried);
    }

    /// <summary>A loop that runs while any lane's condition holds, and in which a lane whose condition failed keeps its carries.</summary>
    private While AnyLane(Graph condition, Graph body)
    {
        Graph any, frozen;
        using (Trace trace = Trace.Open(Name))
        {
            Tensor[] inputs = [.. condition.Inputs.Select(v => trace.NewInput(v.Type))];
            any = trace.Close([condition.Bind(inputs)[0].Any()]).Alone;
        }
        using (Trace trace = Trace.Open(Name))
        {
            Tensor[] forCondition = [.. condition.Inputs[..ConditionConstants].Select(v => trace.NewInput(v.Type))];
            Tensor[] forBody = [.. body.Inputs.Select(v => trace.NewInput(v.Type))];
            Tensor[] old = forBody[BodyConstants..];
            Tensor running = condition.WithoutEffects().Bind([.. forCondition, .. old])[0];
            Tensor[] next = body.Bind(forBody);
            frozen = trace.Close(next.Select((t, i) => Tensor.Select(running.Reshape([running.Size, .. Enumerable.Repeat(1, t.Rank - 1)]).BroadcastTo(t.Shape), t, old[i]))).Alone;
        }
        return new While(ConditionConstants, Constants, any, frozen);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown)
    {
        bool[] carried = unknown[Constants..];
        SplitGraph split;
        while (true)
        {
            split = PartialEvaluation.Split(Body, [.. unknown[ConditionConstants..Constants], .. carried], carried);
            bool[] reached = Or(carried, split.OutputUnknown);
            if (reached.SequenceEqual(carried)) break;
            carried = reached;
        }
        if (carried.All(c => c) || unknown[..ConditionConstants].Any(u => u)) return null;
        // The known carries run by themselves; the waiting half repeats the loop, since its number of turns is not known in advance.
        Value[] inputs = equation.Inputs;
        // What has an effect does so in one half only: in the known one, unless it waits for a value.
        bool effectsAreKnown = !split.Unknown.HasEffect;
        bool[] keep = [.. Not(carried)], keepConstants = [.. Not(unknown[ConditionConstants..Constants])];
        Graph body = DeadCode.Remove(new Graph(
            [.. Where(Body.Inputs[..BodyConstants], keepConstants), .. Where(Body.Inputs[BodyConstants..], keep)],
            (effectsAreKnown ? Body : Body.WithoutEffects()).Equations, [.. Where(Body.Outputs, keep)]));
        HashSet<Value> used = [.. Condition.Equations.SelectMany(e => e.Inputs), .. Condition.Outputs];
        Value[] conditionCarries = Condition.Inputs[ConditionConstants..];
        if (conditionCarries.Where((v, i) => carried[i] && used.Contains(v)).Any()) return null;
        Graph condition = Condition.With([.. Condition.Inputs[..ConditionConstants], .. Where(conditionCarries, keep)]);
        var known = new Equation(
            new While(ConditionConstants, keepConstants.Count(k => k), condition, body),
            [.. inputs[..ConditionConstants], .. Where(inputs[ConditionConstants..Constants], keepConstants), .. Where(inputs[Constants..], keep)],
            [.. Where(equation.Outputs, keep)]);
        Value[] waitingOutputs = [.. equation.Outputs.Select((v, i) => carried[i] ? v : new Value(v.Type))];
        return new SplitEquation([known], [equation with { Primitive = effectsAreKnown ? this.WithoutEffects() : this, Outputs = waitingOutputs }]);
    }
}
