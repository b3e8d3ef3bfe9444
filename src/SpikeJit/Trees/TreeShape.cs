namespace SpikeJit.Trees;

/// <summary>
/// The structure of a tree without its tensors: which containers, how many leaves, and the plain values (numbers, strings, enums) in between.
/// Value equality: two trees with equal structure can be mapped together.
/// </summary>
internal abstract record TreeShape
{
    /// <summary>How many tensors the tree holds.</summary>
    public abstract int Leaves { get; }

    /// <summary>Builds the tree from its tensors, taking them in order.</summary>
    public abstract object? Build(ReadOnlySpan<Tensor> leaves);

    /// <summary>Names for the leaves, such as <c>.W1</c> or <c>[0]</c>.</summary>
    public abstract IEnumerable<string> Paths(string prefix);

    /// <summary>A single tensor.</summary>
    public sealed record Leaf : TreeShape
    {
        public static readonly Leaf Instance = new();

        public override int Leaves => 1;

        public override object Build(ReadOnlySpan<Tensor> leaves) => leaves[0];

        public override IEnumerable<string> Paths(string prefix) => [prefix];

        public override string ToString() => "*";
    }

    /// <summary>A value without tensors: null, a number, a string, an enum, or an object that is passed along as it is.</summary>
    public sealed record Constant(object? Value) : TreeShape
    {
        public override int Leaves => 0;

        public override object? Build(ReadOnlySpan<Tensor> leaves) => Value is ArraySnapshot array ? array.Numbers.Clone() : Value;

        public override IEnumerable<string> Paths(string prefix) => [];

        public override string ToString() => Value?.ToString() ?? "null";
    }

    /// <summary>A container: how to make one from its children.</summary>
    public sealed record Node(TreeType Type, object? Keys, params TreeShape[] Children) : TreeShape
    {
        public override int Leaves { get; } = Children.Sum(c => c.Leaves);

        public bool Equals(Node? other) =>
            other is not null && Type == other.Type && Children.AsSpan().SequenceEqual(other.Children) && Type.SameKeys(Keys, other.Keys);

        public override int GetHashCode() => Children.Aggregate(Type.GetHashCode(), (hash, c) => HashCode.Combine(hash, c));

        public override object Build(ReadOnlySpan<Tensor> leaves)
        {
            var children = new object?[Children.Length];
            int next = 0;
            for (int i = 0; i < children.Length; i++)
            {
                children[i] = Children[i].Build(leaves.Slice(next, Children[i].Leaves));
                next += Children[i].Leaves;
            }
            return Type.Build(children, Keys);
        }

        public override IEnumerable<string> Paths(string prefix) => Children.SelectMany((c, i) => c.Paths(prefix + Type.NameOf(i, Keys)));

        public override string ToString() => $"{Type.Name}({string.Join(", ", Children.Select((c, i) => Type.NameOf(i, Keys).Trim('.') + ": " + c))})";
    }
}
