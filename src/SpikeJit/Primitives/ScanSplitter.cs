using SpikeJit.Graphs;
using SpikeJit.Transforms;

namespace SpikeJit.Primitives;

/// <summary>
/// Splits a scan into a known scan and a waiting one. What the waiting half needs of the known one is stacked over time, unless it does not vary with
/// time: then it is computed outside of the loop and stored once.
/// </summary>
internal static class ScanSplitter
{
    public static SplitEquation Split(Scan scan, Equation equation, bool[] unknown, SplitGraph split)
    {
        int constants = scan.Constants, carries = scan.Carries, before = constants + carries;
        Value[] inputs = equation.Inputs, body = scan.Body.Inputs;
        var known = new List<Equation>();

        // Where each residual comes from, seen from outside the loop.
        var outside = new Dictionary<Value, Value>();
        var sequences = new Dictionary<Value, Value>();
        for (int i = 0; i < constants; i++)
            if (!unknown[i]) outside[body[i]] = inputs[i];
        for (int i = before; i < body.Length; i++)
            if (!unknown[i]) sequences[body[i]] = inputs[i];
        HashSet<Value> invariant = Invariant(split.Known, outside.Keys);
        Value[] moved = [.. split.Residuals.Where(r => invariant.Contains(r) && !outside.ContainsKey(r))];
        if (moved.Length > 0)
        {
            Value[] from = [.. outside.Keys];
            Graph hoisted = DeadCode.Remove(new Graph(from, [.. split.Known.Equations.Where(e => !e.Primitive.HasEffect && e.Outputs.All(invariant.Contains))], moved));
            Value[] results = hoisted.Inline([.. from.Select(v => outside[v])], known);
            for (int i = 0; i < moved.Length; i++) outside[moved[i]] = results[i];
        }
        Value[] stacked = [.. split.Residuals.Where(r => !outside.ContainsKey(r) && !sequences.ContainsKey(r))];

        // The known scan: its own results, then the stacked residuals.
        int knownCarries = Count(unknown, constants, before, false), knownConstants = Count(unknown, 0, constants, false);
        int knownOutputs = split.OutputUnknown.Count(u => !u);
        var history = stacked.Select(v => new Value(v.Type with { Shape = v.Type.Shape.Insert(0, scan.Length) })).ToArray();
        Graph knownBody = DeadCode.Remove(split.Known.With(outputs: [.. split.Known.Outputs[..knownOutputs], .. stacked]));
        if (knownBody.Outputs.Length > 0 || knownBody.HasEffect)
            known.Add(new Equation(
                new Scan(scan.Length, scan.Reverse, knownConstants, knownCarries, knownBody),
                [.. inputs.Where((_, i) => !unknown[i])],
                [.. equation.Outputs.Where((_, o) => !split.OutputUnknown[o]), .. history]));

        // The waiting scan reads residuals as constants or as sequences.
        Value[] fixedResiduals = [.. split.Residuals.Where(outside.ContainsKey)], steps = [.. split.Residuals.Where(r => !outside.ContainsKey(r))];
        for (int i = 0; i < stacked.Length; i++) sequences[stacked[i]] = history[i];
        Value[] waitingInputs = split.Unknown.Inputs[split.Residuals.Length..];
        int unknownConstants = Count(unknown, 0, constants, true), unknownCarries = Count(unknown, constants, before, true);
        Value Inner(Value residual) => split.Unknown.Inputs[Array.IndexOf(split.Residuals, residual)];
        Graph waitingBody = split.Unknown.With(
        [
            .. fixedResiduals.Select(Inner), .. waitingInputs[..(unknownConstants + unknownCarries)], .. steps.Select(Inner),
            .. waitingInputs[(unknownConstants + unknownCarries)..],
        ]);
        Value[] waitingOperands = [.. inputs.Where((_, i) => unknown[i])];
        var waiting = new Equation(
            new Scan(scan.Length, scan.Reverse, fixedResiduals.Length + unknownConstants, unknownCarries, waitingBody),
            [
                .. fixedResiduals.Select(r => outside[r]), .. waitingOperands[..(unknownConstants + unknownCarries)], .. steps.Select(r => sequences[r]),
                .. waitingOperands[(unknownConstants + unknownCarries)..],
            ],
            [.. equation.Outputs.Where((_, o) => split.OutputUnknown[o])]);
        return new SplitEquation(known, [waiting]);
    }

    private static int Count(bool[] flags, int from, int to, bool value) => flags[from..to].Count(f => f == value);

    /// <summary>The values of a body that depend on its constants alone.</summary>
    private static HashSet<Value> Invariant(Graph body, IEnumerable<Value> constants)
    {
        var invariant = new HashSet<Value>(constants);
        foreach (Equation e in body.Equations)
            if (!e.Primitive.HasEffect && e.Inputs.All(invariant.Contains)) invariant.UnionWith(e.Outputs);
        return invariant;
    }
}
