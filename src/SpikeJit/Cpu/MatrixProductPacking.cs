using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>
/// Copies of operand blocks in the order in which the kernel reads them. Strides are in bytes. The loops are not inlined, so that what they
/// call is: their callers would exhaust the compiler's budget.
/// </summary>
internal static unsafe class MatrixProductPacking
{
    // Optimised at once: the runtime's own second compilation can come seconds later, when it has many methods to do.
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Bytes from one packed panel of B to the next: an odd number of cache lines.</summary>
    internal static nint PanelPitch(int depth, int width, int size) => ((nint)depth * width * size + 63) / 64 * 64 | 64;

    /// <summary>
    /// Copies [depth, columns] of B into panels of two vectors, each [depth, 2·count] and contiguous, <paramref name="panel"/> bytes apart.
    /// What lies behind the last column is left as it is.
    /// </summary>
    internal static void PackB<L, T, V>(byte* b, nint step, nint column, int depth, int columns, byte* to, nint panel)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int width = 2 * L.Count;
        nint pitch = width * sizeof(T);
        if (column == sizeof(T))
        {
            int whole = columns / width;
            SpreadRows<L, T, V>(b, step, depth, whole, to, pitch, panel);
            if (whole * width < columns) CopyRows<L, T, V>(b + whole * pitch, step, depth, columns - whole * width, to + whole * panel, pitch);
            return;
        }
        for (int n = 0; n < columns; n += width, to += panel)
            Transpose<L, T, V>(b + n * column, column, step, Math.Min(width, columns - n), depth, to, pitch);
    }

    /// <summary>Row by row, because the rows of a wide matrix lie on different pages.</summary>
    [MethodImpl(Hot)]
    private static void SpreadRows<L, T, V>(byte* from, nint step, int rows, int panels, byte* to, nint pitch, nint panel)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        nint vector = L.Count * sizeof(T);
        for (int r = 0; r < rows; r++, from += step, to += pitch)
        {
            byte* f = from, t = to;
            for (int p = 0; p < panels; p++, f += 2 * vector, t += panel)
            {
                L.Store(t, L.Load(f));
                L.Store(t + vector, L.Load(f + vector));
            }
        }
    }

    /// <summary>
    /// Copies <paramref name="rows"/> × <paramref name="depth"/> of A and says with which strides to read the copy: in the order of the
    /// contiguous axis, so that packing moves whole vectors. Rows are kept apart by an odd number of cache lines.
    /// </summary>
    internal static void PackA<L, T, V>(byte* a, nint row, nint step, int rows, int depth, byte* to, out nint toRow, out nint toStep)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        if (row == sizeof(T))
        {
            toRow = sizeof(T);
            toStep = APitch * sizeof(T);
            CopyRows<L, T, V>(a, step, depth, rows, to, toStep);
            return;
        }
        toRow = RowPitch(depth, sizeof(T));
        toStep = sizeof(T);
        if (step == sizeof(T)) CopyRows<L, T, V>(a, row, rows, depth, to, toRow);
        else Transpose<L, T, V>(a, step, row, depth, rows, to, toRow);
    }

    /// <summary>Bytes that <see cref="PackA"/> may need.</summary>
    internal static int PackASize(int depth, int size) => APitch * RowPitch(depth, size);

    private const int APitch = 16;

    private static int RowPitch(int depth, int size) => ((depth * size + 63) / 64 | 1) * 64;

    [MethodImpl(Hot)]
    private static void CopyRows<L, T, V>(byte* from, nint step, int rows, int count, byte* to, nint pitch)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int whole = count / L.Count * L.Count, rest = count - whole;
        V mask = L.Mask(rest);
        for (int r = 0; r < rows; r++, from += step, to += pitch)
        {
            for (int i = 0; i < whole; i += L.Count) L.Store(to + i * sizeof(T), L.Load(from + i * sizeof(T)));
            if (rest > 0) L.StoreFirst(to + whole * sizeof(T), rest, mask, L.LoadFirst(from + whole * sizeof(T), rest, mask));
        }
    }

    /// <summary>to[j, i] = from[i, j] for i &lt; rows, j &lt; columns; rows of the source are <paramref name="row"/> apart.</summary>
    [MethodImpl(Hot)]
    private static void Transpose<L, T, V>(byte* from, nint row, nint column, int rows, int columns, byte* to, nint pitch)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int i = 0;
        if (column == sizeof(T))
        {
            for (; i + L.Count <= rows; i += L.Count)
            {
                int square = 16 / sizeof(T), j = 0;
                byte* f = from + i * row;
                byte* t = to + i * sizeof(T);
                for (; j + square <= columns; j += square, f += 16, t += square * pitch) L.TransposeSquares(f, row, t, pitch);
                Copy(f, row, column, L.Count, columns - j, t, pitch);
            }
        }
        Copy(from + i * row, row, column, rows - i, columns, to + i * sizeof(T), pitch);

        static void Copy(byte* from, nint row, nint column, int rows, int columns, byte* to, nint pitch)
        {
            for (int i = 0; i < rows; i++, from += row, to += sizeof(T))
            {
                byte* f = from, t = to;
                for (int j = 0; j < columns; j++, f += column, t += pitch) *(T*)t = *(T*)f;
            }
        }
    }
}
