using System.Numerics;
using System.Runtime.InteropServices;
using CsCheck;
using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

/// <summary>Every product is compared, bit for bit, with the sums written down in the plainest way.</summary>
[Collection(nameof(WorkerPool))]
public sealed class MatrixProductTests
{
    private static readonly int[] Extents = [0, 1, 2, 3, 7, 10, 16, 17, 31, 33, 50];
    private static readonly int[] Depths = [0, 1, 3, 7, 10, 17, 255, 256, 257, 300, 512, 1000];
    private static readonly int[] Widths = [128, 256, 512];

    // How an operand lies in memory: its axes outermost first, every stretched by a step, or one of them with stride 0, or the last one backwards.
    private static readonly Gen<(int Order, int Step, bool Zero, bool Backwards)> Layout =
        Gen.Select(Gen.Int[0, 5], Gen.Frequency((4, Gen.Const(1)), (1, Gen.Const(3))), Gen.Frequency((7, Gen.Const(false)), (1, Gen.Const(true))), Gen.Bool);

    private static readonly Gen<Case> Cases =
        from dtype in Gen.Enum<DType>().Where(d => d != DType.Bool)
        from batch in Gen.Int[1, 2]
        from m in Gen.Int[0, Extents.Length - 1].Select(i => Extents[i])
        from n in Gen.Int[0, Extents.Length - 1].Select(i => Extents[i])
        from k in Gen.Int[0, Depths.Length - 1].Select(i => Depths[i])
        from a in Layout
        from b in Layout
        from c in Layout
        from accumulate in Gen.Bool
        from seed in Gen.Int
        select Case.Create(dtype, batch, m, n, k, a, b, c, accumulate, seed);

    [Fact]
    public void Every_width_gives_the_bits_of_the_plain_sums_for_any_shape_and_strides() =>
        Cases.Sample(x => x.Check(Widths), iter: 100, threads: 1);

