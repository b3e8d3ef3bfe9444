using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// A matrix that a loop multiplies with at each step is transposed once, before the loop, where the product would have to do so at each step.
/// <c>scan { w v . n = dot[1·1] v w; return n }</c> → <c>t = permute[1,0] w; c = copy t; scan { c v . n = dot[1·0] v c; return n }</c>.
/// </summary>
internal static class ArrangeConstants
{
    // A short loop does not earn the copy back.
    private const int ShortestLoop = 4;

    public static Graph Run(Graph graph)
    {
        if (!graph.Equations.Any(e => e.Primitive.Subgraphs.Any())) return graph;
        var equations = new List<Equation>();
        foreach (Equation e in graph.Equations)
        {
            Equation inside = e with { Primitive = Subgraphs.Rewrite(e.Primitive, Run) };
            equations.Add(inside.Primitive is Scan { Length: >= ShortestLoop } scan ? Loop(inside, scan, equations) : inside);
        }
        return new Graph(graph.Inputs, [.. equations], graph.Outputs);
    }

    private static Equation Loop(Equation e, Scan scan, List<Equation> before)
    {
        var constants = new List<(Value Inner, Value Outer)>();
        var arranged = new Dictionary<Value, Value>();
        Equation[] body = Array.ConvertAll(scan.Body.Equations, Product);
        if (constants.Count == 0) return e;

        Value[] inputs = scan.Body.Inputs;
        var graph = new Graph([.. inputs[..scan.Constants], .. constants.Select(c => c.Inner), .. inputs[scan.Constants..]], body, scan.Body.Outputs);
        return e with
        {
            Primitive = scan with { Constants = scan.Constants + constants.Count, Body = graph },
            Inputs = [.. e.Inputs[..scan.Constants], .. constants.Select(c => c.Outer), .. e.Inputs[scan.Constants..]],
        };

        Equation Product(Equation inner)
        {
            if (inner.Primitive is not Dot { RightBatch.Count: 0, RightContract: [1] } dot || inner.Inputs[1].Type.Shape.Rank != 2) return inner;
            Value matrix = inner.Inputs[1];
            int constant = Array.IndexOf(scan.Body.Inputs, matrix, 0, scan.Constants);
            if (constant < 0) return inner;
            if (!arranged.TryGetValue(matrix, out Value? transposed))
            {
                var type = new TensorType(matrix.Type.DType, [matrix.Type.Shape[1], matrix.Type.Shape[0]]);
                (transposed, Value view, Value copy) = (new Value(type), new Value(type), new Value(type));
                before.Add(new Equation(new Permute([1, 0]), [e.Inputs[constant]], [view]));
                before.Add(new Equation(new Copy(), [view], [copy]));
                constants.Add((transposed, copy));
                arranged[matrix] = transposed;
            }
            return new Equation(dot with { RightContract = [0] }, [inner.Inputs[0], transposed], inner.Outputs);
        }
    }
}
