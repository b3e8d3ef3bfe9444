using System.Collections;
using System.Runtime.CompilerServices;

namespace SpikeJit;

/// <summary>A list of integers with value equality, for the parameters of primitives: axes, permutations, paddings.</summary>
[CollectionBuilder(typeof(Ints), nameof(Create))]
internal readonly struct Ints(int[] items) : IEquatable<Ints>, IReadOnlyList<int>
{
    private readonly int[]? _items = items;

    public static Ints Create(ReadOnlySpan<int> items) => new(items.ToArray());

    public static Ints Range(int start, int count) => new([.. Enumerable.Range(start, count)]);

    public int Count => _items?.Length ?? 0;

    public int this[int index] => _items![index];

    public ReadOnlySpan<int> Span => _items;

    public int IndexOf(int item) => Span.IndexOf(item);

    public bool Contains(int item) => Span.Contains(item);

    public bool Equals(Ints other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Ints other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int item in Span) hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"({string.Join(",", _items ?? [])})";
}