    [Fact]
    public void The_number_of_threads_does_not_change_the_bits()
    {
        int before = WorkerPool.Threads;
        try
        {
            WorkerPool.Threads = 5;
            foreach (DType dtype in new[] { DType.F32, DType.F64, DType.I32 })
            {
                Assert.True(Case.Plain(dtype, 1, 90, 70, 300, false).Check(MatrixProduct.VectorBits));
                Assert.True(Case.Plain(dtype, 40, 15, 17, 257, true).Check(MatrixProduct.VectorBits));
                Assert.True(Case.Create(dtype, 2, 129, 33, 256, (3, 1, false, false), (1, 1, false, false), (3, 1, false, false), true, 5).Check(MatrixProduct.VectorBits));
            }
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Theory]
    [InlineData(1000, 3, 17), InlineData(3, 1000, 257), InlineData(7, 300, 256), InlineData(10, 17, 1000), InlineData(129, 600, 7), InlineData(17, 7, 300), InlineData(1, 784, 256), InlineData(1, 1000, 1000), InlineData(1000, 1, 300)]
    [InlineData(1, 1, 1000), InlineData(256, 300, 1), InlineData(255, 16, 257), InlineData(50, 32, 10), InlineData(0, 5, 3), InlineData(5, 0, 3)]
    public void Long_and_skinny_products_give_the_bits_of_the_plain_sums(int m, int n, int k)
    {
        foreach (DType dtype in new[] { DType.F32, DType.F64 })
        {
            for (int order = 0; order < 4; order++)
                Assert.True(Case.Create(dtype, 1, m, n, k, (order, 1, false, false), (order ^ 1, 1, false, false), (0, 1, false, false), false, 1).Check(Widths));
        }
    }

    [Fact]
    public unsafe void A_product_over_no_k_is_zero_or_leaves_the_old_value()
    {
        double[] c = [double.NaN, 5];
        double unused;
        fixed (double* p = c)
        {
            MatrixProduct.Run(ProductSpec.Contiguous(DType.F64, 1, 1, 1, 0), &unused, &unused, p);
            MatrixProduct.Run(ProductSpec.Contiguous(DType.F64, 1, 1, 1, 0, accumulate: true), &unused, &unused, p + 1);
        }
        Assert.Equal([0, 5], c);
    }

    [Fact]
    public unsafe void Zero_times_infinity_is_NaN_and_other_rows_stay_finite()
    {
        float[] a = [0, 1, 1, 0], b = [float.PositiveInfinity, 2], c = new float[2];
        fixed (float* pa = a, pb = b, pc = c) MatrixProduct.Run(ProductSpec.Contiguous(DType.F32, 1, 2, 1, 2), pa, pb, pc);
        Assert.Equal([float.NaN, float.PositiveInfinity], c);
        (b[0], b[1]) = (2, 3);
        fixed (float* pa = a, pb = b, pc = c) MatrixProduct.Run(ProductSpec.Contiguous(DType.F32, 1, 2, 1, 2), pa, pb, pc);
        Assert.Equal([3, 2], c);
    }

    [Fact]
    public unsafe void Integer_sums_wrap_around()
    {
        byte[] a = [200, 100], b = [2, 3], c = new byte[1];
        fixed (byte* pa = a, pb = b, pc = c) MatrixProduct.Run(ProductSpec.Contiguous(DType.U8, 1, 1, 1, 2), pa, pb, pc);
        Assert.Equal(700 % 256, c[0]);
    }

    [Fact]
    public unsafe void Bad_products_say_what_is_wrong()
    {
        ProductSpec good = ProductSpec.Contiguous(DType.F32, 1, 2, 2, 2);
        Assert.Contains("bool", Assert.Throws<DTypeException>(() => MatrixProduct.Run(good with { DType = DType.Bool }, null, null, null)).Message);
        Assert.Contains("m -1", Assert.Throws<ShapeException>(() => MatrixProduct.Run(good with { M = -1 }, null, null, null)).Message);
        Assert.Contains("share a place", Assert.Throws<ShapeException>(() => MatrixProduct.Run(good with { C = new(4, 0, 1) }, null, null, null)).Message);
    }

    [Fact]
    public unsafe void The_steady_state_allocates_nothing()
    {
        ProductSpec small = ProductSpec.Contiguous(DType.F32, 1, 50, 32, 10), large = ProductSpec.Contiguous(DType.F32, 1, 100, 40, 300);
        float[] a = [.. Enumerable.Repeat(1f, 60_000)], b = new float[60_000], c = new float[60_000];
        fixed (float* pa = a, pb = b, pc = c)
        {
            nint left = (nint)pa, right = (nint)pb, result = (nint)pc;
            Assert.Equal(0, Allocations.Least(() => MatrixProduct.Run(small, (void*)left, (void*)right, (void*)result)));
            Assert.Equal(0, Allocations.Least(() => MatrixProduct.Run(large, (void*)left, (void*)right, (void*)result)));
        }
    }

    /// <summary>A product with the memory of its operands.</summary>
    private sealed record Case(ProductSpec Spec, long OriginA, long OriginB, long OriginC, byte[] A, byte[] B, byte[] C)
    {
        internal static Case Plain(DType dtype, int batch, int m, int n, int k, bool accumulate) =>
            Create(dtype, batch, m, n, k, (0, 1, false, false), (0, 1, false, false), (0, 1, false, false), accumulate, 7);

        internal static Case Create(
            DType dtype, int batch, int m, int n, int k, (int, int, bool, bool) a, (int, int, bool, bool) b, (int, int, bool, bool) c,
            bool accumulate, int seed)
        {
            Random random = new(seed);
            (ProductStrides sa, long oa, long la) = Strides(batch, m, k, a, zeros: true);
            (ProductStrides sb, long ob, long lb) = Strides(batch, k, n, b, zeros: true);
            (ProductStrides sc, long oc, long lc) = Strides(batch, m, n, c, zeros: false);
            return new(new(dtype, batch, m, n, k, sa, sb, sc, accumulate), oa, ob, oc, Fill(la), Fill(lb), Fill(lc));

            byte[] Fill(long length)
            {
                byte[] bytes = new byte[length * dtype.Size()];
                if (dtype == DType.F32) foreach (ref float x in MemoryMarshal.Cast<byte, float>(bytes.AsSpan())) x = random.NextSingle() * 2 - 1;
                else if (dtype == DType.F64) foreach (ref double x in MemoryMarshal.Cast<byte, double>(bytes.AsSpan())) x = random.NextDouble() * 2 - 1;
                else random.NextBytes(bytes);
                return bytes;
            }
        }

        private static (ProductStrides Strides, long Origin, long Length) Strides(
            int batch, int rows, int columns, (int Order, int Step, bool Zero, bool Backwards) layout, bool zeros)
        {
            int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]];
            int[] extents = [batch, rows, columns], order = orders[layout.Order];
            long[] strides = new long[3];
            long next = layout.Step, origin = 0;
            for (int i = 2; i >= 0; i--)
            {
                strides[order[i]] = next;
                next *= Math.Max(1, extents[order[i]]);
            }
            if (layout.Zero && zeros) strides[order[2]] = 0;
            if (layout.Backwards && layout.Step > 1)
            {
                origin = strides[order[2]] * Math.Max(0, extents[order[2]] - 1);
                strides[order[2]] *= -1;
            }
            return (new(strides[0], strides[1], strides[2]), origin, next);
        }

