namespace SpikeJit.Tests.Shared;

/// <summary>Counts what the calling thread allocates.</summary>
internal static class Allocations
{
    private const int Tries = 20;

    /// <summary>
    /// The fewest bytes that one of 20 runs allocates, after a first one. The fewest, because a collection that another thread starts counts the rest of
    /// this thread's allocation block as used, and because code that the runtime has yet to optimise may box.
    /// </summary>
    public static long Least(Action run)
    {
        run();
        long least = long.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
