using SpikeJit.Graphs;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>
/// A loop over time. Operands: constants, first carries, sequences <c>[T, …]</c>. Body: constants, carries, one step of each sequence → carries, outputs of
/// the step. Results: last carries, outputs stacked along a new first axis <c>[T, …]</c>. In reverse the loop runs from the last step to the first.
/// </summary>
internal sealed record Scan(int Length, bool Reverse, int Constants, int Carries, Graph Body) : ControlFlow
{
    /// <summary>Whether the steps are strips of a batch: no carries, and steps may run at the same time. Strips are not taken apart.</summary>
    public bool IsStrips { get; init; }

    public override string Describe() => IsStrips
        ? $"{Name}[{Length} strips, {Constants} constants]"
        : $"{Name}[length {Length}{(Reverse ? " reverse" : "")}, {Constants} constants, {Carries} carries]";

    public override IEnumerable<(string Label, Graph Graph)> Subgraphs => [("body", Body)];

    public override ControlFlow WithSubgraphs(Func<Graph, Graph> map) => this with { Body = map(Body) };

    private int Outputs => Body.Outputs.Length - Carries;

    public override TensorType[] Infer(TensorType[] inputs)
    {
        CheckOperands(Name, Body.Inputs.AsSpan(0, Constants + Carries), inputs);
        return [.. Body.Outputs[..Carries].Select(v => v.Type), .. Body.Outputs[Carries..].Select(v => Stacked(v.Type))];
    }

    private TensorType Stacked(TensorType type) => type with { Shape = type.Shape.Insert(0, Length) };

    public override (Tensor[] Values, Tensor?[] Tangents) Jvp(Tensor[] x, Tensor?[] dx)
    {
        bool[] active = [.. dx.Select(d => d is not null)];
        bool[] carried = active[Constants..(Constants + Carries)];
        while (true)
        {
            active = [.. active[..Constants], .. carried, .. active[(Constants + Carries)..]];
            (Graph body, bool[] outActive) = Transforms.Jvp.Transform(Body, active, [.. carried, .. new bool[Outputs]]);
            bool[] reached = Or(carried, outActive);
            if (!reached.SequenceEqual(carried))
            {
                carried = reached;
                continue;
            }
            Graph arranged = Interleave(body, active, outActive);
            int constants = active[..Constants].Count(a => a), carries = carried.Count(c => c);
            var scan = new Scan(Length, Reverse, Constants + constants, Carries + carries, arranged);
            Tensor?[] tangents = [.. dx.Select((d, i) => d ?? (active[i] ? Tensor.ZerosLike(x[i]) : null))];
            Tensor[] results = Tensor.Bind(scan, [.. Interleave(x, Where(tangents, active).Select(t => t!).ToArray(), active)]);
            int all = Carries + carries;
            Tensor[] values = [.. results[..Carries], .. results[all..(all + Outputs)]];
            Tensor[] found = [.. results[Carries..all], .. results[(all + Outputs)..]];
            return (values, Spread([.. carried, .. outActive[Carries..]], found));
        }
    }

    /// <summary>From [constants, carries, sequences, their tangents] to [constants, tangents, carries, tangents, sequences, tangents].</summary>
    private IEnumerable<T> Interleave<T>(T[] primals, T[] tangents, bool[] active)
    {
        int constants = active[..Constants].Count(a => a), carries = active[Constants..(Constants + Carries)].Count(a => a);
        return
        [
            .. primals[..Constants], .. tangents[..constants],
            .. primals[Constants..(Constants + Carries)], .. tangents[constants..(constants + carries)],
            .. primals[(Constants + Carries)..], .. tangents[(constants + carries)..],
        ];
    }

    private Graph Interleave(Graph body, bool[] active, bool[] outActive)
    {
        int n = Body.Inputs.Length, m = Body.Outputs.Length, carries = outActive[..Carries].Count(a => a);
        Value[] outputs = body.Outputs;
        return body.With(
            Interleave(body.Inputs[..n], body.Inputs[n..], active),
            [.. outputs[..Carries], .. outputs[m..(m + carries)], .. outputs[Carries..m], .. outputs[(m + carries)..]]);
    }

