using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeJit.Benchmarks;

/// <summary>What this machine can do at most, measured, with as many threads as functions have.</summary>
internal static class MachineLimits
{
    private const int Turns = 1_000_000;
    private const int Chains = 12;

    /// <summary>
    /// Scalar operations a nanosecond: as many as multiply-adds of whole vectors in registers. A multiply-add counts as one, since the operations of a
    /// kernel are hardly ever joined in pairs.
    /// </summary>
    public static double OperationsPerNanosecond()
    {
        // Where vectors of 256 bits are two of 128, twice as many chains run.
        int threads = Device.Default.Threads, lanes = Math.Max(Device.Default.VectorBits / 32, Vector256<float>.Count);
        double microseconds = Timing.Of(() => OnAll(threads, _ => MultiplyAdds(lanes))).Best;
        return threads * (double)Turns * Chains * lanes / (microseconds * 1000);
    }

    /// <summary>Bytes a nanosecond, read and written together, of a copy of so many: in caches what these give, beyond them what memory gives.</summary>
    public static double CopiedBytesPerNanosecond(long bytes)
    {
        int threads = Device.Default.Threads, part = (int)(bytes / threads);
        byte[] from = new byte[bytes], to = new byte[bytes];
        double alone = Timing.Quick(() => from.CopyTo(to, 0)).Best;
        double together = Timing.Quick(() => OnAll(threads, t => from.AsSpan(t * part, part).CopyTo(to.AsSpan(t * part)))).Best;
        return 2 * bytes / (Math.Min(alone, together) * 1000);
    }

    private static void OnAll(int threads, Action<int> work) => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);

    private static void MultiplyAdds(int lanes)
    {
        float sum = lanes == Vector512<float>.Count ? Chains512() : Chains256();
        if (float.IsNaN(sum)) throw new ArithmeticException("Sums of ones are numbers.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains512()
    {
        Vector512<float> m = Vector512.Create(.5f), a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m, k = m, l = m;
        for (int turn = 0; turn < Turns; turn++)
        {
            (a, b, c, d) = (Vector512.FusedMultiplyAdd(a, m, m), Vector512.FusedMultiplyAdd(b, m, m), Vector512.FusedMultiplyAdd(c, m, m), Vector512.FusedMultiplyAdd(d, m, m));
            (e, f, g, h) = (Vector512.FusedMultiplyAdd(e, m, m), Vector512.FusedMultiplyAdd(f, m, m), Vector512.FusedMultiplyAdd(g, m, m), Vector512.FusedMultiplyAdd(h, m, m));
            (i, j, k, l) = (Vector512.FusedMultiplyAdd(i, m, m), Vector512.FusedMultiplyAdd(j, m, m), Vector512.FusedMultiplyAdd(k, m, m), Vector512.FusedMultiplyAdd(l, m, m));
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains256()
    {
        Vector256<float> m = Vector256.Create(.5f), a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m, k = m, l = m;
        for (int turn = 0; turn < Turns; turn++)
        {
            (a, b, c, d) = (Vector256.FusedMultiplyAdd(a, m, m), Vector256.FusedMultiplyAdd(b, m, m), Vector256.FusedMultiplyAdd(c, m, m), Vector256.FusedMultiplyAdd(d, m, m));
            (e, f, g, h) = (Vector256.FusedMultiplyAdd(e, m, m), Vector256.FusedMultiplyAdd(f, m, m), Vector256.FusedMultiplyAdd(g, m, m), Vector256.FusedMultiplyAdd(h, m, m));
            (i, j, k, l) = (Vector256.FusedMultiplyAdd(i, m, m), Vector256.FusedMultiplyAdd(j, m, m), Vector256.FusedMultiplyAdd(k, m, m), Vector256.FusedMultiplyAdd(l, m, m));
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
