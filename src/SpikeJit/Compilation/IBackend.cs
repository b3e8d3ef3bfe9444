using SpikeJit.Cpu;

namespace SpikeJit.Compilation;

/// <summary>
/// What a machine has to offer the compiler: loop nests and products made ready to run. It never sees a primitive, so a new backend touches none.
/// </summary>
internal interface IBackend
{
    /// <summary>Makes a loop nest ready; its buffers are given in the nest's order.</summary>
    CompiledKernel Compile(LoopNest nest);

    /// <summary>Makes a product ready; its buffers are left, right, result.</summary>
    CompiledKernel Compile(ProductSpec product);
}

/// <summary>Code that runs on buffers.</summary>
internal abstract unsafe class CompiledKernel
{
    /// <param name="buffers">The addresses of the buffers.</param>
    public abstract void Run(nint* buffers);
}
