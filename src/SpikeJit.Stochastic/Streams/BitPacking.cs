using System.Buffers.Binary;
using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>
/// Packed bits: bit k of a stream is bit k mod 64 of 64-bit word k div 64; the bits past the length are 0, so that words can be counted as they
/// are.
/// </summary>
public static class BitPacking
{
    /// <summary>Bits of one word.</summary>
    public const int WordBits = 64;

    // Multiplying eight bytes of value 0 or 1 by this gathers them, first byte lowest, in the top byte of the product.
    private const ulong Gather = 0x0102040810204080;
    private const ulong LowBitOfEachByte = 0x0101010101010101;

    /// <summary>Words that hold a stream of a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static int WordCount(int length)
    {
        Require.Length(length);
        return (int)(((uint)length + (WordBits - 1)) / WordBits);
    }

    /// <summary>The bits of a stream's last word that belong to the stream.</summary>
    public static ulong TailMask(int length) => ulong.MaxValue >>> (-length & (WordBits - 1));

    /// <summary>Packs bits given one a byte.</summary>
    /// <param name="bits">The bits, each 0 or 1.</param>
    /// <param name="words">Receives the <see cref="WordCount"/> words.</param>
    /// <exception cref="ArgumentException">A byte is neither 0 nor 1, there is no bit, or <paramref name="words"/> has another size.</exception>
    public static void Pack(ReadOnlySpan<byte> bits, Span<ulong> words)
    {
        RequireWords(bits.Length, words.Length);
        for (int w = 0; w < words.Length; w++)
        {
            ReadOnlySpan<byte> part = bits[(w * WordBits)..Math.Min(bits.Length, (w + 1) * WordBits)];
            ulong word = 0;
            int k = 0;
            for (; k <= part.Length - 8; k += 8)
            {
                ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(part[k..]);
                if ((eight & ~LowBitOfEachByte) != 0) throw NotABit(bits);
                word |= ((eight * Gather) >>> 56) << k;
            }
            for (; k < part.Length; k++)
            {
                if (part[k] > 1) throw NotABit(bits);
                word |= (ulong)part[k] << k;
            }
            words[w] = word;
        }
    }

    /// <summary>Unpacks a stream to one byte a bit.</summary>
    /// <exception cref="ArgumentException">There is no bit, or <paramref name="words"/> has not the size that <paramref name="bits"/>
    /// needs.</exception>
    public static void Unpack(ReadOnlySpan<ulong> words, Span<byte> bits)
    {
        RequireWords(bits.Length, words.Length);
        for (int k = 0; k < bits.Length; k++)
            bits[k] = (byte)((words[k / WordBits] >>> (k % WordBits)) & 1);
    }

    /// <summary>Number of ones.</summary>
    public static long PopCount(ReadOnlySpan<ulong> words)
    {
        long ones = 0;
        foreach (ulong word in words) ones += BitOperations.PopCount(word);
        return ones;
    }

    internal static void RequireWords(int length, int words)
    {
        if (words != WordCount(length))
            throw new ArgumentException($"{length} bits fill {WordCount(length)} words of 64 bits, not {words}.");
    }

    internal static void RequireTail(int length, ulong lastWord)
    {
        if ((lastWord & ~TailMask(length)) != 0)
            throw new ArgumentException(
                $"A bit past the length of {length} bits is set (last word 0x{lastWord:x16}). Mask the last word with BitPacking.TailMask.");
    }

    private static ArgumentException NotABit(ReadOnlySpan<byte> bits)
    {
        int k = bits.IndexOfAnyExceptInRange((byte)0, (byte)1);
        return new ArgumentException($"Bit {k} is {bits[k]}: a bit is 0 or 1.", nameof(bits));
    }
}
