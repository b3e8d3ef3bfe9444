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

    /// <summary>The kernel of a nest. A new one is compiled by another thread meanwhile, or by whoever needs it first.</summary>
    public static Lazy<CompiledKernel> Start(LoopNest nest)
    {
        var key = new LoopNestKey(nest);
        if (Known.TryGetValue(key, out Lazy<CompiledKernel>? known)) return known;
        if (Known.Count >= Kept) Known.Clear();
        CompilerSettings settings = CompilerSettings.Current;
        var kernel = new Lazy<CompiledKernel>(() =>
        {
            using IDisposable _ = CompilerSettings.Use(settings);
            return CpuBackend.Instance.Compile(nest);
        });
        known = Known.GetOrAdd(key, kernel);
        if (ReferenceEquals(known, kernel)) ThreadPool.UnsafeQueueUserWorkItem(CompileNow, kernel, preferLocal: false);
        return known;
    }

    private static void CompileNow(Lazy<CompiledKernel> kernel)
    {
        try
        {
            _ = kernel.Value;
        }
        catch (Exception)
        {
            // Whoever asks for the kernel gets the exception.
        }
    }
}
