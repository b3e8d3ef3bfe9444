using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Transforms;

/// <summary>Replaces repeated runs of equations by scans.</summary>
internal sealed class RunRoller(Graph graph, EquationSequence sequence, IReadOnlyList<RepeatedRun> runs)
{
    private readonly List<Equation> _equations = [];
    private readonly Dictionary<Value, Value> _replaced = [];

    // Results of a run seen from outside: the stacked output they are in, and their turn.
    private readonly Dictionary<Value, (Value Stacked, int Turn)> _turns = [];

    public Graph Roll()
    {
        _equations.AddRange(graph.Equations.Where(e => e.Primitive is Nullary));
        int at = 0;
        foreach (RepeatedRun run in runs)
        {
            for (; at < run.Start; at++) Keep(sequence[at]);
            Roll(run);
            at = run.End;
        }
        for (; at < sequence.Count; at++) Keep(sequence[at]);
        return new Graph(graph.Inputs, [.. _equations], Array.ConvertAll(graph.Outputs, Now));
    }

    /// <summary>A value as it is called now; a result of one turn is taken out of the stacked results.</summary>
    private Value Now(Value v)
    {
        if (_replaced.TryGetValue(v, out Value? now)) return now;
        if (!_turns.TryGetValue(v, out (Value Stacked, int Turn) place)) return v;
        Shape all = place.Stacked.Type.Shape;
        int[] starts = new int[all.Rank], steps = new int[all.Rank];
        starts[0] = place.Turn;
        Array.Fill(steps, 1);
        Value row = Add(new Slice(new Ints(starts), new Ints(steps), [1, .. v.Type.Shape]), v.Type with { Shape = [1, .. v.Type.Shape] }, place.Stacked);
        return _replaced[v] = Add(new Reshape(v.Type.Shape), v.Type, row);
    }

    private Value Add(Primitive primitive, TensorType type, params Value[] inputs)
    {
        var result = new Value(type);
        _equations.Add(new Equation(primitive, inputs, [result]));
        return result;
    }

    private void Keep(Equation e)
    {
        if (e.Primitive is Concat { Axis: 0 } && Joined(e) is { } parts)
        {
            if (parts.Count == 1) _replaced[e.Outputs[0]] = parts[0];
            else _equations.Add(e with { Inputs = [.. parts] });
            return;
        }
        _equations.Add(e with { Inputs = Array.ConvertAll(e.Inputs, Now) });
    }

    /// <summary>The operands of a concatenation in which all turns of one result, in order, are the stacked results; null if there are none.</summary>
    private List<Value>? Joined(Equation e)
    {
        var parts = new List<Value>();
        bool found = false;
        for (int i = 0; i < e.Inputs.Length; i++)
        {
            if (Row(e.Inputs[i]) is var (stacked, turn) && turn == 0)
            {
                int turns = stacked.Type.Shape[0], same = 1;
                while (same < turns && i + same < e.Inputs.Length && Row(e.Inputs[i + same]) == (stacked, same)) same++;
                if (same == turns)
                {
                    parts.Add(stacked);
                    i += turns - 1;
                    found = true;
                    continue;
                }
            }
            parts.Add(Now(e.Inputs[i]));
        }
        return found ? parts : null;
    }

    /// <summary>Whether a value is a result of one turn, with a first axis of extent 1.</summary>
    private (Value Stacked, int Turn)? Row(Value v)
    {
        if (sequence.PlaceOf(v) is not var (index, _) || sequence[index].Primitive is not Reshape) return null;
        Value inner = sequence[index].Inputs[0];
        return _turns.TryGetValue(inner, out (Value, int) place) && v.Type.Shape == inner.Type.Shape.Insert(0, 1) ? place : null;
    }

