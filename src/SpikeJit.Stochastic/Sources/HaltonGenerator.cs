namespace SpikeJit.Stochastic;

/// <summary>
/// Streams from a Halton sequence: number k of dimension d is the radical inverse of k + 1 in the d-th prime base. With a seed each stream is
/// rotated (modulo 1) by an amount of its own. Safe pairs: different dimensions, for lengths well above the product of their two bases (6 for
/// dimensions 0 and 1, 16,637
/// for the last two).
/// </summary>
/// <param name="seed">Selects the rotations; null leaves the sequence as it is, the same for every index of a dimension.</param>
public sealed class HaltonGenerator(ulong? seed = null) : BitGenerator
{
    private static readonly int[] s_bases =
    [
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131,
    ];

    private static readonly SequenceCache s_sequences = new(Sequence);

    /// <inheritdoc/>
    public override BitSource Source => BitSource.Halton;

    /// <inheritdoc/>
    public override int Dimensions => s_bases.Length;

    /// <summary>The radical inverse of an index: its digits in a base, mirrored at the point, as a fraction in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The base is below 2.</exception>
    public static double RadicalInverse(uint index, int numberBase)
    {
        (ulong digits, ulong scale) = Mirror(index, numberBase);
        return (double)digits / scale;
    }

    private protected override ulong Threshold(double probability) => (ulong)Math.Round(probability * (1UL << 32));

    private protected override void Fill(ulong threshold, StreamId id, int length, Span<ulong> words)
    {
        uint rotation = seed is ulong s ? Scramble(s, id) : 0;
        Comparator.Pack(s_sequences.Get(id.Dimension, length), 0, rotation, threshold, length, words);
    }

    private static uint[] Sequence(int dimension, int length)
    {
        var points = new uint[length];
        for (int k = 0; k < length; k++)
        {
            (ulong digits, ulong scale) = Mirror((uint)k + 1, s_bases[dimension]);
            points[k] = (uint)(((UInt128)digits << 32) / scale);
        }
        return points;
    }

    private static (ulong Digits, ulong Scale) Mirror(uint index, int numberBase)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numberBase, 2);
        ulong digits = 0, scale = 1;
        for (; index != 0; index /= (uint)numberBase)
        {
            digits = (digits * (uint)numberBase) + (index % (uint)numberBase);
            scale *= (uint)numberBase;
        }
        return (digits, scale);
    }
}
