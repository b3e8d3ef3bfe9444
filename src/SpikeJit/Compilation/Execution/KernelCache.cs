using SpikeJit.Cpu.Emit;

namespace SpikeJit.Compilation.Execution;

/// <summary>Generates the code of kernels.</summary>
internal static class KernelCache
{
    public static CompiledLoopNest Compile(LoopNest nest) => CompiledLoopNest.Compile(nest);
}
