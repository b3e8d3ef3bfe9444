using System.Runtime.InteropServices;
using CsCheck;
using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

/// <summary>Products with operands that are mostly zero: whatever kernel runs, the bits are those of all terms in order.</summary>
[Collection(nameof(WorkerPool))]
public sealed class SparseProductTests
{
    private static readonly int[] Widths = [128, 256, 512];

    public enum Numbers
    {
        Spikes,
        SignedZeros,
        Values,
        Tiny,
    }

    private static readonly Gen<Case> Cases =
        from dtype in OneOf(DType.F32, DType.F64)
        from bools in Gen.Bool
        from numbers in Gen.Enum<Numbers>()
        from density in OneOf<double>(0, .02, .1, .3, .55, 1)
        from batch in Gen.Frequency((4, Gen.Const(1)), (1, Gen.Const(2)))
        from m in OneOf(1, 3, 16, 17, 64, 65, 130, 200)
        from n in OneOf(1, 10, 16, 33, 70)
        from k in OneOf(1, 16, 63, 65, 256, 257, 600)
        from sparseTransposed in Gen.Bool
        from otherTransposed in Gen.Bool
        from right in Gen.Bool
        from step in Gen.Frequency((5, Gen.Const(1)), (1, Gen.Const(2)))
        from accumulate in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        from special in Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)))
        from seed in Gen.Int
        select new Case(dtype, bools, numbers, density, batch, m, n, k, sparseTransposed, otherTransposed, right, step, accumulate, special, seed);

    [Fact]
    public void Sparse_and_dense_kernels_give_the_bits_of_the_plain_sums() => Cases.Sample(Holds, iter: 120, threads: 1);

    [Theory]
    [InlineData(DType.F32, 500, 70, 300, false)]
    [InlineData(DType.F32, 140, 40, 600, true)]
    [InlineData(DType.F64, 140, 20, 600, true)]
    public void Products_large_enough_for_the_sparse_kernel_have_the_same_bits_on_any_number_of_threads(DType dtype, int m, int n, int k, bool transposed)
    {
        int before = WorkerPool.Threads;
        try
        {
            foreach (int threads in new[] { 1, 4 })
            {
                WorkerPool.Threads = threads;
                foreach (Numbers numbers in Enum.GetValues<Numbers>())
                {
                    foreach (bool right in new[] { false, true })
                    {
                        Assert.True(Holds(new(dtype, false, numbers, .1, 1, m, n, k, transposed, false, right, 1, false, false, 3)));
                        Assert.True(Holds(new(dtype, true, numbers, .1, 1, m, n, k, transposed, false, right, 1, false, false, 3)));
                    }
                }
            }
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public unsafe void A_term_that_is_left_out_still_makes_zero_times_infinity_not_a_number(float special)
    {
        (int m, int n, int k) = (64, 64, 300);
        float[] b = new float[k * n], c = new float[m * n];
        byte[] spikes = new byte[m * k];
        spikes[5 * k + 7] = 1;
        b[290 * n + 3] = special;
        fixed (byte* pa = spikes)
        fixed (float* pb = b, pc = c)
            MatrixProduct.Run(ProductSpec.Contiguous(DType.F32, 1, m, n, k) with { Bools = ProductSide.Left }, pa, pb, pc);
        Assert.All(Enumerable.Range(0, m), row => Assert.Equal(float.NaN, c[row * n + 3]));
        Assert.Equal(0, c[5 * n + 4]);
    }

    [Fact]
    public unsafe void Truth_values_do_not_select_integers()
    {
        ProductSpec spec = ProductSpec.Contiguous(DType.I32, 1, 2, 2, 2) with { Bools = ProductSide.Left };
        Assert.Contains("Convert", Assert.Throws<DTypeException>(() => MatrixProduct.Run(spec, null, null, null)).Message);
    }

    [Fact]
    public unsafe void The_steady_state_allocates_nothing()
    {
        ProductSpec spec = ProductSpec.Contiguous(DType.F32, 1, 200, 64, 300);
        float[] a = new float[200 * 300], b = new float[300 * 64], c = new float[200 * 64];
        a[77] = 1;
        fixed (float* pa = a, pb = b, pc = c)
        {
            nint left = (nint)pa, right = (nint)pb, result = (nint)pc;
            Assert.Equal(0, Allocations.Least(() => MatrixProduct.Run(spec, (void*)left, (void*)right, (void*)result)));
        }
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool Holds(Case x) => x.DType == DType.F32 ? Holds<float>(x, MathF.FusedMultiplyAdd) : Holds<double>(x, Math.FusedMultiplyAdd);

    private static unsafe bool Holds<T>(Case x, Func<T, T, T, T> multiplyAdd) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Random random = new(x.Seed);
        int sparseRows = x.Right ? x.N : x.M, otherColumns = x.Right ? x.M : x.N;
        T[] sparse = new T[x.Batch * sparseRows * x.K * x.Step], other = new T[x.Batch * x.K * otherColumns];
        byte[] bools = new byte[sparse.Length];
        for (int i = 0; i < sparse.Length; i++)
        {
            bool one = random.NextDouble() < x.Density;
            bools[i] = one ? (byte)1 : (byte)0;
            T tiny = T.CreateChecked(x.DType == DType.F32 ? 1e-30 : 1e-200);
            sparse[i] = (one, x.Numbers) switch
            {
                _ when x.Bools => one ? T.One : T.Zero,
                (true, Numbers.Values) => T.CreateChecked(random.NextDouble() - .5),
                (true, Numbers.Tiny) => T.CreateChecked(random.Next(3) - 1) * tiny,
                (true, _) => T.One,
                (false, Numbers.SignedZeros) when random.Next(2) == 0 => T.NegativeZero,
                _ => T.Zero,
            };
        }
        for (int i = 0; i < other.Length; i++)
        {
            other[i] = T.CreateChecked(random.NextDouble() - .5);
            if (x.Numbers == Numbers.Tiny) other[i] *= T.CreateChecked(x.DType == DType.F32 ? 1e-20 : 1e-150);
            if (x.Numbers == Numbers.SignedZeros && random.Next(4) == 0) other[i] = T.NegativeZero;
            if (x.Special && random.Next(500) == 0) other[i] = random.Next(2) == 0 ? T.NaN : T.PositiveInfinity;
        }
        ProductStrides rows = x.SparseTransposed ? new((long)sparseRows * x.K * x.Step, x.Step, (long)sparseRows * x.Step) : new((long)sparseRows * x.K * x.Step, (long)x.K * x.Step, x.Step);
        ProductStrides columns = x.OtherTransposed ? new((long)x.K * otherColumns, 1, x.K) : new((long)x.K * otherColumns, otherColumns, 1);
        var spec = new ProductSpec(x.DType, x.Batch, x.M, x.N, x.K, x.Right ? columns.Transposed : rows, x.Right ? rows.Transposed : columns, new((long)x.M * x.N, x.N, 1), x.Accumulate);
        T[] expected = new T[x.Batch * x.M * x.N];
        for (int i = 0; i < expected.Length; i++) expected[i] = T.CreateChecked(i % 7 - 3);
        T[] start = [.. expected];
        T[] a = x.Right ? other : sparse, b = x.Right ? sparse : other;
        for (int g = 0; g < x.Batch; g++)
        {
            for (int m = 0; m < x.M; m++)
            {
                for (int n = 0; n < x.N; n++)
                {
                    T total = T.Zero;
                    for (int block = 0; block < x.K; block += 256)
                    {
                        T sum = T.Zero;
                        for (int k = block; k < Math.Min(x.K, block + 256); k++)
                            sum = multiplyAdd(a[g * spec.A.Batch + m * spec.A.Row + k * spec.A.Column], b[g * spec.B.Batch + k * spec.B.Row + n * spec.B.Column], sum);
                        total = block == 0 ? sum : total + sum;
                    }
                    ref T place = ref expected[(g * x.M + m) * x.N + n];
                    place = x.Accumulate ? place + total : total;
                }
            }
        }
        foreach (int width in Widths)
        {
            T[] actual = [.. start];
            fixed (T* pa = a, pb = b, pc = actual)
            fixed (byte* ones = bools)
            {
                if (!x.Bools) MatrixProduct.Run(spec, pa, pb, pc, width);
                else if (x.Right) MatrixProduct.Run(spec with { Bools = ProductSide.Right }, pa, ones, pc, width);
                else MatrixProduct.Run(spec with { Bools = ProductSide.Left }, ones, pb, pc, width);
            }
            if (!MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan()))) return false;
        }
        return true;
    }

    public sealed record Case(
        DType DType, bool Bools, Numbers Numbers, double Density, int Batch, int M, int N, int K, bool SparseTransposed, bool OtherTransposed, bool Right,
        int Step, bool Accumulate, bool Special, int Seed);
}