    public override Tensor?[] Transpose(Tensor?[] cotangents, Tensor?[] operands, TensorType[] types)
    {
        bool[] linear = [.. operands.Select((o, i) => o is null || (i >= Constants && i < Constants + Carries))];
        bool[] present = [.. cotangents.Select((ct, i) => i < Carries || ct is not null)];
        Graph transposed = Transforms.Transpose.Transform(Body, linear, present);
        int sums = linear[..Constants].Count(l => l), fixedConstants = Constants - sums;
        Value[] constants = Body.Inputs[..Constants], steps = Body.Inputs[(Constants + Carries)..];
        bool[] linearSteps = linear[(Constants + Carries)..];

        using Trace trace = Trace.Open(Name);
        Tensor[] kept = [.. Where(constants, Not(linear[..Constants])).Select(v => trace.NewInput(v.Type))];
        Tensor[] totals = [.. Where(constants, linear[..Constants]).Select(v => trace.NewInput(v.Type))];
        Tensor[] carry = [.. Body.Outputs[..Carries].Select(v => trace.NewInput(v.Type))];
        Tensor[] stepCotangents = [.. Where(Body.Outputs[Carries..], present[Carries..]).Select(v => trace.NewInput(v.Type))];
        Tensor[] keptSteps = [.. Where(steps, Not(linearSteps)).Select(v => trace.NewInput(v.Type))];
        Tensor[] found = transposed.Bind([.. kept, .. keptSteps, .. carry, .. stepCotangents]);
        Graph body = trace.Close([.. totals.Select((t, i) => t + found[i]), .. found[sums..]]).Alone;

        var scan = new Scan(Length, !Reverse, fixedConstants, sums + Carries, body);
        Tensor[] results = Tensor.Bind(scan,
        [
            .. Where(operands[..Constants], Not(linear[..Constants])).Select(o => o!),
            .. totals.Select(t => Tensor.Zeros(t.Shape, t.DType)),
            .. carry.Select((c, i) => cotangents[i] ?? Tensor.Zeros(c.Shape, c.DType)),
            .. Where(cotangents[Carries..], present[Carries..]).Select(ct => ct!),
            .. Where(operands[(Constants + Carries)..], Not(linearSteps)).Select(o => o!),
        ]);
        return Spread(linear, results);
    }

    public override (Tensor[] Values, bool[] Batched) Batch(int size, Tensor[] x, bool[] batched)
    {
        bool[] carried = batched[Constants..(Constants + Carries)];
        while (true)
        {
            bool[] flags = [.. batched[..Constants], .. carried, .. batched[(Constants + Carries)..]];
            (Graph body, bool[] outBatched) = Transforms.Batch.Transform(Body, size, flags, [.. carried, .. new bool[Outputs]]);
            bool[] reached = Or(carried, outBatched);
            if (!reached.SequenceEqual(carried))
            {
                carried = reached;
                continue;
            }
            Tensor[] operands = [.. x.Select((t, i) => !flags[i] ? t : !batched[i] ? t.Repeated(size) : i < Constants + Carries ? t : t.MoveAxis(0, 1))];
            Tensor[] results = Tensor.Bind(new Scan(Length, Reverse, Constants, Carries, body), operands);
            for (int o = Carries; o < results.Length; o++)
                if (outBatched[o]) results[o] = results[o].MoveAxis(1, 0);
            return (results, [.. carried, .. outBatched[Carries..]]);
        }
    }

    public override SplitEquation? Split(Equation equation, bool[] unknown)
    {
        bool[] carried = unknown[Constants..(Constants + Carries)];
        SplitGraph split;
        while (true)
        {
            unknown = [.. unknown[..Constants], .. carried, .. unknown[(Constants + Carries)..]];
            split = PartialEvaluation.Split(Body, unknown, [.. carried, .. new bool[Outputs]]);
            bool[] reached = Or(carried, split.OutputUnknown);
            if (reached.SequenceEqual(carried)) break;
            carried = reached;
        }
        return ScanSplitter.Split(this, equation, unknown, split);
    }
}
