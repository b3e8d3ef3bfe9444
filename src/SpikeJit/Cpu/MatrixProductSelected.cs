using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>
/// The kernel of a sparse left operand: four rows of C, up to two vectors wide, as sums of selected rows of a packed panel of B, held in registers.
/// A term that is left out would have added a zero to a sum that is never -0 (see <see cref="MatrixProductSpikes"/>), so the bits are those of all terms.
/// </summary>
internal static unsafe class MatrixProductSelected
{
    /// <summary>Four rows: the places that each selects, the numbers these are multiplied with, and where the row of C starts.</summary>
    internal struct Group
    {
        internal ushort* Places0, Places1, Places2, Places3;
        internal byte* Factors0, Factors1, Factors2, Factors3;
        internal byte* C0, C1, C2, C3;
        internal int Count;
    }

    /// <summary>Adds up one panel for one group. <paramref name="columns"/> is at most two vectors; with <paramref name="add"/> C holds earlier blocks' sums.</summary>
    internal static bool Run<L, T, V, TFactors>(in Group g, byte* panel, nint column, int columns, bool add)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TFactors : struct, ISize
    {
        if (columns == 2 * L.Count) return Block<L, T, V, Size2, Size0, TFactors>(g, panel, column, columns, add);
        if (columns > L.Count) return Block<L, T, V, Size2, Size1, TFactors>(g, panel, column, columns, add);
        if (columns == L.Count) return Block<L, T, V, Size1, Size0, TFactors>(g, panel, column, columns, add);
        return Block<L, T, V, Size1, Size1, TFactors>(g, panel, column, columns, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Block<L, T, V, TVectors, TMasked, TFactors>(in Group g, byte* panel, nint column, int columns, bool add)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
        where TVectors : struct, ISize where TMasked : struct, ISize where TFactors : struct, ISize
    {
        int vector = L.Count * sizeof(T);
        V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, t0 = L.Zero, t1 = L.Zero, t2 = L.Zero, t3 = L.Zero;
        byte* c0 = g.C0 + column, c1 = g.C1 + column, c2 = g.C2 + column, c3 = g.C3 + column;
        if (Sse.IsSupported)
        {
            int end = vector * TVectors.Value - 1;
            Sse.Prefetch0(c0);
            Sse.Prefetch0(c0 + end);
            Sse.Prefetch0(c1);
            Sse.Prefetch0(c1 + end);
            Sse.Prefetch0(c2);
            Sse.Prefetch0(c2 + end);
            Sse.Prefetch0(c3);
            Sse.Prefetch0(c3 + end);
        }
        ushort* p0 = g.Places0;
        ushort* p1 = g.Places1;
        ushort* p2 = g.Places2;
        ushort* p3 = g.Places3;
        nint count = g.Count;
        for (nint i = 0; i < count; i++)
        {
            Step<L, T, V, TVectors, TFactors>(panel + p0[i], TFactors.Value == 1 ? g.Factors0 + i * sizeof(T) : null, vector, ref s0, ref t0);
            Step<L, T, V, TVectors, TFactors>(panel + p1[i], TFactors.Value == 1 ? g.Factors1 + i * sizeof(T) : null, vector, ref s1, ref t1);
            Step<L, T, V, TVectors, TFactors>(panel + p2[i], TFactors.Value == 1 ? g.Factors2 + i * sizeof(T) : null, vector, ref s2, ref t2);
            Step<L, T, V, TVectors, TFactors>(panel + p3[i], TFactors.Value == 1 ? g.Factors3 + i * sizeof(T) : null, vector, ref s3, ref t3);
        }

        // A product that underflowed may have left -0, to which a zero that was left out may have to be added.
        if (TFactors.Value == 1 && (L.HasNegativeZero(s0, t0) || L.HasNegativeZero(s1, t1) || L.HasNegativeZero(s2, t2) || L.HasNegativeZero(s3, t3))) return false;

        int last = columns - (TVectors.Value - 1) * L.Count;
        V mask = TMasked.Value == 1 ? L.Mask(last) : L.Zero;
        if (add)
        {
            MatrixProductKernel.Add<L, T, V, TVectors, TMasked>(c0, ref s0, ref t0, last, mask);
            MatrixProductKernel.Add<L, T, V, TVectors, TMasked>(c1, ref s1, ref t1, last, mask);
            MatrixProductKernel.Add<L, T, V, TVectors, TMasked>(c2, ref s2, ref t2, last, mask);
            MatrixProductKernel.Add<L, T, V, TVectors, TMasked>(c3, ref s3, ref t3, last, mask);
        }
        MatrixProductKernel.Put<L, T, V, TVectors, TMasked>(c0, s0, t0, last, mask);
        MatrixProductKernel.Put<L, T, V, TVectors, TMasked>(c1, s1, t1, last, mask);
        MatrixProductKernel.Put<L, T, V, TVectors, TMasked>(c2, s2, t2, last, mask);
        MatrixProductKernel.Put<L, T, V, TVectors, TMasked>(c3, s3, t3, last, mask);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<L, T, V, TVectors, TFactors>(byte* b, byte* factor, int vector, ref V s, ref V t)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct where TVectors : struct, ISize where TFactors : struct, ISize
    {
        if (TFactors.Value == 1)
        {
            V f = L.Broadcast(factor);
            s = L.MultiplyAdd(f, L.Load(b), s);
            if (TVectors.Value == 2) t = L.MultiplyAdd(f, L.Load(b + vector), t);
        }
        else
        {
            s = L.Add(s, L.Load(b));
            if (TVectors.Value == 2) t = L.Add(t, L.Load(b + vector));
        }
    }
}
