using System.Collections.Concurrent;
using SpikeJit.Cpu;

namespace SpikeJit.Compilation.Execution;

/// <summary>
/// Code of kernels, found again by their structure: the same loop nest in another program, or traced again, is not compiled again. Bounded, so that
/// programs which make new shapes for ever do not fill the memory.
/// </summary>
internal static class KernelCache
{
    private const int Kept = 4096;

    private static readonly ConcurrentDictionary<LoopNestKey, Lazy<CompiledKernel>> Known = new();

    /// <summary>How many kernels are kept.</summary>
    public static int Count => Known.Count;

    public static CompiledKernel Compile(LoopNest nest)
    {
        if (Known.Count >= Kept) Known.Clear();
        return Known.GetOrAdd(new LoopNestKey(nest), _ => new Lazy<CompiledKernel>(() => CpuBackend.Instance.Compile(nest))).Value;
    }
}
