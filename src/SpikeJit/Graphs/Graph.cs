namespace SpikeJit.Graphs;

/// <summary>
/// A typed program in single-assignment form. Equality and hash are structural: two graphs are equal when they differ only in the identity of their
/// values, so that kernels, subexpressions and repeated code are found again.
/// </summary>
internal sealed class Graph(Value[] inputs, Equation[] equations, Value[] outputs) : IEquatable<Graph>
{
    private int? _hash;
    private bool? _hasEffect;
    private HashSet<string>? _axisNames;

    public Value[] Inputs { get; } = inputs;

    public Equation[] Equations { get; } = equations;

    public Value[] Outputs { get; } = outputs;

    public TensorType[] InputTypes => [.. Inputs.Select(v => v.Type)];

    public TensorType[] OutputTypes => [.. Outputs.Select(v => v.Type)];

    /// <summary>Whether running it does more than give results.</summary>
    public bool HasEffect => _hasEffect ??= Array.Exists(Equations, e => e.Primitive.HasEffect);

    /// <summary>The mapped axes whose examples it combines.</summary>
    public IReadOnlySet<string> AxisNames => _axisNames ??= [.. Equations.SelectMany(e => e.Primitive.AxisNames)];

    /// <summary>The same equations with other inputs or outputs, which must be values of this graph.</summary>
    public Graph With(IEnumerable<Value>? inputs = null, IEnumerable<Value>? outputs = null) =>
        new(inputs is null ? Inputs : [.. inputs], Equations, outputs is null ? Outputs : [.. outputs]);

    public bool Equals(Graph? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || GetHashCode() != other.GetHashCode()) return false;
        if (Inputs.Length != other.Inputs.Length || Equations.Length != other.Equations.Length || Outputs.Length != other.Outputs.Length) return false;
        var same = new Dictionary<Value, Value>();
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (Inputs[i].Type != other.Inputs[i].Type) return false;
            same[Inputs[i]] = other.Inputs[i];
        }
        for (int e = 0; e < Equations.Length; e++)
        {
            Equation a = Equations[e], b = other.Equations[e];
            if (a.Inputs.Length != b.Inputs.Length || a.Outputs.Length != b.Outputs.Length || !a.Primitive.Equals(b.Primitive)) return false;
            for (int i = 0; i < a.Inputs.Length; i++)
                if (same[a.Inputs[i]] != b.Inputs[i]) return false;
            for (int o = 0; o < a.Outputs.Length; o++)
            {
                if (a.Outputs[o].Type != b.Outputs[o].Type) return false;
                same[a.Outputs[o]] = b.Outputs[o];
            }
        }
        for (int o = 0; o < Outputs.Length; o++)
            if (same[Outputs[o]] != other.Outputs[o]) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Graph);

    public override int GetHashCode() => _hash ??= Hash();

    private int Hash()
    {
        var number = new Dictionary<Value, int>();
        var hash = new HashCode();
        foreach (Value v in Inputs)
        {
            number[v] = number.Count;
            hash.Add(v.Type);
        }
        foreach (Equation e in Equations)
        {
            hash.Add(e.Primitive);
            foreach (Value v in e.Inputs) hash.Add(number[v]);
            foreach (Value v in e.Outputs) number[v] = number.Count;
        }
        foreach (Value v in Outputs) hash.Add(number[v]);
        return hash.ToHashCode();
    }

    public override string ToString() => GraphPrinter.Print(this);
}
