using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// Calls (checkpoints, functions with rules of their own) replaced by what they do, everywhere. Where there are several checkpoints, one may compute again what
/// another did: each reads its operands under names of its own, so that what it computes is not found equal to what was computed before.
/// </summary>
internal static class InlineCalls
{
    public static Graph Run(Graph graph, bool checkpoints)
    {
        var equations = new List<Equation>();
        var replaced = new Dictionary<Value, Value>();
        bool several = checkpoints && graph.Equations.Count(e => e.Primitive is Checkpoint) > 1;
        int opened = 0;
        foreach (Equation e in graph.Equations)
        {
            Value[] inputs = Array.ConvertAll(e.Inputs, v => replaced.GetValueOrDefault(v, v));
            if (several && e.Primitive is Checkpoint)
            {
                inputs = Array.ConvertAll(inputs, v => Apart(v, opened, equations));
                opened++;
            }
            Graph? called = e.Primitive switch
            {
                Checkpoint call when checkpoints => call.Body,
                CustomVjpCall call => call.Function,
                CustomJvpCall call => call.Function,
                CustomLinear => throw CustomLinear.NoForwardRule(),
                _ => null,
            };
            if (called is null)
            {
                equations.Add(new Equation(Inside(e.Primitive, checkpoints), inputs, e.Outputs));
                continue;
            }
            Value[] results = Run(called, checkpoints).Inline(inputs, equations);
            for (int o = 0; o < results.Length; o++) replaced[e.Outputs[o]] = results[o];
        }
        return new Graph(graph.Inputs, [.. equations], Array.ConvertAll(graph.Outputs, v => replaced.GetValueOrDefault(v, v)));
    }

    private static Value Apart(Value v, int call, List<Equation> equations)
    {
        var own = new Value(v.Type);
        equations.Add(new Equation(new Apart(call), [v], [own]));
        return own;
    }

    private static Primitive Inside(Primitive primitive, bool checkpoints) => primitive switch
    {
        Scan scan => scan with { Body = Run(scan.Body, checkpoints) },
        While loop => loop with { Condition = Run(loop.Condition, checkpoints), Body = Run(loop.Body, checkpoints) },
        Switch branches => new Switch(Array.ConvertAll(branches.Branches, b => Run(b, checkpoints))),
        Checkpoint call => call with { Body = Run(call.Body, checkpoints) },
        _ => primitive,
    };
}
