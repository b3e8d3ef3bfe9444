using System.Runtime.InteropServices;

namespace SpikeJit.Memory;

/// <summary>
/// Memory from the operating system in pages of 2 MiB where it has them. The first touch of a page costs about as much however large it is, on a virtual
/// machine 1 to 10 µs: with pages of 4 KiB an array of 40 MB takes up to 100 ms to be written for the first time, with those of 2 MiB 3 ms.
/// Elsewhere than on Linux the memory is an ordinary one, and advice does nothing.
/// </summary>
internal static unsafe partial class HugePages
{
    private const int Size = 2 << 20;

    // Of madvise(2), the same on x64 and Arm64.
    private const int NotNeeded = 4;
    private const int Huge = 14;

    private static bool s_advises = OperatingSystem.IsLinux();
    private static readonly nint SmallPage = Environment.SystemPageSize;

    /// <summary>Memory that begins at a huge page.</summary>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public static nint Allocate(long bytes)
    {
        nint address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, Size);
        Advise(address, bytes, Huge);
        return address;
    }

    public static void Free(nint address) => NativeMemory.AlignedFree((void*)address);

    /// <summary>Gives the pages of some memory back to the system. The memory can be used again; its contents are lost.</summary>
    public static void Discard(nint address, long bytes)
    {
        nint from = (address + SmallPage - 1) & -SmallPage, to = (nint)(address + bytes) & -SmallPage;
        if (to > from) Advise(from, to - from, NotNeeded);
    }

    private static void Advise(nint address, long bytes, int advice)
    {
        if (!s_advises) return;
        try
        {
            // A system that does not know the advice says so and goes on.
            _ = MAdvise(address, (nuint)bytes, advice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            s_advises = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MAdvise(nint address, nuint length, int advice);
}
