using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// A scan without what it need not carry: results that nobody reads, carries that never change (they become constants), operands that its body does
/// not use, and equations of its body that do not vary with time (they move out).
/// </summary>
internal static class ScanSimplifier
{
    /// <param name="scan">The scan.</param>
    /// <param name="equation">Its equation.</param>
    /// <param name="graph">The graph around it, which says what is read.</param>
    /// <param name="smaller">The scan that is left.</param>
    /// <param name="replaced">Results that are known without the scan are entered here.</param>
    /// <returns>The equations that moved out, in order.</returns>
    public static List<Equation> Simplify(Scan scan, Equation equation, Graph graph, out Equation smaller, Dictionary<Value, Value> replaced)
    {
        HashSet<Value> read = [.. graph.Equations.SelectMany(e => e.Inputs), .. graph.Outputs];
        int constants = scan.Constants, carries = scan.Carries, before = constants + carries;
        Value[] bodyIn = scan.Body.Inputs, bodyOut = scan.Body.Outputs;

        // Carries that keep their first value are constants.
        bool[] fixedCarry = [.. Enumerable.Range(0, carries).Select(c => bodyOut[c] == bodyIn[constants + c])];
        for (int c = 0; c < carries; c++)
            if (fixedCarry[c]) replaced[equation.Outputs[c]] = equation.Inputs[constants + c];

        // A carry is needed if its last value is read, or if a needed result depends on it.
        bool[] neededCarry = [.. Enumerable.Range(0, carries).Select(c => !fixedCarry[c] && read.Contains(equation.Outputs[c]))];
        bool[] neededOutput = [.. Enumerable.Range(carries, bodyOut.Length - carries).Select(o => read.Contains(equation.Outputs[o]))];
        Graph body;
        HashSet<Value> used;
        while (true)
        {
            body = DeadCode.Remove(scan.Body.With(outputs: bodyOut.Where((_, o) => o < carries ? neededCarry[o] : neededOutput[o - carries])));
            used = [.. body.Equations.SelectMany(e => e.Inputs), .. body.Outputs];
            bool grown = false;
            for (int c = 0; c < carries; c++)
                if (!neededCarry[c] && !fixedCarry[c] && used.Contains(bodyIn[constants + c])) neededCarry[c] = grown = true;
            if (!grown) break;
        }

        var newConstants = new List<(Value Inner, Value Outer)>();
        for (int i = 0; i < before; i++)
            if (used.Contains(bodyIn[i]) && (i < constants || fixedCarry[i - constants])) newConstants.Add((bodyIn[i], equation.Inputs[i]));
        List<Equation> moved = scan.Length == 0 ? [] : MoveInvariants(ref body, newConstants);

        int[] keptCarries = [.. Enumerable.Range(0, carries).Where(c => neededCarry[c])];
        int[] keptSteps = [.. Enumerable.Range(before, bodyIn.Length - before).Where(i => used.Contains(bodyIn[i]))];
        body = body.With([.. newConstants.Select(c => c.Inner), .. keptCarries.Select(c => bodyIn[constants + c]), .. keptSteps.Select(i => bodyIn[i])]);
        smaller = new Equation(
            scan with { Constants = newConstants.Count, Carries = keptCarries.Length, Body = body },
            [.. newConstants.Select(c => c.Outer), .. keptCarries.Select(c => equation.Inputs[constants + c]), .. keptSteps.Select(i => equation.Inputs[i])],
            [.. keptCarries.Select(c => equation.Outputs[c]), .. equation.Outputs.Where((_, o) => o >= carries && neededOutput[o - carries])]);
        return moved;
    }

    /// <summary>
    /// Equations that read constants only run once, before the loop. Generated numbers and views cost nothing and stay inside; where an equation that
    /// moves needs one, it gets a copy outside.
    /// </summary>
    private static List<Equation> MoveInvariants(ref Graph body, List<(Value Inner, Value Outer)> constants)
    {
        var outer = constants.ToDictionary(c => c.Inner, c => c.Outer);
        var free = new Dictionary<Value, Equation>();
        var moved = new List<Equation>();
        var kept = new List<Equation>();

        Value Outside(Value v)
        {
            if (outer.TryGetValue(v, out Value? found)) return found;
            return outer[v] = Copy(free[v])[0];
        }

        Value[] Copy(Equation e)
        {
            Value[] outputs = Array.ConvertAll(e.Outputs, v => new Value(v.Type));
            moved.Add(new Equation(e.Primitive, Array.ConvertAll(e.Inputs, Outside), outputs));
            return outputs;
        }

        foreach (Equation e in body.Equations)
        {
            bool invariant = e.Inputs.All(v => outer.ContainsKey(v) || free.ContainsKey(v));
            if (e.Primitive.HasEffect)
            {
                kept.Add(e);
                continue;
            }
            bool costs = e.Primitive is not (Nullary or Broadcast or Reshape or Permute or Slice) && e.Inputs.Any(v => !IsGenerated(v));
            if (!invariant || !costs)
            {
                if (invariant) free[e.Outputs[0]] = e;
                kept.Add(e);
                continue;
            }
            Value[] outputs = Copy(e);
            for (int o = 0; o < outputs.Length; o++)
            {
                outer[e.Outputs[o]] = outputs[o];
                constants.Add((e.Outputs[o], outputs[o]));
            }
        }
        body = DeadCode.Remove(new Graph(body.Inputs, [.. kept], body.Outputs));
        HashSet<Value> used = [.. body.Equations.SelectMany(e => e.Inputs), .. body.Outputs];
        constants.RemoveAll(c => !used.Contains(c.Inner));
        return moved;

        bool IsGenerated(Value v) => free.TryGetValue(v, out Equation? e) && e.Primitive is Nullary;
    }
}
