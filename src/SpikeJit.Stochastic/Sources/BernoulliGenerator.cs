namespace SpikeJit.Stochastic;

/// <summary>
/// Independent random bits: <c>uniform(key)[k] &lt; p</c> with JAX's 32-bit uniforms, where key is the generator's key with the stream's dimension
/// and index folded in: bit for bit <c>jax.random.bernoulli(fold_in(fold_in(key, dimension), index), p, (length,))</c>.
/// Every pair of different streams may be multiplied.
/// </summary>
public sealed class BernoulliGenerator : BitGenerator
{
    // A 32-bit uniform is the upper 23 bits of a word, as a fraction.
    private const int DroppedBits = 9;
    private const int Chunk = 1024;
    private readonly uint _k0;
    private readonly uint _k1;

    /// <summary>A generator with the key (high half, low half) of a seed.</summary>
    public BernoulliGenerator(ulong seed) : this((uint)(seed >> 32), (uint)seed)
    {
    }

    /// <summary>A generator with a given key. Draw nothing else from that key: derived keys would give the same bits again.</summary>
    public BernoulliGenerator(uint k0, uint k1) => (_k0, _k1) = (k0, k1);

    /// <inheritdoc/>
    public override BitSource Source => BitSource.Bernoulli;

    /// <inheritdoc/>
    public override int Dimensions => int.MaxValue;

    // JAX compares in single precision, so the probability is rounded to it first.
    private protected override ulong Threshold(double probability) =>
        (ulong)Math.Ceiling((float)probability * (double)(1 << (32 - DroppedBits))) << DroppedBits;

    private protected override void Fill(ulong threshold, StreamId id, int length, Span<ulong> words)
    {
        (uint k0, uint k1) = Threefry.Block(_k0, _k1, 0, (uint)id.Dimension);
        (k0, k1) = Threefry.Block(k0, k1, 0, (uint)id.Index);
        Span<uint> numbers = stackalloc uint[Chunk];
        for (int k = 0; k < length; k += Chunk)
        {
            int bits = Math.Min(Chunk, length - k);
            Threefry.Bits(k0, k1, (ulong)k, numbers[..bits]);
            Comparator.Pack(numbers, 0, 0, threshold, bits, words.Slice(k / BitPacking.WordBits, BitPacking.WordCount(bits)));
        }
    }
}
