using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Transforms;

/// <summary>
/// A look at every floating-point result: <c>{ a . b = log a; return b }</c> → <c>{ a . checkFinite[argument 0] a; b = log a; checkFinite['log'] b a; return b }</c>.
/// </summary>
internal static class FiniteChecks
{
    public static object? Run(Callable f, object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        TracedCall traced = f.Trace(arguments.Shapes, arguments.Types);
        var checks = new List<Equation>();
        for (int i = 0; i < traced.Graph.Inputs.Length; i++)
        {
            Value v = traced.Graph.Inputs[i];
            if (v.Type.DType.IsFloat())
                checks.Add(new Equation(new FiniteCheck(i < traced.Arguments ? arguments.PathOf(i) : $"a value that {f.Name} captures", 1), [v], []));
        }
        Graph body = Insert(traced.Graph);
        var graph = new Graph(body.Inputs, [.. checks, .. body.Equations], body.Outputs);
        return traced.Result.Build(Functions.Apply(graph, [.. arguments.Leaves, .. traced.Captures]));
    }

    private static Graph Insert(Graph graph)
    {
        var equations = new List<Equation>();
        foreach (Equation e in graph.Equations)
        {
            bool looksInside = e.Primitive is Scan or While or Switch or Checkpoint;
            equations.Add(looksInside ? e with { Primitive = ((ControlFlow)e.Primitive).WithSubgraphs(Insert) } : e);
            Value[] results = [.. e.Outputs.Where(v => v.Type.DType.IsFloat())];
            if (looksInside || results.Length == 0 || e.Primitive is Nullary) continue;
            equations.Add(new Equation(new FiniteCheck($"'{e.Primitive.Name}'", results.Length), [.. results, .. e.Inputs], []));
        }
        return new Graph(graph.Inputs, [.. equations], graph.Outputs);
    }
}
