namespace SpikeJit.Stochastic;

/// <summary>
/// Encodes weights, which are known when streams are drawn: the comparator's threshold is moved until the stream holds the number of ones nearest to
/// p·L. What is left of a weight's error is then its rounding to 1/L, for every source.
/// </summary>
internal static class MatchedEncoder
{
    // Half the interval at each step: the thresholds of all sources have at most 32 bits.
    private const int MaxSteps = 32;

    public static void Encode(BitGenerator generator, double probability, StreamId id, int length, Span<ulong> words)
    {
        long wanted = (long)Math.Round(probability * length);
        double low = 0, high = 1, p = (double)wanted / length, best = p;
        long nearest = long.MaxValue;
        for (int step = 0; step < MaxSteps; step++)
        {
            generator.Encode(p, id, length, words);
            long off = BitPacking.PopCount(words) - wanted;
            if (off == 0) return;
            if (Math.Abs(off) < nearest) (nearest, best) = (Math.Abs(off), p);
            if (off > 0) high = p;
            else low = p;
            p = (low + high) / 2;
        }
        generator.Encode(best, id, length, words);
    }
}
