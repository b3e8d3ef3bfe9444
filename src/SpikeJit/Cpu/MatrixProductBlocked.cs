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

    private static void Sum<L, T, V>(in Rectangle r) where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int panel = 2 * L.Count;
        bool packB = r.BColumn != sizeof(T) || (r.M >= 8 * L.MaxRows && r.BStep != panel * sizeof(T) && r.N >= panel && r.K >= 32);
        // A is read in place unless it is read many times or its rows would evict each other from the first cache.
        bool packA = r.K >= 32 && (r.N >= 16 * panel || (r.ARow == sizeof(T) ? r.AStep : r.ARow) % FarApart == 0);
        int k = 0;
        do
        {
            int depth = Math.Min(Depth, r.K - k);
            MatrixProductKernel.Operands o;
            o.CRow = r.CRow;
            o.Depth = depth;
            o.Prefetch = depth >= 64;
            o.Add = k > 0 || r.Accumulate;

            byte* b = r.B + k * r.BStep;
            nint nextPanel = panel * sizeof(T);
            o.BStep = r.BStep;
            if (packB)
            {
                o.BStep = nextPanel;
                nextPanel = MatrixProductPacking.PanelPitch(depth, panel, sizeof(T));
                byte* packed = Scratch.B.Take((int)((r.N + panel - 1) / panel * nextPanel));
                MatrixProductPacking.PackB<L, T, V>(b, r.BStep, r.BColumn, depth, r.N, packed);
                b = packed;
            }

            for (int m = 0; m < r.M;)
            {
                int rows = MatrixProductKernel.RowsOf(r.M - m, L.MaxRows);
                o.A = r.A + m * r.ARow + k * r.AStep;
                o.ARow = r.ARow;
                o.AStep = r.AStep;
                if (packA && rows > 4)
                {
                    byte* packed = Scratch.A.Take(MatrixProductPacking.PackASize(depth, sizeof(T)));
                    MatrixProductPacking.PackA<L, T, V>(o.A, o.ARow, o.AStep, rows, depth, packed, out o.ARow, out o.AStep);
                    o.A = packed;
                }
                o.B = b;
                o.C = r.C + m * r.CRow;
                int n = 0;
                if (rows == 1 && !packB)
                {
                    int wide = 8 * L.Count;
                    for (; n + wide <= r.N; n += wide, o.B += wide * sizeof(T), o.C += wide * sizeof(T)) MatrixProductKernel.WideRow<L, T, V>(o);
                }
                for (; n < r.N; n += panel, o.B += nextPanel, o.C += panel * sizeof(T))
                    MatrixProductKernel.Run<L, T, V>(rows, Math.Min(panel, r.N - n), o);
                m += rows;
            }
            k += Depth;
        }
        while (k < r.K);
    }
}
