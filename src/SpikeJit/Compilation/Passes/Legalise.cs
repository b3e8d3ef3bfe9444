using SpikeJit.Compilation.Scheduling;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// Writes down the copies that a backend needs: what a step of its own reads as a plain array, what a product cannot address by strides, what is
/// returned although it is a view, an input or a number, and what a reshape, also one inside of a loop, joins after a view took it apart.
/// </summary>
internal sealed class Legalise
{
    private readonly List<Equation> _equations = [];
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, Value> _replaced = [];
    private readonly Dictionary<Value, Value> _copies = [];

    public static Graph Run(Graph graph)
    {
        var pass = new Legalise();
        foreach (Equation e in graph.Equations) pass.Visit(e);
        var taken = new HashSet<Value>(graph.Inputs);
        Value[] outputs = Array.ConvertAll(graph.Outputs, v => pass.Output(pass.Now(v), taken));
        return new Graph(graph.Inputs, [.. pass._equations], outputs);
    }

    private Value Now(Value v) => _replaced.GetValueOrDefault(v, v);

    private void Visit(Equation original)
    {
        var e = new Equation(original.Primitive, Array.ConvertAll(original.Inputs, Now), original.Outputs);
        switch (LoweringOf(e))
        {
            case Lowering.SameOrder when !IsArray(e.Inputs[0]) && !CanJoin(e): e = e with { Inputs = [InMemory(e.Inputs[0])] }; break;
            case Lowering.Product product: e = Product(e, product.Dot); break;
            case Lowering.Control when e.Primitive is Scan scan && LaneLocality.Reads(scan) is { } reads:
                // A body may read an array under a shape that no index of a view expresses.
                HashSet<int> whole = [.. reads.Where(r => r.Index is null).Select(r => r.Operand)];
                if (whole.Count > 0) e = e with { Inputs = [.. e.Inputs.Select((v, i) => whole.Contains(i) ? InMemory(v) : v)] };
                break;
            case Lowering.Place or Lowering.Plain or Lowering.Control: e = e with { Inputs = Array.ConvertAll(e.Inputs, InMemory) }; break;
        }
        Add(e);
    }

    private void Add(Equation e)
    {
        _equations.Add(e);
        foreach (Value v in e.Outputs) _definitions[v] = e;
    }

    private static Lowering LoweringOf(Equation e) =>
        e.Primitive.Lower(Array.ConvertAll(e.Inputs, v => v.Type), Array.ConvertAll(e.Outputs, v => v.Type));

    /// <summary>Whether a value is an array in memory, or the same array under another shape.</summary>
    private bool IsArray(Value v)
    {
        if (!_definitions.TryGetValue(v, out Equation? e)) return true;
        return LoweringOf(e) switch
        {
            Lowering.SameOrder => IsArray(e.Inputs[0]),
            Lowering.View or Lowering.Generate => false,
            _ => true,
        };
    }

    private static bool CanJoin(Equation e) =>
        IndexMap.Identity(e.Outputs[0].Type.Shape.Rank).Through(e.Outputs[0].Type.Shape, e.Inputs[0].Type.Shape) is not null;

    private Value InMemory(Value v) => IsArray(v) ? v : Copied(v);

    private Value Copied(Value v)
    {
        if (_copies.TryGetValue(v, out Value? copy)) return copy;
        copy = new Value(v.Type);
        Add(new Equation(new Copy(), [v], [copy]));
        return _copies[v] = copy;
    }

    /// <summary>An array that belongs to this output alone.</summary>
    private Value Output(Value v, HashSet<Value> taken)
    {
        Value root = v;
        while (_definitions.TryGetValue(root, out Equation? e) && LoweringOf(e) is Lowering.SameOrder) root = e.Inputs[0];
        if (IsArray(v) && taken.Add(root)) return v;
        var copy = new Value(v.Type);
        Add(new Equation(new Copy(), [v], [copy]));
        return copy;
    }

    /// <summary>A product whose operands have one step for all its rows, columns and summed axes.</summary>
    private Equation Product(Equation e, Dot dot)
    {
        (Value left, Value right) = (e.Inputs[0], e.Inputs[1]);
        Shape a = left.Type.Shape, b = right.Type.Shape;
        int[] leftFree = dot.LeftFree(a.Rank), rightFree = dot.RightFree(b.Rank);
        bool leftFits = Fits(left, dot.LeftBatch, new Ints(leftFree), dot.LeftContract);
        bool rightFits = Fits(right, dot.RightBatch, new Ints(rightFree), dot.RightContract);
        if (!leftFits) (left, dot) = (Arranged(left, [.. dot.LeftBatch, .. leftFree, .. dot.LeftContract]), dot with
        {
            LeftBatch = Ints.Range(0, dot.LeftBatch.Count),
            LeftContract = Ints.Range(a.Rank - dot.LeftContract.Count, dot.LeftContract.Count),
        });
        if (!rightFits) (right, dot) = (Arranged(right, [.. dot.RightBatch, .. rightFree, .. dot.RightContract]), dot with
        {
            RightBatch = Ints.Range(0, dot.RightBatch.Count),
            RightContract = Ints.Range(b.Rank - dot.RightContract.Count, dot.RightContract.Count),
        });
        return new Equation(dot, [left, right], e.Outputs);
    }

    private bool Fits(Value v, params Ints[] groups) =>
        StridedView.Resolve(v, _definitions.GetValueOrDefault) is { } view && groups.All(g => view.Join(v.Type.Shape, g) is not null);

    private Value Arranged(Value v, int[] order)
    {
        var permuted = new Value(v.Type with { Shape = [.. order.Select(a => v.Type.Shape[a])] });
        Add(new Equation(new Permute(new Ints(order)), [v], [permuted]));
        return Copied(permuted);
    }
}
