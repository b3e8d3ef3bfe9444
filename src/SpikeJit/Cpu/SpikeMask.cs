using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Which elements of a block of rows are not zero, one bit each.</summary>
internal static unsafe class SpikeMask
{
    /// <summary>64-bit words that hold a row: a block is at most 256 deep.</summary>
    internal const int Words = MatrixProductBlocked.Depth / 64;

    /// <summary>
    /// Writes the bits of <paramref name="rows"/> × <paramref name="depth"/> elements, <see cref="Words"/> words a row. Returns whether all
    /// elements that are not zero are one. Strides are in bytes.
    /// </summary>
    internal static bool Read<T>(byte* a, nint row, nint step, int rows, int depth, ulong* bits) where T : unmanaged, INumberBase<T>
    {
        new Span<ulong>(bits, rows * Words).Clear();
        ulong others = 0;
        if (step == sizeof(T))
        {
            for (int r = 0; r < rows; r++, a += row, bits += Words)
                for (int k = 0; k < depth; k += 64) bits[k / 64] = NonZero<T>(a + k * sizeof(T), depth - k, ref others);
        }
        else if (row == sizeof(T))
        {
            ulong* square = stackalloc ulong[64];
            for (int r = 0; r < rows; r += 64)
            {
                for (int k = 0; k < depth; k += 64)
                {
                    byte* p = a + r * row + k * step;
                    int deep = Math.Min(64, depth - k);
                    for (int i = 0; i < deep; i++, p += step) square[i] = NonZero<T>(p, rows - r, ref others);
                    for (int i = deep; i < 64; i++) square[i] = 0;
                    Transpose(square);
                    for (int i = Math.Min(64, rows - r) - 1; i >= 0; i--) bits[(r + i) * Words + k / 64] = square[i];
                }
            }
        }
        else
        {
            for (int r = 0; r < rows; r++, a += row, bits += Words)
                for (int k = 0; k < depth; k++) bits[k / 64] |= Bit(*(T*)(a + k * step), k, ref others);
        }
        return others == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit<T>(T x, int place, ref ulong others) where T : unmanaged, INumberBase<T>
    {
        if (T.IsZero(x)) return 0;
        if (typeof(T) != typeof(byte) && x != T.One) others = 1;
        return 1UL << place;
    }

    /// <summary>A bit for each of the first 64 elements, or of the first <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NonZero<T>(byte* p, int count, ref ulong others) where T : unmanaged, INumberBase<T>
    {
        if (count < 64) return NonZeroOfFew((T*)p, count, ref others);
        ulong bits = 0;
        for (int i = 0; i < 64; i += Vector512<T>.Count) bits |= NonZero(Vector512.Load((T*)p + i), ref others) << i;
        return bits;
    }

    private static ulong NonZeroOfFew<T>(T* p, int count, ref ulong others) where T : unmanaged, INumberBase<T>
    {
        ulong bits = 0;
        int i = 0;
        for (; i + Vector512<T>.Count <= count; i += Vector512<T>.Count) bits |= NonZero(Vector512.Load(p + i), ref others) << i;
        if (sizeof(T) == 1)
        {
            for (; i + 16 <= count; i += 16) bits |= (ulong)(~Vector128.Equals(Vector128.Load((byte*)p + i), default)).ExtractMostSignificantBits() << i;
        }
        for (; i < count; i++) bits |= Bit(p[i], i, ref others);
        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NonZero<T>(Vector512<T> x, ref ulong others) where T : unmanaged, INumberBase<T>
    {
        ulong bits = (~Vector512.Equals(x, Vector512<T>.Zero)).ExtractMostSignificantBits();
        if (typeof(T) != typeof(byte)) others |= bits & (~Vector512.Equals(x, Vector512<T>.One)).ExtractMostSignificantBits();
        return bits;
    }

    /// <summary>Turns 64 rows of 64 bits into columns: halves of ever smaller squares change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ulong* square)
    {
        ulong mask = 0xFFFFFFFF;
        int half = 32;
        for (; half >= Vector512<ulong>.Count; half >>= 1, mask ^= mask << half)
        {
            for (int i = 0; i < 64; i = (i + Vector512<ulong>.Count + half) & ~half)
            {
                Vector512<ulong> low = Vector512.Load(square + i), high = Vector512.Load(square + i + half), change = ((low >> half) ^ high) & Vector512.Create(mask);
                (low ^ (change << half)).Store(square + i);
                (high ^ change).Store(square + i + half);
            }
        }
        for (; half != 0; half >>= 1, mask ^= mask << half)
        {
            for (int i = 0; i < 64; i = (i + half + 1) & ~half)
            {
                ulong change = ((square[i] >> half) ^ square[i + half]) & mask;
                square[i] ^= change << half;
                square[i + half] ^= change;
            }
        }
    }
}
