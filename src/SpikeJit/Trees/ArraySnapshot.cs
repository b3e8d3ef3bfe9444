using System.Runtime.InteropServices;

namespace SpikeJit.Trees;

/// <summary>An array of numbers as it was, equal to one with the same numbers.</summary>
internal readonly record struct ArraySnapshot(Array Numbers)
{
    /// <summary>A copy that later writes into the array do not change.</summary>
    public static ArraySnapshot Of(Array numbers) => new((Array)numbers.Clone());

    public bool Equals(ArraySnapshot other) =>
        Numbers.GetType() == other.Numbers.GetType() && Extents(Numbers).SequenceEqual(Extents(other.Numbers)) && Bytes(Numbers).SequenceEqual(Bytes(other.Numbers));

    public override int GetHashCode() => HashCode.Combine(Numbers.GetType(), Numbers.Length);

    public override string ToString() => $"[{string.Join(", ", Numbers.Cast<object>().Take(8))}{(Numbers.Length > 8 ? ", …" : "")}]";

    private static IEnumerable<int> Extents(Array array) => Enumerable.Range(0, array.Rank).Select(array.GetLength);

    private static ReadOnlySpan<byte> Bytes(Array array) => MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array));
}
