using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>
/// Streams from a Sobol sequence (in Gray-code order) with the direction numbers of Joe and Kuo. With a seed each stream is scrambled by a
/// digital shift of its own, which keeps the net property and makes every density unbiased.
/// Safe pairs: dimensions 0 and 1 for any length, since the first 2^m points of that pair are a (0, m, 2)-net. Other pairs of different
/// dimensions are safe for long streams; below about 2^(sum of their polynomials' degrees) bits their products can be off by more than random
/// streams'.
/// </summary>
/// <param name="seed">Selects the shifts; null leaves the sequence as published, the same for every index of a dimension.</param>
public sealed class SobolGenerator(ulong? seed = null) : BitGenerator
{
    private static readonly SequenceCache s_sequences = new(Sequence);

    /// <inheritdoc/>
    public override BitSource Source => BitSource.Sobol;

    /// <inheritdoc/>
    public override int Dimensions => SobolNumbers.Dimensions;

    private protected override ulong Threshold(double probability) => (ulong)Math.Round(probability * (1UL << 32));

    private protected override void Fill(ulong threshold, StreamId id, int length, Span<ulong> words)
    {
        uint shift = seed is ulong s ? Scramble(s, id) : 0;
        Comparator.Pack(s_sequences.Get(id.Dimension, length), shift, 0, threshold, length, words);
    }

    private static uint[] Sequence(int dimension, int length)
    {
        Span<uint> directions = stackalloc uint[SobolNumbers.Bits];
        SobolNumbers.Directions(dimension, directions);
        var points = new uint[length];
        for (int k = 1; k < length; k++)
            points[k] = points[k - 1] ^ directions[BitOperations.TrailingZeroCount(k)];
        return points;
    }
}
