using SpikeJit.Graphs;
using SpikeJit.Tracing;

namespace SpikeJit.Transforms;

/// <summary>
/// Turns a linear graph round: <c>{ c dx . dy = mul dx c; return dy }</c>, linear in dx → <c>{ c ct . r = mul ct c; return r }</c>.
/// </summary>
internal static class Transpose
{
    /// <param name="graph">A graph that is linear in the flagged inputs.</param>
    /// <param name="linear">The inputs it is linear in.</param>
    /// <param name="present">The outputs that have a cotangent; those of the others are zero.</param>
    /// <returns>Inputs: the other inputs, cotangents of the outputs. Outputs: cotangents of the linear inputs.</returns>
    public static Graph Transform(Graph graph, bool[] linear, bool[] present)
    {
        using Trace trace = Trace.Open("transpose");
        var values = new Dictionary<Value, Tensor>();
        var isLinear = new HashSet<Value>();
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            if (linear[i]) isLinear.Add(graph.Inputs[i]);
            else values[graph.Inputs[i]] = trace.NewInput(graph.Inputs[i].Type);
        }
        var cotangents = new Dictionary<Value, Tensor>();
        void Accumulate(Value v, Tensor ct) => cotangents[v] = cotangents.TryGetValue(v, out Tensor? sum) ? sum + ct : ct;
        Tensor[] incoming = [.. graph.Outputs.Where((_, o) => present[o]).Select(v => trace.NewInput(v.Type))];

        // Forward: what does not depend on the linear inputs.
        foreach (Equation e in graph.Equations)
        {
            if (e.Inputs.Any(isLinear.Contains))
            {
                isLinear.UnionWith(e.Outputs);
                continue;
            }
            Tensor[] results = Tensor.Bind(e.Primitive, Array.ConvertAll(e.Inputs, v => values[v]));
            for (int o = 0; o < results.Length; o++) values[e.Outputs[o]] = results[o];
        }

        // Backward: cotangents from the outputs to the inputs.
        Value[] outputs = [.. graph.Outputs.Where((_, o) => present[o])];
        for (int o = 0; o < outputs.Length; o++)
            if (isLinear.Contains(outputs[o])) Accumulate(outputs[o], incoming[o]);
        foreach (Equation e in graph.Equations.Reverse())
        {
            if (!e.Inputs.Any(isLinear.Contains) || !e.Outputs.Any(cotangents.ContainsKey)) continue;
            Tensor?[] operands = Array.ConvertAll(e.Inputs, v => isLinear.Contains(v) ? null : values[v]);
            Tensor?[] found = e.Primitive.Transpose(
                Array.ConvertAll(e.Outputs, v => cotangents.GetValueOrDefault(v)), operands, Array.ConvertAll(e.Inputs, v => v.Type));
            for (int i = 0; i < found.Length; i++)
                if (operands[i] is null && found[i] is { } ct) Accumulate(e.Inputs[i], ct);
        }
        return trace.Close(graph.Inputs.Where((_, i) => linear[i])
            .Select(v => cotangents.GetValueOrDefault(v) ?? Tensor.Zeros(v.Type.Shape, v.Type.DType))).Alone;
    }
}
