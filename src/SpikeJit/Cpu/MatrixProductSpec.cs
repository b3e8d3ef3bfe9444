namespace SpikeJit.Cpu;

/// <summary>Distances between neighbours along the axes of one operand, in elements. Any value, zero and negative ones included.</summary>
internal readonly record struct ProductStrides(long Batch, long Row, long Column)
{
    /// <summary>The same matrices seen transposed.</summary>
    internal ProductStrides Transposed => new(Batch, Column, Row);
}

/// <summary>An operand of a product, if one is meant.</summary>
internal enum ProductSide : byte
{
    None,
    Left,
    Right,
}

/// <summary>
/// C[g,m,n] = Σ_k A[g,m,k]·B[g,k,n], or C[g,m,n] += … when <paramref name="Accumulate"/>: rows and columns of A are m and k, of B k and n,
/// of C m and n. The elements of C must be distinct places that overlap neither A nor B.
/// One operand of a product of floats may be truth values, one byte each, that stand for zero and one: <paramref name="Bools"/> says which.
/// </summary>
internal readonly record struct ProductSpec(
    DType DType, int Batch, int M, int N, int K, ProductStrides A, ProductStrides B, ProductStrides C, bool Accumulate = false,
    ProductSide Bools = ProductSide.None)
{
    /// <summary>The product of contiguous [batch, m, k] and [batch, k, n] arrays.</summary>
    internal static ProductSpec Contiguous(DType dtype, int batch, int m, int n, int k, bool accumulate = false) =>
        new(dtype, batch, m, n, k, new((long)m * k, k, 1), new((long)k * n, n, 1), new((long)m * n, n, 1), accumulate);

    /// <summary>Multiply-adds in the whole product.</summary>
    internal double MultiplyAdds => (double)Batch * M * N * K;

    /// <summary>Cᵀ = Bᵀ·Aᵀ: the same sums in the same order.</summary>
    internal ProductSpec Swapped => this with
    {
        M = N,
        N = M,
        A = B.Transposed,
        B = A.Transposed,
        C = C.Transposed,
        Bools = Bools switch { ProductSide.Left => ProductSide.Right, ProductSide.Right => ProductSide.Left, _ => ProductSide.None },
    };

    internal void Validate()
    {
        if (DType == DType.Bool)
            throw new DTypeException("MatrixProduct: bool has no sum. Convert the operands to u8 or a number type.");
        if (Bools != ProductSide.None && !DType.IsFloat())
            throw new DTypeException($"MatrixProduct: truth values select rows of floats, not of {DType.Name()}. Convert them to {DType.Name()}.");
        if (Batch < 0 || M < 0 || N < 0 || K < 0)
            throw new ShapeException($"MatrixProduct: an extent is negative (batch {Batch}, m {M}, n {N}, k {K}). Extents are zero or more.");
        if ((Batch > 1 && C.Batch == 0) || (M > 1 && C.Row == 0) || (N > 1 && C.Column == 0))
        {
            throw new ShapeException(
                $"MatrixProduct: elements of the result [{Batch}, {M}, {N}] share a place (strides {C.Batch}, {C.Row}, {C.Column}). " +
                "Give every axis longer than 1 a stride other than 0.");
        }
    }

    /// <summary>The simplest form: strides of extents 1 are contiguous ones, a batch that continues rows or columns joins them.</summary>
    internal ProductSpec Canonical()
    {
        ProductSpec s = this;
        if (s.Batch > 1 && s.K > 0)
        {
            if (s.B.Batch == 0 && s.C.Batch == s.C.Row * s.M && s.A.Batch == s.A.Row * s.M && (long)s.Batch * s.M <= int.MaxValue)
                s = s with { Batch = 1, M = s.Batch * s.M };
            else if (s.A.Batch == 0 && s.C.Batch == s.C.Column * s.N && s.B.Batch == s.B.Column * s.N && (long)s.Batch * s.N <= int.MaxValue)
                s = s with { Batch = 1, N = s.Batch * s.N };
        }
        if (s.N == 1) s = s with { B = s.B with { Column = 1 }, C = s.C with { Column = 1 } };
        if (s.M == 1) s = s with { A = s.A with { Row = 1 }, C = s.C with { Row = s.C.Column == 1 ? s.N : 1 } };
        if (s.K == 1) s = s with { A = s.A with { Column = 1 }, B = s.B with { Row = s.N } };
        return s;
    }
}
