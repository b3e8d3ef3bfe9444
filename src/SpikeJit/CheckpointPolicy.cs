using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit;

/// <summary>What <see cref="Fn"/>'s Checkpoint keeps for the way back, beside the arguments. What it does not keep is computed again.</summary>
public sealed record CheckpointPolicy
{
    private readonly string[] _names;
    private readonly bool _everything, _products;

    private CheckpointPolicy(bool everything = false, bool products = false, params string[] names) => (_everything, _products, _names) = (everything, products, names);

    /// <summary>Keeps the arguments alone: the least memory.</summary>
    public static CheckpointPolicy SaveNothing { get; } = new();

    /// <summary>Keeps everything that the way back reads, as without a checkpoint.</summary>
    public static CheckpointPolicy SaveEverything { get; } = new(everything: true);

    /// <summary>Keeps the results of products (Dot, Einsum, convolution), which cost most, and computes the elementwise rest again.</summary>
    public static CheckpointPolicy SaveProducts { get; } = new(products: true);

    /// <summary>Keeps the values that <see cref="Fn.Name{T}(T, string)"/> gave one of these names.</summary>
    public static CheckpointPolicy SaveNames(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new(names: [.. names.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Keeps what this policy keeps, and what another one does.</summary>
    public CheckpointPolicy Or(CheckpointPolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(_everything || other._everything, _products || other._products, [.. _names.Union(other._names).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Equal policies keep the same.</summary>
    public bool Equals(CheckpointPolicy? other) =>
        other is not null && _everything == other._everything && _products == other._products && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_everything, _products, _names.Length);

    /// <inheritdoc/>
    public override string ToString() =>
        _everything ? "everything" : string.Join(" ", (_products ? ["products"] : Array.Empty<string>()).Concat(_names.Select(n => $"'{n}'")));

    /// <summary>The values of a graph that are kept.</summary>
    internal HashSet<Value> Kept(Graph graph)
    {
        var kept = new HashSet<Value>();
        foreach (Equation e in graph.Equations)
        {
            if (e.Primitive is Nullary) continue;
            if (e.Primitive is Named name)
            {
                // The value is the same under its name and before it got one; derivatives read both.
                if (_everything || _names.Contains(name.Label)) kept.UnionWith(e.Inputs);
                continue;
            }
            for (int o = 0; o < e.Outputs.Length; o++)
                if (_everything || (_products && e.Primitive is Dot) || IsKeptInside(e.Primitive, o)) kept.Add(e.Outputs[o]);
        }
        return kept;
    }

    /// <summary>Whether a result of a loop or call is kept where it is made; of a loop this can be only what is stacked over its steps.</summary>
    private bool IsKeptInside(Primitive primitive, int output)
    {
        Graph? body = primitive switch
        {
            Scan scan when output >= scan.Carries => scan.Body,
            Checkpoint call => call.Body,
            _ => null,
        };
        if (body is null) return false;
        HashSet<Value> kept = Kept(body);
        Value v = body.Outputs[output];
        return kept.Contains(v) || Array.Exists(body.Equations, e => e.Primitive is Named && e.Outputs[0] == v && kept.Contains(e.Inputs[0]));
    }
}
