using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>A static argument of a jitted function: equal to another of the same structure and the same numbers.</summary>
internal sealed class StaticArgument : IEquatable<StaticArgument>
{
    private readonly TreeShape _shape;
    private readonly Tensor[] _leaves;

    public StaticArgument(object? value, string function, int argument)
    {
        Value = value;
        (List<Tensor> leaves, _shape) = Tree.Flatten(value);
        if (leaves.Find(t => t.IsSymbolic) is { } symbolic)
            throw new TraceException(
                $"Jit of {function}: argument {argument} is static, but holds a symbolic {symbolic.Type}, which has no numbers yet. " +
                "Pass a concrete tensor, or leave the argument out of StaticArguments.");
        _leaves = [.. leaves];
    }

    public object? Value { get; }

    public bool Equals(StaticArgument? other) =>
        other is not null && _shape.Equals(other._shape) && _leaves.Length == other._leaves.Length && _leaves.Zip(other._leaves).All(p => Same(p.First, p.Second));

    private static unsafe bool Same(Tensor a, Tensor b)
    {
        if (a.Type != b.Type) return false;
        int bytes = checked((int)a.Type.Bytes);
        bool same = new ReadOnlySpan<byte>(a.Storage.Pointer, bytes).SequenceEqual(new ReadOnlySpan<byte>(b.Storage.Pointer, bytes));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return same;
    }

    public override bool Equals(object? obj) => Equals(obj as StaticArgument);

    public override int GetHashCode() => _leaves.Aggregate(_shape.GetHashCode(), (hash, t) => HashCode.Combine(hash, t.Type));

    public override string ToString() => _leaves.Length == 0 ? Value?.ToString() ?? "null" : string.Join(", ", _leaves.Select(t => t.Size <= 8 ? t.ToString() : t.Type.ToString()));
}
