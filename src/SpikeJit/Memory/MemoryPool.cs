using System.Numerics;

namespace SpikeJit.Memory;

/// <summary>
/// Native memory in size classes (four to each power of two), kept for reuse: fresh pages cost more than most kernels. What tensors hold is invisible
/// to the garbage collector, so the pool asks for a collection when much has been handed out since the last one.
/// </summary>
internal static class MemoryPool
{
    private const int Alignment = 64;
    private const int SmallestClass = 64;
    private const long KeptBytesAClass = 256L << 20;

    // Less than what is kept, so that what comes back at a collection is there for what is handed out until the next.
    private const long CollectAfter = 64L << 20;

    // Blocks up to this size are cut from slabs, so that they share huge pages; larger ones have pages of their own.
    private const long LargestInSlab = 4L << 20;
    private const long SlabBytes = 32L << 20;

    private static readonly FreeBlocks[] Free = [.. Enumerable.Range(0, 4 * 64).Select(_ => new FreeBlocks())];
    private static readonly Lock Cutting = new();
    private static nint s_slab;
    private static long s_cut = SlabBytes;
    private static long s_sinceCollection;
    private static long s_liveAfterFull;

    /// <summary>Bytes handed out and not returned.</summary>
    public static long Live => Interlocked.Read(ref s_live);

    private static long s_live;

    public static nint Rent(long bytes)
    {
        int sizeClass = ClassOf(bytes);
        long size = SizeOf(sizeClass);
        if (!Free[sizeClass].TryTake(out nint block))
        {
            if (Interlocked.Read(ref s_sinceCollection) > CollectAfter && Collect(sizeClass, out block)) return Taken(block, size);
            block = size > LargestInSlab ? HugePages.Allocate(size) : Cut(size);
        }
        return Taken(block, size);
    }

    public static void Return(nint block, long bytes)
    {
        int sizeClass = ClassOf(bytes);
        long size = SizeOf(sizeClass);
        Interlocked.Add(ref s_live, -size);
        bool enough = Free[sizeClass].Count * size > KeptBytesAClass;
        if (enough && size > LargestInSlab)
        {
            HugePages.Free(block);
            return;
        }
        if (enough) HugePages.Discard(block, size);
        Free[sizeClass].Add(block);
    }

    private static nint Cut(long size)
    {
        lock (Cutting)
        {
            if (s_cut + size > SlabBytes) (s_slab, s_cut) = (HugePages.Allocate(SlabBytes), 0);
            nint block = s_slab + (nint)s_cut;
            s_cut += (size + Alignment - 1) & -Alignment;
            return block;
        }
    }

    private static nint Taken(nint block, long size)
    {
        Interlocked.Add(ref s_live, size);
        Interlocked.Add(ref s_sinceCollection, size);
        return block;
    }

    /// <summary>Collects the young generations, and the old one when more than twice is live of the least since it was collected.</summary>
    private static bool Collect(int sizeClass, out nint block)
    {
        Collect(1);
        long lived = Interlocked.Read(ref s_liveAfterFull);
        if (Live > 2 * Math.Max(lived, CollectAfter))
        {
            Collect(GC.MaxGeneration);
            lived = long.MaxValue;
        }
        Interlocked.Exchange(ref s_liveAfterFull, Math.Min(lived, Live));
        Interlocked.Exchange(ref s_sinceCollection, 0);
        return Free[sizeClass].TryTake(out block);
    }

    private static void Collect(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
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

    /// <summary>Blocks of one size; the last one returned, whose memory is the likeliest to be in a cache, is taken first.</summary>
    private sealed class FreeBlocks
    {
        private readonly Lock _lock = new();
        private readonly Stack<nint> _blocks = new();

        public int Count => _blocks.Count;

        public bool TryTake(out nint block)
        {
            lock (_lock) return _blocks.TryPop(out block);
        }

        public void Add(nint block)
        {
            lock (_lock) _blocks.Push(block);
        }
    }
}
