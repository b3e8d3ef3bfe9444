using SpikeJit.Trees;

namespace SpikeJit;

/// <summary>
/// Trees of tensors: a tensor, or tuples, records, arrays, lists and string dictionaries of trees, nested at will. Numbers, strings, enums and null are
/// part of a tree's structure. Records and other classes need a constructor whose parameters are readable members.
/// </summary>
public static class Tree
{
    /// <summary>The tensors of a tree in order; dictionaries in the order of their sorted keys.</summary>
    public static Tensor[] Leaves<T>(T tree) => [.. Flatten(tree).Leaves];

    /// <summary>The leaves' names, such as <c>.W1</c>, <c>[0]</c> or <c>["bias"]</c>, in the order of <see cref="Leaves"/>.</summary>
    public static string[] Paths<T>(T tree) => [.. Flatten(tree).Shape.Paths("")];

    /// <summary>A tree of the same structure with other tensors.</summary>
    /// <exception cref="TreeException">The number of leaves differs.</exception>
    public static T WithLeaves<T>(T tree, IReadOnlyList<Tensor> leaves)
    {
        TreeShape shape = Flatten(tree).Shape;
        return leaves.Count == shape.Leaves
            ? (T)shape.Build([.. leaves])!
            : throw new TreeException($"WithLeaves: the tree {shape} holds {shape.Leaves} tensors, {leaves.Count} were given.");
    }

    /// <summary>A tree with each tensor replaced.</summary>
    public static T Map<T>(Func<Tensor, Tensor> map, T tree)
    {
        (List<Tensor> leaves, TreeShape shape) = Flatten(tree);
        return (T)shape.Build([.. leaves.Select(map)])!;
    }

    /// <summary>Two trees of one structure joined leaf by leaf.</summary>
    /// <exception cref="TreeException">The structures differ.</exception>
    public static T Map<T>(Func<Tensor, Tensor, Tensor> map, T a, T b)
    {
        (List<Tensor> x, TreeShape shape) = Flatten(a);
        List<Tensor> y = Matching("Map", shape, b);
        return (T)shape.Build([.. x.Select((t, i) => map(t, y[i]))])!;
    }

    /// <summary>Three trees of one structure joined leaf by leaf.</summary>
    /// <exception cref="TreeException">The structures differ.</exception>
    public static T Map<T>(Func<Tensor, Tensor, Tensor, Tensor> map, T a, T b, T c)
    {
        (List<Tensor> x, TreeShape shape) = Flatten(a);
        List<Tensor> y = Matching("Map", shape, b), z = Matching("Map", shape, c);
        return (T)shape.Build([.. x.Select((t, i) => map(t, y[i], z[i]))])!;
    }

    /// <summary>All elements of all leaves in one vector, and the way back.</summary>
    public static (Tensor Vector, Func<Tensor, T> Unravel) Ravel<T>(T tree)
    {
        (List<Tensor> leaves, TreeShape shape) = Flatten(tree);
        Tensor vector = leaves.Count == 0 ? Tensor.Zeros([0]) : Tensor.Concatenate([.. leaves.Select(t => t.Flatten())]);
        return (vector, flat =>
        {
            int start = 0;
            var parts = new List<Tensor>();
            foreach (Tensor leaf in leaves)
            {
                parts.Add(flat.SliceAxis(0, start, leaf.Size).Reshape(leaf.Shape).As(leaf.DType));
                start += leaf.Size;
            }
            return (T)shape.Build([.. parts])!;
        }
        );
    }

    internal static (List<Tensor> Leaves, TreeShape Shape) Flatten(object? tree)
    {
        var leaves = new List<Tensor>();
        return (leaves, Flatten(tree, leaves));
    }

    internal static TreeShape Flatten(object? tree, List<Tensor> leaves)
    {
        switch (tree)
        {
            case Tensor tensor:
                leaves.Add(tensor);
                return TreeShape.Leaf.Instance;
            case null:
                return new TreeShape.Constant(null);
            case Array numbers when tree.GetType().GetElementType()!.IsPrimitive:
                return new TreeShape.Constant(ArraySnapshot.Of(numbers));
        }
        if (TreeType.Of(tree.GetType()) is not { } type) return new TreeShape.Constant(tree);
        (object?[] children, object? keys) = type.Open(tree);
        return new TreeShape.Node(type, keys, Array.ConvertAll(children, c => Flatten(c, leaves)));
    }

    internal static List<Tensor> Matching(string function, TreeShape shape, object? tree)
    {
        (List<Tensor> leaves, TreeShape other) = Flatten(tree);
        return shape.Equals(other) ? leaves : throw new TreeException($"{function}: the trees differ in structure: {shape} and {other}. Give trees of one structure.");
    }
}
