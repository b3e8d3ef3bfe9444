using System.Collections.Concurrent;
using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>The first numbers of each dimension of a sequence, made once and made anew twice as long when more are asked for.</summary>
internal sealed class SequenceCache(Func<int, int, uint[]> make)
{
    private const int Smallest = 1024;
    private readonly ConcurrentDictionary<int, uint[]> _sequences = new();

    public ReadOnlySpan<uint> Get(int dimension, int length)
    {
        if (_sequences.TryGetValue(dimension, out uint[]? sequence) && sequence.Length >= length) return sequence;
        int rounded = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, Smallest)), (uint)Array.MaxLength);
        return _sequences[dimension] = make(dimension, rounded);
    }
}
