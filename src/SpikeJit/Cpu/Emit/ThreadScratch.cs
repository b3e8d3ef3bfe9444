using System.Runtime.InteropServices;

namespace SpikeJit.Cpu.Emit;

/// <summary>Memory of a thread for what a kernel keeps for itself. It grows to the largest need and is given back when the thread is gone.</summary>
internal sealed unsafe class ThreadScratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static ThreadScratch? s_current;

    private byte* _memory;
    private long _bytes;

    ~ThreadScratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>At least this many bytes, aligned to a cache line, with any content.</summary>
    public static byte* Get(long bytes)
    {
        ThreadScratch current = s_current ??= new();
        if (current._bytes < bytes)
        {
            NativeMemory.AlignedFree(current._memory);
            current._memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
            current._bytes = bytes;
        }
        return current._memory;
    }
}
