using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>
/// Products whose left operand is mostly zero. The nonzero elements of a block of rows are counted; a block with few of them becomes lists of the rows
/// of B that it selects, any other takes the dense kernel.
/// </summary>
/// <remarks>
/// Both give the same bits. A term 0·b with a finite b adds ±0 to a sum that starts at +0: this changes nothing unless the sum is -0, which a sum
/// of numbers 1·b never is, and which the kernel looks for when the numbers are others. A block of B that is not finite takes the dense kernel.
/// </remarks>
internal static unsafe class MatrixProductSpikes
{
    // Selected terms cost more than terms in order, and listing them costs as much as a few.
    private const double DensestSpikes = 0.5, DensestNumbers = 0.4;

    internal static void Sum<L, T, V>(in MatrixProductBlocked.Rectangle r)
        where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        int k = 0;
        do
        {
            int depth = Math.Min(MatrixProductBlocked.Depth, r.K - k);
            bool add = k > 0 || r.Accumulate;
            MatrixProductBlocked.RightBlock b = Pack<L, T, V>(r, k, depth, out bool finite);
            byte* a = r.A + k * r.AStep;
            for (int m = 0; m < r.M; m += SpikeLists.MaxRows)
            {
                int rows = Math.Min(SpikeLists.MaxRows, r.M - m);
                if (!finite || !AddSelected<L, T, V>(r, a, m, rows, depth, add, b)) AddAll<L, T, V>(r, a, m, rows, depth, add, b);
            }
            k += MatrixProductBlocked.Depth;
        }
        while (k < r.K);
    }

    /// <summary>Packs a block of B with a row of -0 behind each panel: added to any sum, it changes nothing.</summary>
    private static MatrixProductBlocked.RightBlock Pack<L, T, V>(in MatrixProductBlocked.Rectangle r, int k, int depth, out bool finite)
        where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        int width = 2 * L.Count, panels = (r.N + width - 1) / width;
        MatrixProductBlocked.RightBlock b;
        b.Packed = true;
        b.Step = width * sizeof(T);
        b.NextPanel = MatrixProductPacking.PanelPitch(depth + 1, width, sizeof(T));
        b.Start = Scratch.B.Take((int)(panels * b.NextPanel));
        if (r.N % width != 0) new Span<byte>(b.Start + (panels - 1) * b.NextPanel, (int)(depth * b.Step)).Clear();
        MatrixProductPacking.PackB<L, T, V>(r.B + k * r.BStep, r.BStep, r.BColumn, depth, r.N, b.Start, b.NextPanel);
        finite = true;
        for (int p = 0; p < panels; p++)
        {
            byte* panel = b.Start + p * b.NextPanel;
            finite &= IsFinite<L, T, V>(panel, depth);
            new Span<T>(panel + depth * b.Step, width).Fill(-T.Zero);
        }
        return b;
    }

    /// <summary>Whether all of a panel is finite: zero times anything else is not a number.</summary>
    private static bool IsFinite<L, T, V>(byte* panel, int depth) where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        V s = L.Zero, t = L.Zero;
        nint vector = L.Count * sizeof(T);
        for (; depth > 0; depth--, panel += 2 * vector)
        {
            s = L.MultiplyAdd(L.Load(panel), L.Zero, s);
            t = L.MultiplyAdd(L.Load(panel + vector), L.Zero, t);
        }
        T* sums = stackalloc T[L.Count];
        L.Store((byte*)sums, L.Add(s, t));
        for (int i = 0; i < L.Count; i++)
            if (!T.IsZero(sums[i])) return false;
        return true;
    }

    /// <summary>The block by the dense kernel; truth values are turned into numbers for it.</summary>
    private static void AddAll<L, T, V>(in MatrixProductBlocked.Rectangle r, byte* a, int m, int rows, int depth, bool add, in MatrixProductBlocked.RightBlock b)
        where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        if (r.Left != MatrixProductBlocked.LeftKind.Bools)
        {
            MatrixProductBlocked.AddBlock<L, T, V>(r, a, r.ARow, r.AStep, m, m + rows, depth, add, b);
            return;
        }
        // The copy is contiguous along the same axis as the original.
        bool byRows = r.AStep == 1 || r.ARow != 1;
        int length = byRows ? depth : rows, lines = byRows ? rows : depth;
        nint line = byRows ? r.ARow : r.AStep, step = byRows ? r.AStep : r.ARow;
        T* numbers = (T*)Scratch.Expanded.Take(rows * depth * sizeof(T));
        byte* from = a + m * r.ARow;
        for (int i = 0; i < lines; i++, from += line) Expand(from, step, length, numbers + (nint)i * length);
        MatrixProductBlocked.Rectangle part = r;
        part.C += m * r.CRow;
        nint far = length * sizeof(T);
        MatrixProductBlocked.AddBlock<L, T, V>(part, (byte*)numbers, byRows ? far : sizeof(T), byRows ? sizeof(T) : far, 0, rows, depth, add, b);
    }

    private static void Expand<T>(byte* from, nint step, int count, T* to) where T : unmanaged, INumberBase<T>
    {
        int i = 0;
        if (step == 1 && typeof(T) == typeof(float))
        {
            for (; i + 16 <= count; i += 16)
            {
                Vector512<int> bits = Vector512.WidenLower(Vector512.WidenLower(Vector128.Min(Vector128.Load(from + i), Vector128<byte>.One).ToVector256().ToVector512())).AsInt32();
                Vector512.ConvertToSingle(bits).Store((float*)to + i);
            }
        }
        for (; i < count; i++) to[i] = from[i * step] != 0 ? T.One : T.Zero;
    }

    /// <summary>The block by its nonzero elements; false, and nothing done, if there are too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AddSelected<L, T, V>(in MatrixProductBlocked.Rectangle r, byte* a, int m, int rows, int depth, bool add, in MatrixProductBlocked.RightBlock b)
        where L : struct, ILanes<T, V> where T : unmanaged, INumberBase<T> where V : struct
    {
        Memory memory = Memory.Take(sizeof(T));
        byte* first = a + m * r.ARow;
        bool spikes = r.Left == MatrixProductBlocked.LeftKind.Bools
            ? SpikeMask.Read<byte>(first, r.ARow, r.AStep, rows, depth, memory.Bits)
            : SpikeMask.Read<T>(first, r.ARow, r.AStep, rows, depth, memory.Bits);
        int selected = 0;
        for (int i = 0; i < rows * SpikeMask.Words; i++) selected += BitOperations.PopCount(memory.Bits[i]);
        if (selected > (spikes ? DensestSpikes : DensestNumbers) * rows * depth) return false;

        int shift = BitOperations.Log2((uint)b.Step);
        for (int i = 0; i < rows; i++)
        {
            ushort* list = memory.Places + i * SpikeLists.Pitch;
            int count = memory.Counts[i] = SpikeLists.Write(memory.Bits + i * SpikeMask.Words, depth, shift, list);
            if (spikes) continue;
            T* factors = (T*)memory.Factors + i * SpikeLists.Pitch;
            byte* row = first + i * r.ARow;
            for (int j = 0; j < count; j++) factors[j] = *(T*)(row + (list[j] >> shift) * r.AStep);
        }
        SpikeLists.Sort(memory.Counts, rows, memory.Order);
        int groups = Group<T>(r, m, rows, depth << shift, spikes, memory);
        for (int n = 0; n < r.N; n += 2 * L.Count)
        {
            byte* panel = b.Start + n / (2 * L.Count) * b.NextPanel;
            int columns = Math.Min(2 * L.Count, r.N - n);
            for (int i = 0; i < groups; i++)
            {
                if (spikes) MatrixProductSelected.Run<L, T, V, Size0>(memory.Groups[i], panel, n * sizeof(T), columns, add);
                else if (!MatrixProductSelected.Run<L, T, V, Size1>(memory.Groups[i], panel, n * sizeof(T), columns, add))
                    AddRows<L, T, V>(r, first, memory.Order + i * SpikeLists.GroupRows, rows - i * SpikeLists.GroupRows, m, n, depth, add, panel, b.Step);
            }
        }
        return true;
    }

    /// <summary>The rows of one group and panel by the dense kernel.</summary>
    private static void AddRows<L, T, V>(
        in MatrixProductBlocked.Rectangle r, byte* first, int* order, int rows, int m, int n, int depth, bool add, byte* panel, nint step)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        MatrixProductKernel.Operands o = default;
        (o.ARow, o.AStep, o.BStep, o.CRow, o.Depth, o.Add) = (r.ARow, r.AStep, step, r.CRow, depth, add);
        o.B = panel;
        for (int i = 0; i < Math.Min(rows, SpikeLists.GroupRows); i++)
        {
            o.A = first + order[i] * r.ARow;
            o.C = r.C + (m + order[i]) * r.CRow + n * sizeof(T);
            MatrixProductKernel.Run<L, T, V>(1, Math.Min(2 * L.Count, r.N - n), o);
        }
    }

    /// <summary>Puts rows of about equal counts together; the last row stands for those that are missing in the last group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Group<T>(in MatrixProductBlocked.Rectangle r, int m, int rows, int zeros, bool spikes, in Memory memory) where T : unmanaged, INumberBase<T>
    {
        int groups = 0;
        for (int i = 0; i < rows; i += SpikeLists.GroupRows, groups++)
        {
            int last = Math.Min(i + SpikeLists.GroupRows, rows) - 1;
            int longest = memory.Counts[memory.Order[last]];
            for (int j = i; j < last; j++)
            {
                int row = memory.Order[j], count = memory.Counts[row];
                new Span<ushort>(memory.Places + row * SpikeLists.Pitch + count, longest - count).Fill((ushort)zeros);
                if (!spikes) new Span<T>((T*)memory.Factors + row * SpikeLists.Pitch + count, longest - count).Fill(T.One);
            }
            int r0 = memory.Order[i], r1 = memory.Order[Math.Min(i + 1, last)], r2 = memory.Order[Math.Min(i + 2, last)], r3 = memory.Order[last];
            ref MatrixProductSelected.Group g = ref memory.Groups[groups];
            g.Count = longest;
            g.Places0 = memory.Places + r0 * SpikeLists.Pitch;
            g.Places1 = memory.Places + r1 * SpikeLists.Pitch;
            g.Places2 = memory.Places + r2 * SpikeLists.Pitch;
            g.Places3 = memory.Places + r3 * SpikeLists.Pitch;
            nint factors = SpikeLists.Pitch * sizeof(T);
            g.Factors0 = memory.Factors + r0 * factors;
            g.Factors1 = memory.Factors + r1 * factors;
            g.Factors2 = memory.Factors + r2 * factors;
            g.Factors3 = memory.Factors + r3 * factors;
            byte* c = r.C + m * r.CRow;
            g.C0 = c + r0 * r.CRow;
            g.C1 = c + r1 * r.CRow;
            g.C2 = c + r2 * r.CRow;
            g.C3 = c + r3 * r.CRow;
        }
        return groups;
    }

    /// <summary>One thread's memory for a block of rows.</summary>
    private readonly struct Memory
    {
        internal readonly ulong* Bits;
        internal readonly ushort* Places;
        internal readonly byte* Factors;
        internal readonly int* Counts, Order;
        internal readonly MatrixProductSelected.Group* Groups;

        private Memory(byte* start)
        {
            const int rows = SpikeLists.MaxRows;
            Bits = (ulong*)start;
            Groups = (MatrixProductSelected.Group*)(Bits + rows * SpikeMask.Words);
            Counts = (int*)(Groups + rows / SpikeLists.GroupRows);
            Order = Counts + rows;
            Places = (ushort*)(Order + rows);
            Factors = (byte*)(Places + rows * SpikeLists.Pitch);
        }

        internal static Memory Take(int size)
        {
            const int rows = SpikeLists.MaxRows;
            return new(Scratch.Spikes.Take(
                rows * SpikeMask.Words * sizeof(ulong) + rows / SpikeLists.GroupRows * sizeof(MatrixProductSelected.Group) + 2 * rows * sizeof(int) +
                rows * SpikeLists.Pitch * (sizeof(ushort) + size)));
        }
    }
}
