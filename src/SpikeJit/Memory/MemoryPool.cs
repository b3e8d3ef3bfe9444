using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SpikeJit.Memory;

/// <summary>
/// Native memory in size classes (four to each power of two), kept for reuse: fresh pages cost more than most kernels. What tensors hold is invisible
/// to the garbage collector, so the pool asks for a collection when much has been handed out since the last one.
/// </summary>
internal static unsafe class MemoryPool
{
    private const int Alignment = 64;
    private const int SmallestClass = 64;
    private const long KeptBytesAClass = 256L << 20;
    private const long CollectAfter = 128L << 20;

    private static readonly ConcurrentBag<nint>[] Free = [.. Enumerable.Range(0, 4 * 64).Select(_ => new ConcurrentBag<nint>())];
    private static long s_sinceCollection;
    private static int s_generation;

    /// <summary>Bytes handed out and not returned.</summary>
    public static long Live => Interlocked.Read(ref s_live);

    private static long s_live;

    public static nint Rent(long bytes)
    {
        int sizeClass = ClassOf(bytes);
        long size = SizeOf(sizeClass);
        if (!Free[sizeClass].TryTake(out nint block))
        {
            if (Interlocked.Read(ref s_sinceCollection) > Math.Max(CollectAfter, Live / 2) && Collect(sizeClass, out block)) return Taken(block, size);
            block = (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        }
        return Taken(block, size);
    }

    public static void Return(nint block, long bytes)
    {
        int sizeClass = ClassOf(bytes);
        long size = SizeOf(sizeClass);
        Interlocked.Add(ref s_live, -size);
        if (Free[sizeClass].Count * size > KeptBytesAClass) NativeMemory.AlignedFree((void*)block);
        else Free[sizeClass].Add(block);
    }

    private static nint Taken(nint block, long size)
    {
        Interlocked.Add(ref s_live, size);
        Interlocked.Add(ref s_sinceCollection, size);
        return block;
    }

    /// <summary>Collects the youngest generation; an older one when that did not free half of what is live.</summary>
    private static bool Collect(int sizeClass, out nint block)
    {
        long before = Live;
        GC.Collect(s_generation, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        Interlocked.Exchange(ref s_sinceCollection, 0);
        s_generation = Live > before / 2 ? Math.Min(s_generation + 1, GC.MaxGeneration) : 0;
        return Free[sizeClass].TryTake(out block);
    }

    private static int ClassOf(long bytes)
    {
        ulong size = (ulong)Math.Max(bytes, SmallestClass);
        int log = BitOperations.Log2(size - 1);
        int quarter = (int)((size - 1) >> (log - 2)) & 3;
        return 4 * log + quarter;
    }

    private static long SizeOf(int sizeClass)
    {
        int log = sizeClass / 4, quarter = sizeClass % 4;
        return (long)(4 + quarter + 1) << (log - 2);
    }
}
