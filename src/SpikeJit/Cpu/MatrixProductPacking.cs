using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpikeJit.Cpu;

/// <summary>Copies of operand blocks in the order in which the kernel reads them. Strides are in bytes.</summary>
internal static unsafe class MatrixProductPacking
{
    /// <summary>
    /// Copies [depth, columns] of B into panels of two vectors: panel p is [depth, 2·count], contiguous. What lies behind the last column
    /// is left as it is.
    /// </summary>
    internal static void PackB<L, T, V>(byte* b, nint step, nint column, int depth, int columns, byte* to)
        where L : struct, ILanes<T, V> where T : unmanaged where V : struct
    {
        int width = 2 * L.Count;
        nint pitch = width * sizeof(T);
        for (int n = 0; n < columns; n += width, to += depth * pitch)
        {
            byte* from = b + n * column;
            int count = Math.Min(width, columns - n);
            if (column == sizeof(T)) CopyRows<L, T, V>(from, step, depth, count, to, pitch);
            else Transpose<T>(from, column, step, count, depth, to, pitch);
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
        else Transpose<T>(a, step, row, depth, rows, to, toRow);
    }

    /// <summary>Bytes that <see cref="PackA"/> may need.</summary>
    internal static int PackASize(int depth, int size) => APitch * RowPitch(depth, size);

    private const int APitch = 16;

    private static int RowPitch(int depth, int size) => ((depth * size + 63) / 64 | 1) * 64;

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
    internal static void Transpose<T>(byte* from, nint row, nint column, int rows, int columns, byte* to, nint pitch) where T : unmanaged
    {
        int side = 16 / sizeof(T), i = 0;
        if (column == sizeof(T))
        {
            for (; i + side <= rows; i += side)
            {
                byte* f = from + i * row;
                byte* t = to + i * sizeof(T);
                int j = 0;
                for (; j + side <= columns; j += side, f += 16, t += side * pitch)
                {
                    if (sizeof(T) == 4) Square4(f, row, t, pitch);
                    else Square2(f, row, t, pitch);
                }
                for (; j < columns; j++, f += sizeof(T), t += pitch)
                {
                    for (int r = 0; r < side; r++) ((T*)t)[r] = *(T*)(f + r * row);
                }
            }
        }
        for (; i < rows; i++)
        {
            byte* f = from + i * row;
            byte* t = to + i * sizeof(T);
            for (int j = 0; j < columns; j++, f += column, t += pitch) *(T*)t = *(T*)f;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square4(byte* f, nint row, byte* t, nint pitch)
    {
        Vector128<float> r0 = Vector128.Load((float*)f), r1 = Vector128.Load((float*)(f + row));
        Vector128<float> r2 = Vector128.Load((float*)(f + 2 * row)), r3 = Vector128.Load((float*)(f + 3 * row));
        Vector128<float> e0 = Low(r0, r2), e1 = High(r0, r2), o0 = Low(r1, r3), o1 = High(r1, r3);
        Low(e0, o0).Store((float*)t);
        High(e0, o0).Store((float*)(t + pitch));
        Low(e1, o1).Store((float*)(t + 2 * pitch));
        High(e1, o1).Store((float*)(t + 3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square2(byte* f, nint row, byte* t, nint pitch)
    {
        Vector128<double> r0 = Vector128.Load((double*)f), r1 = Vector128.Load((double*)(f + row));
        Vector128.Create(r0.GetLower(), r1.GetLower()).Store((double*)t);
        Vector128.Create(r0.GetUpper(), r1.GetUpper()).Store((double*)(t + pitch));
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) :
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) :
        Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) :
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) :
        Vector128.Create(a[2], b[2], a[3], b[3]);
}
