using SpikeJit.Graphs;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>
/// The order in which equations are offered to kernels. What is small and made of inputs alone comes first, so that every kernel can read it; what is
/// large and made of inputs alone comes just before its first reader, whose kernel it can join.
/// </summary>
internal sealed class EquationOrder
{
    private const int Small = 64;

    private readonly GraphFacts _facts;
    private readonly List<Equation> _order = [];
    private readonly HashSet<Equation> _waiting = new(ReferenceEqualityComparer.Instance);

    private EquationOrder(GraphFacts facts)
    {
        _facts = facts;
        HashSet<Value> early = [.. facts.Graph.Inputs], ofInputs = [.. facts.Graph.Inputs];
        var others = new List<Equation>();
        foreach (Equation e in facts.Graph.Equations)
        {
            NodeKind kind = facts.Kind(e);
            bool movable = kind is NodeKind.Generate or NodeKind.View or NodeKind.Scalars;
            if (movable && Array.TrueForAll(e.Inputs, early.Contains) && (kind != NodeKind.Scalars || e.Outputs[0].Type.Size <= Small))
            {
                early.UnionWith(e.Outputs);
                ofInputs.UnionWith(e.Outputs);
                _order.Add(e);
            }
            else if (movable && Array.TrueForAll(e.Inputs, ofInputs.Contains))
            {
                ofInputs.UnionWith(e.Outputs);
                _waiting.Add(e);
            }
            else others.Add(e);
        }
        foreach (Equation e in others) Add(e);
        // What only the graph's outputs are made of.
        foreach (Equation e in facts.Graph.Equations)
            if (_waiting.Remove(e)) Add(e);
    }

    public static IReadOnlyList<Equation> Of(GraphFacts facts) => new EquationOrder(facts)._order;

    private void Add(Equation e)
    {
        foreach (Value v in e.Inputs)
            if (_facts.Definition(v) is { } definition && _waiting.Remove(definition)) Add(definition);
        _order.Add(e);
    }
}
