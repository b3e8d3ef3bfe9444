using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// Makes a graph smaller without changing a bit of its results: equal subexpressions once, dead code away (through loops), exact algebra, what does not
/// vary with time out of loops. <c>{ a . b = neg a; c = neg b; d = mul c 1; return d }</c> → <c>{ a . return a }</c>.
/// </summary>
internal static class Simplify
{
    /// <summary>Before calls are inlined: what a checkpoint computes again must not be found equal to what is kept.</summary>
    public static Graph Run(Graph graph) => DeadCode.Remove(Rewrite(DeadCode.Remove(graph)));

    private static Graph Rewrite(Graph graph)
    {
        var replaced = new Dictionary<Value, Value>();
        var seen = new Dictionary<Expression, Value[]>();
        var definitions = new Dictionary<Value, Equation>();
        var equations = new List<Equation>();
        Value Now(Value v) => replaced.GetValueOrDefault(v, v);

        void Add(Equation e)
        {
            if (e.Outputs.Length == 1 && AlgebraRules.Simpler(e, definitions) is { } simpler)
            {
                if (simpler.Value is { } same)
                {
                    replaced[e.Outputs[0]] = Now(same);
                    return;
                }
                e = new Equation(simpler.Primitive!, simpler.Inputs!, e.Outputs);
            }
            if (e.Primitive.HasEffect)
            {
                equations.Add(e);
                return;
            }
            var expression = new Expression(e.Primitive, e.Inputs);
            if (seen.TryGetValue(expression, out Value[]? found))
            {
                for (int o = 0; o < found.Length; o++) replaced[e.Outputs[o]] = found[o];
                return;
            }
            seen[expression] = e.Outputs;
            foreach (Value v in e.Outputs) definitions[v] = e;
            equations.Add(e);
        }

        foreach (Equation original in graph.Equations)
        {
            var e = new Equation(WithSubgraphs(original.Primitive), Array.ConvertAll(original.Inputs, Now), original.Outputs);
            if (e.Primitive is Scan scan)
            {
                List<Equation> moved = ScanSimplifier.Simplify(scan, e, graph, out Equation smaller, replaced);
                foreach (Equation m in moved) Add(m with { Inputs = Array.ConvertAll(m.Inputs, Now) });
                if (smaller.Outputs.Length > 0 || smaller.Primitive.HasEffect) Add(smaller with { Inputs = Array.ConvertAll(smaller.Inputs, Now) });
            }
            else Add(e);
        }
        return new Graph(graph.Inputs, [.. equations], Array.ConvertAll(graph.Outputs, Now));
    }

    private static Primitive WithSubgraphs(Primitive primitive) => primitive switch
    {
        Scan scan => scan with { Body = Run(scan.Body) },
        While loop => loop with { Condition = Run(loop.Condition), Body = Run(loop.Body) },
        Switch branches => new Switch(Array.ConvertAll(branches.Branches, Run)),
        Checkpoint call => call with { Body = Run(call.Body) },
        CustomVjpCall call => call with { Function = Run(call.Function) },
        CustomJvpCall call => call with { Function = Run(call.Function) },
        _ => primitive,
    };

    /// <summary>A computation: equal ones have equal results.</summary>
    private readonly struct Expression(Primitive primitive, Value[] inputs) : IEquatable<Expression>
    {
        private readonly Primitive _primitive = primitive;
        private readonly Value[] _inputs = inputs;

        public bool Equals(Expression other) => _inputs.AsSpan().SequenceEqual(other._inputs) && _primitive.Equals(other._primitive);

        public override bool Equals(object? obj) => obj is Expression other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_primitive);
            foreach (Value v in _inputs) hash.Add(v);
            return hash.ToHashCode();
        }
    }
}
