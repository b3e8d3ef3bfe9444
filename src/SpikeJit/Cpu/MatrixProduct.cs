using System.Numerics;
using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>
/// Batched matrix products with any strides. Every element's sum has one defined order, whatever the shape, vector width or number of
/// threads: fused multiply-adds in k order within blocks of 256, each from zero; the blocks' sums are added in order, starting with the
/// first one, and with <see cref="ProductSpec.Accumulate"/> the total is added to what C held.
/// </summary>
internal static unsafe class MatrixProduct
{
    private const int PartsPerThread = 2, MinSide = 32;

    [ThreadStatic] private static Job? t_job;

    /// <summary>The vector width used where none is named, in bits.</summary>
    internal static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Computes the product. <paramref name="c"/> must not overlap <paramref name="a"/> or <paramref name="b"/>.</summary>
    /// <exception cref="DTypeException">The element type is Bool, or truth values select integers.</exception>
    /// <exception cref="ShapeException">An extent is negative, or elements of C share a place.</exception>
    internal static void Run(in ProductSpec spec, void* a, void* b, void* c) => Run(spec, a, b, c, VectorBits);

    /// <summary>The same with vectors of 128, 256 or 512 bits.</summary>
    internal static void Run(in ProductSpec spec, void* a, void* b, void* c, int vectorBits) => new PreparedProduct(spec, vectorBits).Run(a, b, c);

    /// <summary>A product as it stands, in one or more parts.</summary>
    internal static void Run(in ProductSpec s, MatrixProductBlocked.LeftKind left, void* a, void* b, void* c, int vectorBits, double parts)
    {
        if (WorkerPool.Threads == 1 || parts < 2)
        {
            for (int g = 0; g < s.Batch; g++) RunPart(s, left, a, b, c, vectorBits, g, 0, s.M, 0, s.N);
            return;
        }
        Job job = t_job ??= new();
        job.Start(s, left, a, b, c, vectorBits, parts);
    }

    private static void RunPart(
        in ProductSpec s, MatrixProductBlocked.LeftKind left, void* a, void* b, void* c, int vectorBits, int batch, int firstRow, int rows, int firstColumn, int columns)
    {
        int size = s.DType.Size(), leftSize = left == MatrixProductBlocked.LeftKind.Bools ? 1 : size;
        MatrixProductBlocked.Rectangle r;
        r.Left = left;
        r.A = (byte*)a + (nint)(batch * s.A.Batch + firstRow * s.A.Row) * leftSize;
        r.B = (byte*)b + (nint)(batch * s.B.Batch + firstColumn * s.B.Column) * size;
        r.C = (byte*)c + (nint)(batch * s.C.Batch + firstRow * s.C.Row + firstColumn * s.C.Column) * size;
        r.ARow = (nint)s.A.Row * leftSize;
        r.AStep = (nint)s.A.Column * leftSize;
        r.BStep = (nint)s.B.Row * size;
        r.BColumn = (nint)s.B.Column * size;
        r.CRow = (nint)s.C.Row * size;
        r.CColumn = (nint)s.C.Column * size;
        r.M = rows;
        r.N = columns;
        r.K = s.K;
        r.Accumulate = s.Accumulate;
        switch (s.DType)
        {
            case DType.F32: RunFloats<float>(r, vectorBits); break;
            case DType.F64: RunFloats<double>(r, vectorBits); break;
            case DType.U8 or DType.I8: MatrixProductIntegers.Run<byte>(r); break;
            case DType.I32 or DType.U32: MatrixProductIntegers.Run<uint>(r); break;
            default: MatrixProductIntegers.Run<ulong>(r); break;
        }
    }

    private static void RunFloats<T>(in MatrixProductBlocked.Rectangle r, int vectorBits) where T : unmanaged, INumberBase<T>
    {
        switch (vectorBits)
        {
            case 512: MatrixProductBlocked.Run<Lanes512<T>, T, Vector512<T>>(r); break;
            case 256: MatrixProductBlocked.Run<Lanes256<T>, T, Vector256<T>>(r); break;
            default: MatrixProductBlocked.Run<Lanes128<T>, T, Vector128<T>>(r); break;
        }
    }

    /// <summary>A product cut into rectangles of C, and along the batch.</summary>
    private sealed class Job : WorkerPool.Job
    {
        private ProductSpec _spec;
        private MatrixProductBlocked.LeftKind _left;
        private void* _a, _b, _c;
        private int _vectorBits, _groups, _rowParts, _columnParts;

        internal void Start(in ProductSpec s, MatrixProductBlocked.LeftKind left, void* a, void* b, void* c, int vectorBits, double parts)
        {
            (_spec, _left, _vectorBits) = (s, left, vectorBits);
            _a = a;
            _b = b;
            _c = c;
            // Each part packs what it needs of B, which takes a good part of a sparse product's time.
            int partsPerThread = left == MatrixProductBlocked.LeftKind.Numbers || s.M >= 1024 * WorkerPool.Threads ? PartsPerThread : 1;
            int wanted = (int)Math.Min(partsPerThread * (double)WorkerPool.Threads, parts);
            _groups = Math.Min(s.Batch, wanted);
            (_rowParts, _columnParts) = (1, 1);
            while (_groups * _rowParts * _columnParts < wanted)
            {
                // The longer side is cut: that repeats the packing of the smaller operand.
                int rows = s.M / _rowParts, columns = s.N / _columnParts;
                if (rows >= columns && rows >= 2 * MinSide) _rowParts *= 2;
                else if (columns >= 2 * MinSide) _columnParts *= 2;
                else break;
            }
            WorkerPool.Run(_groups * _rowParts * _columnParts, this);
        }

        internal override void Run(int part)
        {
            (int group, int rest) = Math.DivRem(part, _rowParts * _columnParts);
            (int rowPart, int columnPart) = Math.DivRem(rest, _columnParts);
            (int row, int rowEnd) = Span(_spec.M, _rowParts, rowPart, 2);
            (int column, int columnEnd) = Span(_spec.N, _columnParts, columnPart, 16);
            (int batch, int batchEnd) = Span(_spec.Batch, _groups, group, 1);
            for (int g = batch; g < batchEnd; g++)
                RunPart(_spec, _left, _a, _b, _c, _vectorBits, g, row, rowEnd - row, column, columnEnd - column);
        }

        /// <summary>The part-th of <paramref name="parts"/> nearly equal spans of 0..extent, cut at multiples of <paramref name="unit"/>.</summary>
        private static (int Start, int End) Span(int extent, int parts, int part, int unit)
        {
            int units = (extent + unit - 1) / unit;
            return (Math.Min(extent, (int)((long)units * part / parts) * unit), Math.Min(extent, (int)((long)units * (part + 1) / parts) * unit));
        }
    }
}
