using System.Numerics;

namespace SpikeJit.Cpu;

/// <summary>
/// One thread's part of a floating-point product: a rectangle of C, cut into blocks of k that fit the first cache and blocks of columns that
/// fit the second, packed where that pays.
/// </summary>
internal static unsafe class MatrixProductBlocked
{
    /// <summary>Values of k that are summed from zero before they join the total. Part of the result's definition.</summary>
    internal const int Depth = 256;

    /// <summary>A rectangle of C with its rows of A and columns of B; strides in bytes.</summary>
    internal struct Rectangle
    {
        internal byte* A, B, C;
        internal nint ARow, AStep, BStep, BColumn, CRow, CColumn;
        internal int M, N, K;
        internal bool Accumulate;
        internal LeftKind Left;
    }

    /// <summary>What is known of the left operand.</summary>
    internal enum LeftKind : byte
    {
        /// <summary>Numbers like those of the result.</summary>
        Numbers,
        /// <summary>Such numbers, most of them probably zero.</summary>
        SparseNumbers,
        /// <summary>Truth values, one byte each, that stand for zero and one.</summary>
        Bools,
    }

    private const int TotalsElements = 1 << 16;
    private const int FarApart = 2048;
    private const int PackedBBytes = 1 << 19;

    internal static void Run<L, T, V>(in Rectangle r) where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        int width = Math.Min(r.N, PackedBBytes / (Depth * sizeof(T)));
        // The kernel writes contiguous rows, and its running totals start from the first block; anything else takes a detour over a buffer.
        bool direct = r.CColumn == sizeof(T) && (!r.Accumulate || r.K <= Depth);
        int height = direct ? r.M : Math.Min(r.M, TotalsElements / width);
        for (int n = 0; n < r.N; n += width)
        {
            for (int m = 0; m < r.M; m += height)
            {
                Rectangle part = r;
                part.A += m * r.ARow;
                part.B += n * r.BColumn;
                part.C += m * r.CRow + n * r.CColumn;
                part.M = Math.Min(height, r.M - m);
                part.N = Math.Min(width, r.N - n);
                if (direct) Sum<L, T, V>(part);
                else SumInBuffer<L, T, V>(part);
            }
        }
    }

    private static void SumInBuffer<L, T, V>(in Rectangle r) where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        Rectangle totals = r;
        totals.C = Scratch.Totals.Take(r.M * r.N * sizeof(T));
        totals.CRow = r.N * sizeof(T);
        totals.Accumulate = false;
        Sum<L, T, V>(totals);

        T* from = (T*)totals.C;
        for (int m = 0; m < r.M; m++)
        {
            byte* c = r.C + m * r.CRow;
            for (int n = 0; n < r.N; n++, c += r.CColumn, from++)
                *(T*)c = r.Accumulate ? *(T*)c + *from : *from;
        }
    }

    private static void Sum<L, T, V>(in Rectangle r) where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        if (r.Left != LeftKind.Numbers)
        {
            MatrixProductSpikes.Sum<L, T, V>(r);
            return;
        }
        int panel = 2 * L.Count;
        bool packB = r.BColumn != sizeof(T) || (r.M >= 8 * L.MaxRows && r.BStep != panel * sizeof(T) && r.N >= panel && r.K >= 32);
        int k = 0;
        do
        {
            int depth = Math.Min(Depth, r.K - k);
            RightBlock b;
            b.Start = r.B + k * r.BStep;
            b.Step = r.BStep;
            b.NextPanel = panel * sizeof(T);
            b.Packed = packB;
            if (packB)
            {
                b.Step = b.NextPanel;
                b.NextPanel = MatrixProductPacking.PanelPitch(depth, panel, sizeof(T));
                byte* packed = Scratch.B.Take((int)((r.N + panel - 1) / panel * b.NextPanel));
                MatrixProductPacking.PackB<L, T, V>(b.Start, r.BStep, r.BColumn, depth, r.N, packed, b.NextPanel);
                b.Start = packed;
            }
            AddBlock<L, T, V>(r, r.A + k * r.AStep, r.ARow, r.AStep, 0, r.M, depth, k > 0 || r.Accumulate, b);
            k += Depth;
        }
        while (k < r.K);
    }

    /// <summary>A block of k of B's columns: as it lies, or packed in panels.</summary>
    internal struct RightBlock
    {
        internal byte* Start;
        internal nint Step, NextPanel;
        internal bool Packed;
    }

    /// <summary>What one block of k adds to the rows <paramref name="from"/>..<paramref name="end"/>; <paramref name="a"/> is where row 0 of the block starts.</summary>
    internal static void AddBlock<L, T, V>(in Rectangle r, byte* a, nint aRow, nint aStep, int from, int end, int depth, bool add, in RightBlock b)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int panel = 2 * L.Count;
        // A is read in place unless it is read many times or its rows would evict each other from the first cache.
        bool packA = depth >= 32 && (r.N >= 16 * panel || (aRow == sizeof(T) ? aStep : aRow) % FarApart == 0);
        MatrixProductKernel.Operands o;
        o.CRow = r.CRow;
        o.Depth = depth;
        o.Prefetch = depth >= 64;
        o.Add = add;
        o.BStep = b.Step;
        for (int m = from; m < end;)
        {
            int rows = MatrixProductKernel.RowsOf(end - m, L.MaxRows);
            o.A = a + m * aRow;
            o.ARow = aRow;
            o.AStep = aStep;
            if (packA && rows > 4)
            {
                byte* packed = Scratch.A.Take(MatrixProductPacking.PackASize(depth, sizeof(T)));
                MatrixProductPacking.PackA<L, T, V>(o.A, o.ARow, o.AStep, rows, depth, packed, out o.ARow, out o.AStep);
                o.A = packed;
            }
            o.B = b.Start;
            o.C = r.C + m * r.CRow;
            int n = 0;
            if (rows == 1 && !b.Packed)
            {
                int wide = 8 * L.Count;
                for (; n + wide <= r.N; n += wide, o.B += wide * sizeof(T), o.C += wide * sizeof(T)) MatrixProductKernel.WideRow<L, T, V>(o);
            }
            for (; n < r.N; n += panel, o.B += b.NextPanel, o.C += panel * sizeof(T))
                MatrixProductKernel.Run<L, T, V>(rows, Math.Min(panel, r.N - n), o);
            m += rows;
        }
    }
}