        /// <summary>Whether the product has the bits of the plain sums with every one of these vector widths.</summary>
        internal unsafe bool Check(params int[] widths)
        {
            byte[] expected = [.. C];
            int size = Spec.DType.Size();
            fixed (byte* a = A, b = B, e = expected)
            {
                byte* a0 = a + OriginA * size, b0 = b + OriginB * size, e0 = e + OriginC * size;
                switch (Spec.DType)
                {
                    case DType.F32: PlainSums(Spec, (float*)a0, (float*)b0, (float*)e0, MathF.FusedMultiplyAdd); break;
                    case DType.F64: PlainSums(Spec, (double*)a0, (double*)b0, (double*)e0, Math.FusedMultiplyAdd); break;
                    case DType.U8: PlainIntegers(Spec, a0, b0, e0); break;
                    case DType.I8: PlainIntegers(Spec, (sbyte*)a0, (sbyte*)b0, (sbyte*)e0); break;
                    case DType.I32: PlainIntegers(Spec, (int*)a0, (int*)b0, (int*)e0); break;
                    case DType.U32: PlainIntegers(Spec, (uint*)a0, (uint*)b0, (uint*)e0); break;
                    case DType.I64: PlainIntegers(Spec, (long*)a0, (long*)b0, (long*)e0); break;
                    default: PlainIntegers(Spec, (ulong*)a0, (ulong*)b0, (ulong*)e0); break;
                }
                foreach (int width in widths)
                {
                    byte[] actual = [.. C];
                    fixed (byte* c = actual) MatrixProduct.Run(Spec, a0, b0, c + OriginC * size, width);
                    if (!expected.AsSpan().SequenceEqual(actual)) return false;
                }
            }
            return true;
        }

        private static unsafe void PlainSums<T>(in ProductSpec s, T* a, T* b, T* c, Func<T, T, T, T> multiplyAdd) where T : unmanaged, IFloatingPoint<T>
        {
            for (int g = 0; g < s.Batch; g++)
            {
                for (int m = 0; m < s.M; m++)
                {
                    for (int n = 0; n < s.N; n++)
                    {
                        T total = T.Zero;
                        for (int block = 0; block < s.K; block += 256)
                        {
                            T sum = T.Zero;
                            int end = Math.Min(s.K, block + 256);
                            for (int k = block; k < end; k++)
                                sum = multiplyAdd(a[g * s.A.Batch + m * s.A.Row + k * s.A.Column], b[g * s.B.Batch + k * s.B.Row + n * s.B.Column], sum);
                            total = block == 0 ? sum : total + sum;
                        }
                        T* p = c + (g * s.C.Batch + m * s.C.Row + n * s.C.Column);
                        *p = s.Accumulate ? *p + total : total;
                    }
                }
            }
        }

        private static unsafe void PlainIntegers<T>(in ProductSpec s, T* a, T* b, T* c) where T : unmanaged, IBinaryInteger<T>
        {
            for (int g = 0; g < s.Batch; g++)
            {
                for (int m = 0; m < s.M; m++)
                {
                    for (int n = 0; n < s.N; n++)
                    {
                        T* p = c + (g * s.C.Batch + m * s.C.Row + n * s.C.Column);
                        T total = s.Accumulate ? *p : T.Zero;
                        for (int k = 0; k < s.K; k++)
                            total = unchecked(total + a[g * s.A.Batch + m * s.A.Row + k * s.A.Column] * b[g * s.B.Batch + k * s.B.Row + n * s.B.Column]);
                        *p = total;
                    }
                }
            }
        }
    }
}