    private void Roll(RepeatedRun run)
    {
        var body = new List<Equation>();
        var constants = new Dictionary<Value, Value>();
        var carries = new Dictionary<(int Index, int Output, Value First), Value>();
        var steps = new List<(Value Inner, Value Outer)>();
        Value[][] results = [.. Enumerable.Range(0, run.Period).Select(j => Array.ConvertAll(sequence[run.Start + j].Outputs, v => new Value(v.Type)))];

        Value Operand(RepeatedOperand operand)
        {
            switch (operand.Source)
            {
                case OperandSource.SameTurn: return results[operand.Index][operand.Output];
                case OperandSource.Number:
                    var number = new Value(operand.First.Type);
                    body.Add(new Equation(sequence.NumberOf(operand.First)!, [], [number]));
                    return number;
                case OperandSource.Outside:
                    return constants.TryGetValue(operand.First, out Value? c) ? c : constants[operand.First] = new Value(operand.First.Type);
                default:
                    var key = (operand.Index, operand.Output, operand.First);
                    return carries.TryGetValue(key, out Value? carry) ? carry : carries[key] = new Value(operand.First.Type);
            }
        }

        for (int j = 0; j < run.Period; j++)
        {
            Equation e = sequence[run.Start + j];
            if (run.Slices[j] is { } moving && run.Operands[j][0].Source == OperandSource.Outside)
            {
                (Value outer, Shape one) = Steps(run, moving, Now(run.Operands[j][0].First), (Slice)e.Primitive);
                var step = new Value(outer.Type with { Shape = one });
                steps.Add((step, outer));
                body.Add(new Equation(new Reshape(e.Outputs[0].Type.Shape), [step], results[j]));
            }
            else body.Add(new Equation(e.Primitive, Array.ConvertAll(run.Operands[j], Operand), results[j]));
        }

        // Results that anybody reads after the loop: the last carry, or all turns stacked.
        HashSet<Value> read = ReadOutside(run);
        var stacked = new List<(int Index, int Output)>();
        for (int j = 0; j < run.Period; j++)
            for (int o = 0; o < results[j].Length; o++)
            {
                bool onlyLast = carries.Keys.Any(k => k.Index == j && k.Output == o);
                int turns = onlyLast ? run.Turns - 1 : run.Turns;
                if (Enumerable.Range(0, turns).Any(r => read.Contains(sequence[run.Start + r * run.Period + j].Outputs[o]))) stacked.Add((j, o));
            }

        var keys = carries.Keys.ToArray();
        Value[] finals = Array.ConvertAll(keys, k => new Value(k.First.Type));
        Value[] histories = [.. stacked.Select(s => results[s.Index][s.Output]).Select(v => new Value(v.Type with { Shape = v.Type.Shape.Insert(0, run.Turns) }))];
        var graphOfBody = new Graph(
            [.. constants.Values, .. keys.Select(k => carries[k]), .. steps.Select(s => s.Inner)], [.. body],
            [.. keys.Select(k => results[k.Index][k.Output]), .. stacked.Select(s => results[s.Index][s.Output])]);
        Value[] operands = [.. constants.Keys.Select(Now), .. keys.Select(k => Now(k.First)), .. steps.Select(s => s.Outer)];
        _equations.Add(new Equation(new Scan(run.Turns, false, constants.Count, keys.Length, graphOfBody), operands, [.. finals, .. histories]));

        int last = run.Start + (run.Turns - 1) * run.Period;
        for (int c = 0; c < keys.Length; c++) _replaced[sequence[last + keys[c].Index].Outputs[keys[c].Output]] = finals[c];
        for (int s = 0; s < stacked.Count; s++)
            for (int r = 0; r < run.Turns; r++)
                _turns[sequence[run.Start + r * run.Period + stacked[s].Index].Outputs[stacked[s].Output]] = (histories[s], r);
    }

    /// <summary>The slices of all turns as one sequence with time first, and the shape of one step.</summary>
    private (Value Sequence, Shape Step) Steps(RepeatedRun run, MovingSlice moving, Value x, Slice slice)
    {
        Shape shape = slice.Shape;
        int[] dims = shape.ToArray(), starts = [.. slice.Starts], steps = [.. slice.Steps];
        (dims[moving.Axis], starts[moving.Axis], steps[moving.Axis]) = (run.Turns, moving.Start, moving.Stride);
        Value all = x;
        if (new Shape(dims) != x.Type.Shape || moving.Stride != 1)
            all = Add(new Slice(new Ints(starts), new Ints(steps), dims), x.Type with { Shape = dims }, x);
        if (moving.Axis > 0)
        {
            int[] order = [moving.Axis, .. Enumerable.Range(0, dims.Length).Where(a => a != moving.Axis)];
            all = Add(new Permute(new Ints(order)), x.Type with { Shape = [.. order.Select(a => dims[a])] }, all);
        }
        return (all, all.Type.Shape.Without(0));
    }

    private HashSet<Value> ReadOutside(RepeatedRun run)
    {
        var read = new HashSet<Value>(graph.Outputs);
        for (int i = 0; i < sequence.Count; i++)
            if (i < run.Start || i >= run.End) read.UnionWith(sequence[i].Inputs);
        return read;
    }
}
