using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>A whole number as a type, so that code specialises on it.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}

internal readonly struct Size0 : ISize { public static int Value => 0; }
internal readonly struct Size1 : ISize { public static int Value => 1; }
internal readonly struct Size2 : ISize { public static int Value => 2; }
internal readonly struct Size4 : ISize { public static int Value => 4; }
internal readonly struct Size6 : ISize { public static int Value => 6; }
internal readonly struct Size8 : ISize { public static int Value => 8; }
internal readonly struct Size14 : ISize { public static int Value => 14; }

/// <summary>
/// The register blocks: up to 14 rows times up to two vectors of C, held in registers over all of k. Strides are in bytes; operands may be
/// packed or not. Sums start at zero and run in k order by fused multiply-add; <c>add</c> says whether C holds the sums of earlier blocks.
/// </summary>
internal static unsafe class MatrixProductKernel
{
    /// <summary>What a register block reads and writes.</summary>
    internal struct Operands
    {
        internal byte* A, B, C;
        internal nint ARow, AStep, BStep, CRow;
        internal int Depth;
        internal bool Add, Prefetch;
    }

    /// <summary>One block of <paramref name="rows"/> (see <see cref="RowsOf"/>) by <paramref name="columns"/> (at most two vectors).</summary>
    internal static void Run<L, T, V>(int rows, int columns, in Operands o) where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        if (columns == 2 * L.Count) Rows<L, T, V, Size2, Size0>(rows, columns, o);
        else if (columns > L.Count) Rows<L, T, V, Size2, Size1>(rows, columns, o);
        else if (columns == L.Count) Rows<L, T, V, Size1, Size0>(rows, columns, o);
        else Rows<L, T, V, Size1, Size1>(rows, columns, o);
    }

    /// <summary>The height of the next register block when <paramref name="left"/> rows remain.</summary>
    internal static int RowsOf(int left, int max) => left >= max ? max : left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    private static void Rows<L, T, V, TVectors, TMasked>(int rows, int columns, in Operands o)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TVectors : struct, ISize where TMasked : struct, ISize
    {
        switch (rows)
        {
            case 14: Block<L, T, V, Size14, TVectors, TMasked>(o, columns); break;
            case 8: Block<L, T, V, Size8, TVectors, TMasked>(o, columns); break;
            case 6: Block<L, T, V, Size6, TVectors, TMasked>(o, columns); break;
            case 4: Block<L, T, V, Size4, TVectors, TMasked>(o, columns); break;
            case 2: Block<L, T, V, Size2, TVectors, TMasked>(o, columns); break;
            default: Block<L, T, V, Size1, TVectors, TMasked>(o, columns); break;
        }
    }

    // Rows are addressed as every third one plus a stride or two: five addresses to step for fourteen rows. Tiered compilation made the
    // smallest products 15 % slower and nothing faster, so the blocks are optimised at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<L, T, V, TRows, TVectors, TMasked>(in Operands o, int columns)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
        where TRows : struct, ISize where TVectors : struct, ISize where TMasked : struct, ISize
    {
        int vector = L.Count * sizeof(T);
        int last = columns - (TVectors.Value - 1) * L.Count;
        V mask = TMasked.Value == 1 ? L.Mask(last) : L.Zero;
        V s0 = L.Zero, t0 = L.Zero;
        V s1 = L.Zero, t1 = L.Zero;
        V s2 = L.Zero, t2 = L.Zero;
        V s3 = L.Zero, t3 = L.Zero;
        V s4 = L.Zero, t4 = L.Zero;
        V s5 = L.Zero, t5 = L.Zero;
        V s6 = L.Zero, t6 = L.Zero;
        V s7 = L.Zero, t7 = L.Zero;
        V s8 = L.Zero, t8 = L.Zero;
        V s9 = L.Zero, t9 = L.Zero;
        V s10 = L.Zero, t10 = L.Zero;
        V s11 = L.Zero, t11 = L.Zero;
        V s12 = L.Zero, t12 = L.Zero;
        V s13 = L.Zero, t13 = L.Zero;

        nint row = o.ARow, aStep = o.AStep, bStep = o.BStep;
        byte* b = o.B;
        if (Sse.IsSupported && o.Prefetch)
        {
            byte* p = o.C;
            for (int i = 0; i < TRows.Value; i++, p += o.CRow)
            {
                Sse.Prefetch0(p);
                Sse.Prefetch0(p + vector * TVectors.Value - 1);
            }
        }
        byte* a0 = o.A;
        byte* a3 = a0 + 3 * row;
        byte* a6 = a3 + 3 * row;
        byte* a9 = a6 + 3 * row;
        byte* a12 = a9 + 3 * row;
        for (int k = o.Depth; k > 0; k--)
        {
            V x, y = L.Zero;
            if (TVectors.Value == 1)
            {
                x = TMasked.Value == 1 ? L.LoadFirst(b, last, mask) : L.Load(b);
            }
            else
            {
                x = L.Load(b);
                y = TMasked.Value == 1 ? L.LoadFirst(b + vector, last, mask) : L.Load(b + vector);
            }
            b += bStep;
            if (TRows.Value > 0) Step<L, T, V, TVectors>(a0, x, y, ref s0, ref t0);
            if (TRows.Value > 1) Step<L, T, V, TVectors>(a0 + row, x, y, ref s1, ref t1);
            if (TRows.Value > 2) Step<L, T, V, TVectors>(a0 + 2 * row, x, y, ref s2, ref t2);
            if (TRows.Value > 3) Step<L, T, V, TVectors>(a3, x, y, ref s3, ref t3);
            if (TRows.Value > 4) Step<L, T, V, TVectors>(a3 + row, x, y, ref s4, ref t4);
            if (TRows.Value > 5) Step<L, T, V, TVectors>(a3 + 2 * row, x, y, ref s5, ref t5);
            if (TRows.Value > 6) Step<L, T, V, TVectors>(a6, x, y, ref s6, ref t6);
            if (TRows.Value > 7) Step<L, T, V, TVectors>(a6 + row, x, y, ref s7, ref t7);
            if (TRows.Value > 8) Step<L, T, V, TVectors>(a6 + 2 * row, x, y, ref s8, ref t8);
            if (TRows.Value > 9) Step<L, T, V, TVectors>(a9, x, y, ref s9, ref t9);
            if (TRows.Value > 10) Step<L, T, V, TVectors>(a9 + row, x, y, ref s10, ref t10);
            if (TRows.Value > 11) Step<L, T, V, TVectors>(a9 + 2 * row, x, y, ref s11, ref t11);
            if (TRows.Value > 12) Step<L, T, V, TVectors>(a12, x, y, ref s12, ref t12);
            if (TRows.Value > 13) Step<L, T, V, TVectors>(a12 + row, x, y, ref s13, ref t13);
            a0 += aStep;
            a3 += aStep;
            a6 += aStep;
            a9 += aStep;
            a12 += aStep;
        }

        byte* c = o.C;
        nint cRow = o.CRow;
        if (o.Add)
        {
            if (TRows.Value > 0) Add<L, T, V, TVectors, TMasked>(c, ref s0, ref t0, last, mask);
            if (TRows.Value > 1) Add<L, T, V, TVectors, TMasked>(c + cRow, ref s1, ref t1, last, mask);
            if (TRows.Value > 2) Add<L, T, V, TVectors, TMasked>(c + 2 * cRow, ref s2, ref t2, last, mask);
            if (TRows.Value > 3) Add<L, T, V, TVectors, TMasked>(c + 3 * cRow, ref s3, ref t3, last, mask);
            if (TRows.Value > 4) Add<L, T, V, TVectors, TMasked>(c + 4 * cRow, ref s4, ref t4, last, mask);
            if (TRows.Value > 5) Add<L, T, V, TVectors, TMasked>(c + 5 * cRow, ref s5, ref t5, last, mask);
            if (TRows.Value > 6) Add<L, T, V, TVectors, TMasked>(c + 6 * cRow, ref s6, ref t6, last, mask);
            if (TRows.Value > 7) Add<L, T, V, TVectors, TMasked>(c + 7 * cRow, ref s7, ref t7, last, mask);
            if (TRows.Value > 8) Add<L, T, V, TVectors, TMasked>(c + 8 * cRow, ref s8, ref t8, last, mask);
            if (TRows.Value > 9) Add<L, T, V, TVectors, TMasked>(c + 9 * cRow, ref s9, ref t9, last, mask);
            if (TRows.Value > 10) Add<L, T, V, TVectors, TMasked>(c + 10 * cRow, ref s10, ref t10, last, mask);
            if (TRows.Value > 11) Add<L, T, V, TVectors, TMasked>(c + 11 * cRow, ref s11, ref t11, last, mask);
            if (TRows.Value > 12) Add<L, T, V, TVectors, TMasked>(c + 12 * cRow, ref s12, ref t12, last, mask);
            if (TRows.Value > 13) Add<L, T, V, TVectors, TMasked>(c + 13 * cRow, ref s13, ref t13, last, mask);
        }
        if (TRows.Value > 0) Put<L, T, V, TVectors, TMasked>(c, s0, t0, last, mask);
        if (TRows.Value > 1) Put<L, T, V, TVectors, TMasked>(c + cRow, s1, t1, last, mask);
        if (TRows.Value > 2) Put<L, T, V, TVectors, TMasked>(c + 2 * cRow, s2, t2, last, mask);
        if (TRows.Value > 3) Put<L, T, V, TVectors, TMasked>(c + 3 * cRow, s3, t3, last, mask);
        if (TRows.Value > 4) Put<L, T, V, TVectors, TMasked>(c + 4 * cRow, s4, t4, last, mask);
        if (TRows.Value > 5) Put<L, T, V, TVectors, TMasked>(c + 5 * cRow, s5, t5, last, mask);
        if (TRows.Value > 6) Put<L, T, V, TVectors, TMasked>(c + 6 * cRow, s6, t6, last, mask);
        if (TRows.Value > 7) Put<L, T, V, TVectors, TMasked>(c + 7 * cRow, s7, t7, last, mask);
        if (TRows.Value > 8) Put<L, T, V, TVectors, TMasked>(c + 8 * cRow, s8, t8, last, mask);
        if (TRows.Value > 9) Put<L, T, V, TVectors, TMasked>(c + 9 * cRow, s9, t9, last, mask);
        if (TRows.Value > 10) Put<L, T, V, TVectors, TMasked>(c + 10 * cRow, s10, t10, last, mask);
        if (TRows.Value > 11) Put<L, T, V, TVectors, TMasked>(c + 11 * cRow, s11, t11, last, mask);
        if (TRows.Value > 12) Put<L, T, V, TVectors, TMasked>(c + 12 * cRow, s12, t12, last, mask);
        if (TRows.Value > 13) Put<L, T, V, TVectors, TMasked>(c + 13 * cRow, s13, t13, last, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<L, T, V, TVectors>(byte* a, V x, V y, ref V s, ref V t)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TVectors : struct, ISize
    {
        V f = L.Broadcast(a);
        s = L.MultiplyAdd(f, x, s);
        if (TVectors.Value == 2) t = L.MultiplyAdd(f, y, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add<L, T, V, TVectors, TMasked>(byte* c, ref V s, ref V t, int last, V mask)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TVectors : struct, ISize where TMasked : struct, ISize
    {
        byte* end = c + (TVectors.Value - 1) * L.Count * sizeof(T);
        V old = TMasked.Value == 1 ? L.LoadFirst(end, last, mask) : L.Load(end);
        if (TVectors.Value == 2)
        {
            s = L.Add(L.Load(c), s);
            t = L.Add(old, t);
        }
        else
        {
            s = L.Add(old, s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Put<L, T, V, TVectors, TMasked>(byte* c, V s, V t, int last, V mask)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TVectors : struct, ISize where TMasked : struct, ISize
    {
        byte* end = c + (TVectors.Value - 1) * L.Count * sizeof(T);
        V final = TVectors.Value == 2 ? t : s;
        if (TVectors.Value == 2) L.Store(c, s);
        if (TMasked.Value == 1) L.StoreFirst(end, last, mask, final);
        else L.Store(end, final);
    }

    /// <summary>One row times eight whole vectors: more sums in flight than <see cref="Run"/> has for a single row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WideRow<L, T, V>(in Operands o) where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int v = L.Count * sizeof(T);
        V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, s4 = L.Zero, s5 = L.Zero, s6 = L.Zero, s7 = L.Zero;
        byte* a = o.A, b = o.B, c = o.C;
        nint aStep = o.AStep, bStep = o.BStep;
        for (int k = o.Depth; k > 0; k--)
        {
            V f = L.Broadcast(a);
            s0 = L.MultiplyAdd(f, L.Load(b), s0);
            s1 = L.MultiplyAdd(f, L.Load(b + v), s1);
            s2 = L.MultiplyAdd(f, L.Load(b + 2 * v), s2);
            s3 = L.MultiplyAdd(f, L.Load(b + 3 * v), s3);
            s4 = L.MultiplyAdd(f, L.Load(b + 4 * v), s4);
            s5 = L.MultiplyAdd(f, L.Load(b + 5 * v), s5);
            s6 = L.MultiplyAdd(f, L.Load(b + 6 * v), s6);
            s7 = L.MultiplyAdd(f, L.Load(b + 7 * v), s7);
            a += aStep;
            b += bStep;
        }
        if (o.Add)
        {
            s0 = L.Add(L.Load(c), s0);
            s1 = L.Add(L.Load(c + v), s1);
            s2 = L.Add(L.Load(c + 2 * v), s2);
            s3 = L.Add(L.Load(c + 3 * v), s3);
            s4 = L.Add(L.Load(c + 4 * v), s4);
            s5 = L.Add(L.Load(c + 5 * v), s5);
            s6 = L.Add(L.Load(c + 6 * v), s6);
            s7 = L.Add(L.Load(c + 7 * v), s7);
        }
        L.Store(c, s0);
        L.Store(c + v, s1);
        L.Store(c + 2 * v, s2);
        L.Store(c + 3 * v, s3);
        L.Store(c + 4 * v, s4);
        L.Store(c + 5 * v, s5);
        L.Store(c + 6 * v, s6);
        L.Store(c + 7 * v, s7);
    }
}
