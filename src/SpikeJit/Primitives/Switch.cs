using SpikeJit.Graphs;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>One of several branches, chosen by an I32 scalar clamped to their number. Operands: the index, then what every branch gets.</summary>
internal sealed record Switch(params Graph[] Branches) : ControlFlow
{
    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => Branches.Select((b, i) => ($"branch {i}", b));

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => new Switch(Array.ConvertAll(Branches, b => map(b)));

    public bool Equals(Switch? other) => other is not null && Branches.SequenceEqual(other.Branches);

    public override int GetHashCode() => Branches.Aggregate(17, (hash, b) => HashCode.Combine(hash, b));

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Branches[0].Inputs, inputs.AsSpan(1));
        return Branches[0].OutputTypes;
    }

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        bool[] active = [.. dx[1..].Select(d => d is not null)];
        bool[] reached = new bool[Branches[0].Outputs.Length];
        foreach (Graph branch in Branches) reached = Or(reached, Transforms.Jvp.Transform(branch, active).Active);
        Graph[] branches = [.. Branches.Select(b => Transforms.Jvp.Transform(b, active, reached).Graph)];
        Tensor[] results = Tensor.Bind(new Switch(branches), [.. x, .. dx[1..].Where(d => d is not null).Select(d => d!)]);
        int n = reached.Length;
        return (results[..n], Spread(reached, results.AsSpan(n)));
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        bool[] linear = [.. operands[1..].Select(o => o is null)], present = [.. cotangents.Select(ct => ct is not null)];
        Graph[] branches = [.. Branches.Select(b => Transforms.Transpose.Transform(b, linear, present))];
        Tensor[] results = Tensor.Bind(new Switch(branches),
            [operands[0]!, .. operands[1..].Where(o => o is not null).Select(o => o!), .. cotangents.Where(ct => ct is not null).Select(ct => ct!)]);
        return [null, .. Spread(linear, results)];
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        bool[] flags = batched[1..];
        bool[] reached = new bool[Branches[0].Outputs.Length];
        foreach (Graph branch in Branches) reached = Or(reached, Transforms.Batch.Transform(branch, size, flags).Batched);
        if (!batched[0])
        {
            Graph[] branches = [.. Branches.Select(b => Transforms.Batch.Transform(b, size, flags, reached).Graph)];
            return (Tensor.Bind(new Switch(branches), x), reached);
        }
        // Each example may take another branch: all run, and the results are chosen.
        bool[] all = [.. reached.Select(_ => true)];
        Tensor index = x[0].Clip(0, Branches.Length - 1);
        Tensor[]? chosen = null;
        for (int b = Branches.Length - 1; b >= 0; b--)
        {
            Tensor[] results = Transforms.Batch.Transform(Branches[b], size, flags, all).Graph.Bind(x[1..]);
            chosen = chosen is null ? results : [.. results.Select((r, o) =>
                Tensor.Select(index.Equal(b).Reshape([size, .. Enumerable.Repeat(1, r.Rank - 1)]).BroadcastTo(r.Shape), r, chosen[o]))];
        }
        return (chosen!, all);
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown)
    {
        bool[] flags = unknown[1..];
        bool[] waits = new bool[Branches[0].Outputs.Length];
        foreach (Graph branch in Branches) waits = Or(waits, PartialEvaluation.Split(branch, flags, waits).OutputUnknown);
        SplitGraph[] splits = [.. Branches.Select(b => PartialEvaluation.Split(b, flags, waits))];

        // Each branch hands over its own residuals and zeros for those of the others.
        TensorType[] residuals = [.. splits.SelectMany(s => s.Residuals.Select(r => r.Type))];
        int knownOutputs = waits.Count(w => !w);
        var known = new Graph[Branches.Length];
        var waiting = new Graph[Branches.Length];
        for (int b = 0, start = 0; b < Branches.Length; start += splits[b].Residuals.Length, b++)
        {
            SplitGraph split = splits[b];
            using (Trace trace = Trace.Open(Name))
            {
                Tensor[] results = split.Known.Bind([.. split.Known.Inputs.Select(v => trace.NewInput(v.Type))]);
                Tensor[] own = results[knownOutputs..];
                known[b] = trace.Close(
                [
                    .. results[..knownOutputs],
                    .. residuals.Select((type, i) => i >= start && i < start + own.Length ? own[i - start] : Tensor.Zeros(type.Shape, type.DType)),
                ]).Alone;
            }
            Value[] inputs = [.. residuals.Select((type, i) => i >= start && i < start + split.Residuals.Length ? split.Unknown.Inputs[i - start] : new Value(type))];
            waiting[b] = split.Unknown.With([.. inputs, .. split.Unknown.Inputs[split.Residuals.Length..]]);
        }
        Value[] crossing = [.. residuals.Select(t => new Value(t))];
        Value index = equation.Inputs[0];
        return new SplitEquation(
            [new Equation(new Switch(known), [index, .. Where(equation.Inputs[1..], Not(flags))], [.. Where(equation.Outputs, Not(waits)), .. crossing])],
            [new Equation(new Switch(waiting), [index, .. crossing, .. Where(equation.Inputs[1..], flags)], [.. Where(equation.Outputs, waits)])]);
    }
}
