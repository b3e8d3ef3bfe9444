using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>What a compilation depends on: structures of the arguments, types of their leaves and then of captured tensors, captured values.</summary>
internal sealed class JitKey(TreeShape[] shapes, TensorType[] types, object?[] statics) : IEquatable<JitKey>
{
    private readonly int _hash = Hash(shapes, types, statics);

    private readonly TreeShape[] _shapes = shapes;
    private readonly TensorType[] _types = types;
    private readonly object?[] _statics = statics;

    public bool Equals(JitKey? other) =>
        other is not null && _hash == other._hash && _shapes.AsSpan().SequenceEqual(other._shapes) && _types.AsSpan().SequenceEqual(other._types) &&
        _statics.AsSpan().SequenceEqual(other._statics);

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
        for (int a = 0; a < _shapes.Length; a++)
            if (Difference(_shapes[a], before._shapes[a], $"argument {a}") is { } found) return found;
        string[] paths = [.. _shapes.SelectMany((s, a) => s.Paths($"argument {a}"))];
        for (int i = 0; i < Math.Min(_types.Length, before._types.Length); i++)
        {
            if (_types[i] == before._types[i]) continue;
            string name = i < paths.Length ? paths[i] : $"captured tensor {i - paths.Length}";
            string what = _types[i].Shape == before._types[i].Shape ? "dtype" : _types[i].DType == before._types[i].DType ? "shape" : "dtype and shape";
            return $"{name} has another {what}: {_types[i]}, before {before._types[i]}";
        }
        for (int i = 0; i < Math.Min(_statics.Length, before._statics.Length); i++)
            if (!Equals(_statics[i], before._statics[i])) return $"a captured variable has another value: {_statics[i] ?? "null"}, before {before._statics[i] ?? "null"}";
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
