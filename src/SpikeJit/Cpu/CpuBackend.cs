using SpikeJit.Compilation;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Cpu;

/// <summary>The processor: loop nests become machine code through IL, products run packed and register-blocked, both on the worker pool.</summary>
internal sealed unsafe class CpuBackend : IBackend
{
    public static CpuBackend Instance { get; } = new();

    public CompiledKernel Compile(LoopNest nest) => new NestKernel(CompiledLoopNest.Compile(nest, CompilerSettings.Current.VectorBits));

    public CompiledKernel Compile(ProductSpec product) => new ProductKernel(product);

    private sealed class NestKernel(CompiledLoopNest code) : CompiledKernel
    {
        public override void Run(nint* buffers) => code.Run(buffers);
    }

    private sealed class ProductKernel(ProductSpec spec) : CompiledKernel
    {
        private readonly PreparedProduct _product = new(spec, Math.Max(128, CompilerSettings.Current.VectorBits));

        public override void Run(nint* buffers) => _product.Run((void*)buffers[0], (void*)buffers[1], (void*)buffers[2]);
    }
}
