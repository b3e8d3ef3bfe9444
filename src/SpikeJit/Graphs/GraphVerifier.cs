using SpikeJit.Primitives;

namespace SpikeJit.Graphs;

/// <summary>
/// Every law of a <see cref="Graph"/>: each value is defined once and before it is used, types are what the operations infer, and the graphs inside loops,
/// branches and calls fit their operands and each other.
/// </summary>
internal static class GraphVerifier
{
    /// <summary>Throws, with the equation and what is wrong, unless the graph obeys the laws.</summary>
    /// <exception cref="InvalidOperationException">A law is broken.</exception>
    public static void Check(Graph graph)
    {
        var defined = new HashSet<Value>();
        foreach (Value v in graph.Inputs) Law(defined.Add(v), "", $"an input {v.Type} is listed twice");
        for (int e = 0; e < graph.Equations.Length; e++)
        {
            Equation equation = graph.Equations[e];
            string where = $" in equation {e}, {equation.Primitive.Describe()}";
            Law(equation.Inputs.All(defined.Contains), where, "an operand is not defined before");
            foreach (Value v in equation.Outputs) Law(defined.Add(v), where, $"a result {v.Type} was defined before");
            TensorType[] operands = Array.ConvertAll(equation.Inputs, v => v.Type);
            foreach ((string label, Graph inner) in equation.Primitive.Subgraphs)
            {
                try
                {
                    Check(inner);
                }
                catch (InvalidOperationException broken)
                {
                    throw new InvalidOperationException($"{broken.Message}, of {label}{where}", broken);
                }
            }
            CheckSubgraphs(equation.Primitive, operands, where);
            Same(equation.Primitive.Infer(operands), Array.ConvertAll(equation.Outputs, v => v.Type), where, "inferred results and results");
        }
        Law(graph.Outputs.All(defined.Contains), "", "an output is not defined");
    }

    private static void CheckSubgraphs(Primitive primitive, TensorType[] operands, string where)
    {
        switch (primitive)
        {
            case Scan scan: Check(scan, operands, where); break;
            case While loop: Check(loop, operands, where); break;
            case Switch branches: Check(branches, operands, where); break;
            case Checkpoint call: Same(operands, call.Body.InputTypes, where, "operands and inputs"); break;
            case CustomVjpCall call: Check(call, operands, where); break;
            case CustomLinear linear:
                Same(operands, [.. linear.Backward.InputTypes[..linear.Residuals], .. linear.Backward.OutputTypes], where, "operands and residuals, cotangents of the backward rule");
                Same(linear.Results, linear.Backward.InputTypes[linear.Residuals..], where, "results and cotangents into the backward rule");
                break;
            case CustomJvpCall call:
                Same(operands, call.Function.InputTypes, where, "operands and inputs of the function");
                Same([.. operands, .. Floats(operands[..^call.Captures])], call.Rule.InputTypes, where, "operands, tangents and inputs of the rule");
                Same([.. call.Function.OutputTypes, .. Floats(call.Function.OutputTypes)], call.Rule.OutputTypes, where, "results, tangents and outputs of the rule");
                break;
        }
    }

    private static void Check(Scan scan, TensorType[] operands, string where)
    {
        int before = scan.Constants + scan.Carries;
        TensorType[] inputs = scan.Body.InputTypes;
        Law(scan.Length >= 0 && inputs.Length >= before && scan.Body.Outputs.Length >= scan.Carries, where, "the body has not the constants and carries that the loop names");
        Same(operands, [.. inputs[..before], .. inputs[before..].Select(t => t with { Shape = t.Shape.Insert(0, scan.Length) })], where, "operands and inputs of the body");
        Same(inputs[scan.Constants..before], scan.Body.OutputTypes[..scan.Carries], where, "carries into and out of the body");
    }

    private static void Check(While loop, TensorType[] operands, string where)
    {
        TensorType[] condition = loop.Condition.InputTypes, body = loop.Body.InputTypes;
        Law(condition.Length >= loop.ConditionConstants && body.Length >= loop.BodyConstants, where, "condition or body has not the constants that the loop names");
        Same(operands, [.. condition[..loop.ConditionConstants], .. body], where, "operands and inputs of condition and body");
        Same(condition[loop.ConditionConstants..], body[loop.BodyConstants..], where, "carries of condition and body");
        Same(body[loop.BodyConstants..], loop.Body.OutputTypes, where, "carries into and out of the body");
        Same(loop.Condition.OutputTypes, [new TensorType(DType.Bool, Shape.Scalar)], where, "the condition's result and a Bool scalar");
    }

    private static void Check(Switch branches, TensorType[] operands, string where)
    {
        Law(branches.Branches.Length > 0, where, "there are no branches");
        foreach (Graph branch in branches.Branches)
        {
            Same(operands, [new TensorType(DType.I32, Shape.Scalar), .. branch.InputTypes], where, "operands and index, inputs of a branch");
            Same(branch.OutputTypes, branches.Branches[0].OutputTypes, where, "results of a branch and of the first");
        }
    }

    private static void Check(CustomVjpCall call, TensorType[] operands, string where)
    {
        TensorType[] results = call.Function.OutputTypes, forward = call.Forward.OutputTypes;
        Same(operands, call.Function.InputTypes, where, "operands and inputs of the function");
        Same(operands, call.Forward.InputTypes, where, "operands and inputs of the forward rule");
        Law(forward.Length >= results.Length, where, "the forward rule has fewer results than the function");
        Same(results, forward[..results.Length], where, "results of the function and of the forward rule");
        Same([.. forward[results.Length..], .. Floats(results)], call.Backward.InputTypes, where, "residuals, cotangents and inputs of the backward rule");
        Same(Floats(operands[..^call.Captures]), call.Backward.OutputTypes, where, "arguments and cotangents of the backward rule");
    }

    private static TensorType[] Floats(TensorType[] types) => [.. types.Where(t => t.DType.IsFloat())];

    private static void Same(TensorType[] a, TensorType[] b, string where, string what) =>
        Law(a.AsSpan().SequenceEqual(b), where, $"{what} differ: ({string.Join(", ", a)}) and ({string.Join(", ", b)})");

    private static void Law(bool holds, string where, string broken)
    {
        if (!holds) throw new InvalidOperationException($"Graph: {broken}{where}");
    }
}
