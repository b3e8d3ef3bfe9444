using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>
/// For each row of a block the places of the rows of B that it selects, in k order: distances from the start of a packed panel. Rows that select
/// about as many stand together in groups of four, shorter lists filled up with the place of a row of zeros.
/// </summary>
internal static unsafe class SpikeLists
{
    /// <summary>Rows of a block: their lists stay in the second cache.</summary>
    internal const int MaxRows = 128;

    /// <summary>Rows that the kernel adds up at once.</summary>
    internal const int GroupRows = 4;

    /// <summary>Places from one row's list to the next: 256, and what the last store leaves behind it.</summary>
    internal const int Pitch = MatrixProductBlocked.Depth + 16;

    // For each byte the numbers of its bits that are set, one byte each.
    private static readonly ulong[] Numbers = MakeNumbers();

    /// <summary>Writes the places of one row's bits, <c>k &lt;&lt; shift</c>, and returns how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Write(ulong* bits, int depth, int shift, ushort* list)
    {
        if (Avx512Vbmi2.VL.IsSupported) return WriteCompressed(bits, depth, shift, list);
        fixed (ulong* numbers = Numbers)
        {
            ushort* to = list;
            Vector128<ushort> first = Vector128<ushort>.Zero, eight = Vector128.Create((ushort)8);
            byte* bytes = (byte*)bits;
            for (int b = 0; b < depth; b += 8)
            {
                // Little-endian: byte b/8 of the words holds the bits b..b+7.
                int octet = bytes[b / 8];
                Vector128<ushort> places = Vector128.WidenLower(Vector128.CreateScalarUnsafe(numbers[octet]).AsByte()) + first;
                Vector128.ShiftLeft(places, shift).Store(to);
                to += BitOperations.PopCount((uint)octet);
                first += eight;
            }
            return (int)(to - list);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteCompressed(ulong* bits, int depth, int shift, ushort* list)
    {
        ushort* to = list, halves = (ushort*)bits;
        Vector256<ushort> bit = Vector256.Create((ushort)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768), places = Vector256<ushort>.Indices << shift, sixteen = Vector256.Create((ushort)(16 << shift));
        for (int b = 0; b < depth; b += 16)
        {
            ushort half = halves[b / 16];
            Vector256<ushort> set = ~Vector256.Equals(Vector256.Create(half) & bit, Vector256<ushort>.Zero);
            Avx512Vbmi2.VL.Compress(Vector256<ushort>.Zero, set, places).Store(to);
            to += BitOperations.PopCount(half);
            places += sixteen;
        }
        return (int)(to - list);
    }

    /// <summary>The rows in order of their counts, by counting how often each count occurs.</summary>
    internal static void Sort(int* counts, int rows, int* order)
    {
        int* ends = stackalloc int[MatrixProductBlocked.Depth + 1];
        Unsafe.InitBlock(ends, 0, (MatrixProductBlocked.Depth + 1) * sizeof(int));
        for (int r = 0; r < rows; r++) ends[counts[r]]++;
        for (int c = 1; c <= MatrixProductBlocked.Depth; c++) ends[c] += ends[c - 1];
        for (int r = rows - 1; r >= 0; r--) order[--ends[counts[r]]] = r;
    }

    private static ulong[] MakeNumbers()
    {
        var numbers = new ulong[256];
        for (int octet = 0; octet < 256; octet++)
        {
            for (int bit = 7; bit >= 0; bit--)
                if ((octet >> bit & 1) != 0) numbers[octet] = numbers[octet] << 8 | (uint)bit;
        }
        return numbers;
    }
}
