using System.Collections;

namespace SpikeJit.Snn;

/// <summary>
/// The trainable tensors of a layer or network by name, such as <c>0.weight</c>: a tree, so <see cref="Tree"/>, Grad and optimizers take it as it is.
/// Leaves are in the order of the sorted names.
/// </summary>
public sealed class Parameters : IReadOnlyCollection<KeyValuePair<string, Tensor>>
{
    /// <summary>No parameters.</summary>
    public static Parameters Empty { get; } = new([]);

    /// <summary>Parameters by name.</summary>
    public Parameters(Dictionary<string, Tensor> entries) => Entries = entries;

    /// <summary>The tensors by name. Not to be changed.</summary>
    public Dictionary<string, Tensor> Entries { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public Tensor this[string name] => Entries.TryGetValue(name, out Tensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"There is no parameter '{name}'. There are: {(Entries.Count == 0 ? "none" : string.Join(", ", Entries.Keys.Order(StringComparer.Ordinal)))}.");

    /// <summary>The number of tensors.</summary>
    public int Count => Entries.Count;

    /// <summary>The number of elements of all tensors.</summary>
    public long Size => Entries.Values.Sum(t => (long)t.Size);

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => Entries.ContainsKey(name);

    /// <summary>The parameters with one replaced or added.</summary>
    public Parameters With(string name, Tensor tensor) => new(new Dictionary<string, Tensor>(Entries) { [name] = tensor });

    /// <summary>Those whose names begin with <c>scope.</c>, without that.</summary>
    public Parameters Scope(string scope)
    {
        string prefix = scope + ".";
        return new(Entries.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(e => e.Key[prefix.Length..], e => e.Value));
    }

    /// <summary>All of several layers, each under its scope.</summary>
    public static Parameters Join(IEnumerable<(string Scope, Parameters Parameters)> parts) =>
        new(parts.SelectMany(p => p.Parameters.Entries.Select(e => (Name: $"{p.Scope}.{e.Key}", e.Value))).ToDictionary(e => e.Name, e => e.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => Entries.OrderBy(e => e.Key, StringComparer.Ordinal).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and types.</summary>
    public override string ToString() => string.Join(", ", this.Select(e => $"{e.Key}: {e.Value.Type}"));
}
