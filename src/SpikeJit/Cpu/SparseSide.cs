using System.Numerics;

namespace SpikeJit.Cpu;

/// <summary>
/// Guesses from a sample which operand of a product is mostly zero. A wrong guess costs time, never a bit: both kernels give the same sums, and the blocks
/// of a sparse operand are counted.
/// </summary>
internal static unsafe class SparseSide
{
    // Below this the look at the sample, packing and listing take as long as they save.
    private const double SmallestProduct = 500_000;
    private const int FewestRows = 16;
    private const int SampleRows = 16, SampleDepth = 16;

    // Time for one element of the sparse operand, and for one that selects, in vector operations of the dense kernel.
    private const double Listing = 1, Selecting = 1.3;

    /// <summary>Whether a product is worth the look.</summary>
    internal static bool MayPay(in ProductSpec s) => s.DType.IsFloat() && s.Bools == ProductSide.None && s.MultiplyAdds >= SmallestProduct && s.K >= SampleDepth;

    /// <param name="s">A product that is worth it.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    internal static ProductSide Of(in ProductSpec s, void* a, void* b, int lanes)
    {
        double left = Saving(s, s.A, s.M, s.N, a, lanes), right = Saving(s, s.B.Transposed, s.N, s.M, b, lanes);
        if (Math.Max(left, right) < 0) return ProductSide.None;
        return left >= right ? ProductSide.Left : ProductSide.Right;
    }

    /// <summary>Vector operations saved for each element of an operand, if it is as sparse as a sample of it.</summary>
    private static double Saving(in ProductSpec s, ProductStrides strides, int rows, int columns, void* p, int lanes)
    {
        double vectors = (columns + lanes - 1) / lanes;
        if (rows < FewestRows || vectors <= Listing) return -1;
        double density = s.DType == DType.F32 ? Density((float*)p, strides, s.Batch, rows, s.K) : Density((double*)p, strides, s.Batch, rows, s.K);
        return vectors - Listing - Selecting * density * vectors;
    }

    private static double Density<T>(T* p, ProductStrides strides, int batch, int rows, int depth) where T : unmanaged, INumberBase<T>
    {
        int nonzero = 0;
        for (int i = 0; i < SampleRows; i++)
        {
            // Rows all over the operand, and of each a stretch elsewhere.
            T* row = p + (batch - 1) * i / SampleRows * strides.Batch + (long)rows * i / SampleRows * strides.Row +
                (long)(depth - SampleDepth) * (i * 7 % SampleRows) / (SampleRows - 1) * strides.Column;
            for (int k = 0; k < SampleDepth; k++)
                if (!T.IsZero(row[k * strides.Column])) nonzero++;
        }
        return (double)nonzero / (SampleRows * SampleDepth);
    }
}
