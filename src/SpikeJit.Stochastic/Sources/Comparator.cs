using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Stochastic;

/// <summary>The comparator of a stochastic number generator: packs the bits <c>(sequence[k] ^ xor) + add &lt; threshold</c>.</summary>
internal static class Comparator
{
    private const uint SignBit = 0x80000000;

    /// <param name="sequence">At least <paramref name="length"/> numbers.</param>
    /// <param name="xor">Digital shift of each number.</param>
    /// <param name="add">Rotation of each number, modulo 2^32, after the shift.</param>
    /// <param name="threshold">At most 2^32, which every number lies below.</param>
    /// <param name="length">Length of the stream in bits.</param>
    /// <param name="words">Receives the stream.</param>
    public static void Pack(ReadOnlySpan<uint> sequence, uint xor, uint add, ulong threshold, int length, Span<ulong> words)
    {
        if (threshold > uint.MaxValue)
        {
            words.Fill(ulong.MaxValue);
            words[^1] &= BitPacking.TailMask(length);
            return;
        }
        // Vector units compare signed numbers: moving both sides by 2^31 keeps their order.
        add += SignBit;
        int signedThreshold = (int)((uint)threshold ^ SignBit);
        int whole = length / BitPacking.WordBits;
        ref uint start = ref MemoryMarshal.GetReference(sequence[..length]);
        if (Vector512.IsHardwareAccelerated) PackWords512(ref start, xor, add, signedThreshold, words[..whole]);
        else if (Vector256.IsHardwareAccelerated) PackWords256(ref start, xor, add, signedThreshold, words[..whole]);
        else PackWords128(ref start, xor, add, signedThreshold, words[..whole]);
        if (whole == words.Length) return;
        ulong tail = 0;
        for (int k = whole * BitPacking.WordBits; k < length; k++)
        {
            if ((int)((sequence[k] ^ xor) + add) < signedThreshold) tail |= 1UL << (k % BitPacking.WordBits);
        }
        words[whole] = tail;
    }

    private static void PackWords512(ref uint sequence, uint xor, uint add, int threshold, Span<ulong> words)
    {
        Vector512<uint> x = Vector512.Create(xor), a = Vector512.Create(add);
        Vector512<int> t = Vector512.Create(threshold);
        for (int w = 0; w < words.Length; w++)
        {
            ref uint at = ref Unsafe.Add(ref sequence, w * BitPacking.WordBits);
            words[w] = Below(ref at, 0) | (Below(ref at, 16) << 16) | (Below(ref at, 32) << 32) | (Below(ref at, 48) << 48);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        ulong Below(ref uint at, nuint offset) =>
            Vector512.LessThan(((Vector512.LoadUnsafe(ref at, offset) ^ x) + a).AsInt32(), t).ExtractMostSignificantBits();
    }

    private static void PackWords256(ref uint sequence, uint xor, uint add, int threshold, Span<ulong> words)
    {
        Vector256<uint> x = Vector256.Create(xor), a = Vector256.Create(add);
        Vector256<int> t = Vector256.Create(threshold);
        for (int w = 0; w < words.Length; w++)
        {
            ulong word = 0;
            for (int offset = 0; offset < BitPacking.WordBits; offset += Vector256<uint>.Count)
            {
                Vector256<uint> numbers = Vector256.LoadUnsafe(ref sequence, (nuint)((w * BitPacking.WordBits) + offset));
                word |= (ulong)Vector256.LessThan(((numbers ^ x) + a).AsInt32(), t).ExtractMostSignificantBits() << offset;
            }
            words[w] = word;
        }
    }

    private static void PackWords128(ref uint sequence, uint xor, uint add, int threshold, Span<ulong> words)
    {
        Vector128<uint> x = Vector128.Create(xor), a = Vector128.Create(add);
        Vector128<int> t = Vector128.Create(threshold);
        for (int w = 0; w < words.Length; w++)
        {
            ulong word = 0;
            for (int offset = 0; offset < BitPacking.WordBits; offset += Vector128<uint>.Count)
            {
                Vector128<uint> numbers = Vector128.LoadUnsafe(ref sequence, (nuint)((w * BitPacking.WordBits) + offset));
                word |= (ulong)Vector128.LessThan(((numbers ^ x) + a).AsInt32(), t).ExtractMostSignificantBits() << offset;
            }
            words[w] = word;
        }
    }
}
