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

    /// <summary>What is not as it was in an earlier key, for people: <c>argument 0.W1 has another shape: f32[3], before f32[4]</c>.</summary>
    public string Difference(JitKey before)
    {
        for (int a = 0; a < Shapes.Length; a++)
            if (Difference(Shapes[a], before.Shapes[a], $"argument {a}") is { } found) return found;
        string[] paths = [.. Shapes.SelectMany((s, a) => s.Paths($"argument {a}"))];
        for (int i = 0; i < Math.Min(Types.Length, before.Types.Length); i++)
        {
            if (Types[i] == before.Types[i]) continue;
            string name = i < paths.Length ? paths[i] : $"captured tensor {i - paths.Length}";
            string what = Types[i].Shape == before.Types[i].Shape ? "dtype" : Types[i].DType == before.Types[i].DType ? "shape" : "dtype and shape";
            return $"{name} has another {what}: {Types[i]}, before {before.Types[i]}";
        }
        for (int i = 0; i < Math.Min(Statics.Length, before.Statics.Length); i++)
            if (!Equals(Statics[i], before.Statics[i])) return $"a captured variable has another value: {Statics[i] ?? "null"}, before {before.Statics[i] ?? "null"}";
        return "it captures other variables than before";
    }

    private static string? Difference(TreeShape now, TreeShape before, string path)
    {
        if (now.Equals(before)) return null;
        if (now is TreeShape.Constant value && before is TreeShape.Constant old)
            return $"{path} has another static value: {value}, before {old}";
        if (now is TreeShape.Node a && before is TreeShape.Node b && a.Type == b.Type && a.Children.Length == b.Children.Length && a.Type.SameKeys(a.Keys, b.Keys))
        {
            for (int i = 0; i < a.Children.Length; i++)
                if (Difference(a.Children[i], b.Children[i], path + a.Type.NameOf(i, a.Keys)) is { } found) return found;
        }
        return $"{path} has another structure: {now}, before {before}";
    }
}
