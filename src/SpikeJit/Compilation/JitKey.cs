using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>What a compilation depends on.</summary>
internal sealed class JitKey(TreeShape[] shapes, TensorType[] types, object?[] statics) : IEquatable<JitKey>
{
    private readonly int _hash = Hash(shapes, types, statics);

    /// <summary>Structures of the arguments.</summary>
    public TreeShape[] Shapes { get; } = shapes;

    /// <summary>Types of the arguments' tensors, then of captured ones.</summary>
    public TensorType[] Types { get; } = types;

    /// <summary>Captured numbers and identities.</summary>
    public object?[] Statics { get; } = statics;

    public bool Equals(JitKey? other) =>
        other is not null && _hash == other._hash && Shapes.AsSpan().SequenceEqual(other.Shapes) && Types.AsSpan().SequenceEqual(other.Types) &&
        Statics.AsSpan().SequenceEqual(other.Statics);

    public override bool Equals(object? obj) => Equals(obj as JitKey);

    public override int GetHashCode() => _hash;

    private static int Hash(TreeShape[] shapes, TensorType[] types, object?[] statics)
    {
        var hash = new HashCode();
        foreach (TreeShape shape in shapes) hash.Add(shape);
        foreach (TensorType type in types) hash.Add(type);
        foreach (object? value in statics) hash.Add(value);
        return hash.ToHashCode();
    }
}
