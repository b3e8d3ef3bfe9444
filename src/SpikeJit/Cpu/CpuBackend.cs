using SpikeJit.Compilation;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Cpu;

/// <summary>The processor: loop nests become machine code through IL, products run packed and register-blocked, both on the worker pool.</summary>
internal sealed unsafe class CpuBackend : IBackend
{
    private static readonly AsyncLocal<int> s_vectorBits = new();

    public static CpuBackend Instance { get; } = new();

    /// <summary>
    /// The widest vectors, in bits (128, 256, 512, or 32 for scalars), of code that is compiled from here on in this flow of control; 0 for what the machine
    /// has. Code compiled under a limit is not kept for others. No result depends on it, which tests show.
    /// </summary>
    public static int VectorBitsLimit
    {
        get => s_vectorBits.Value;
        set => s_vectorBits.Value = value;
    }

    public CompiledKernel Compile(LoopNest nest) => new NestKernel(CompiledLoopNest.Compile(nest, VectorBitsLimit));

    public CompiledKernel Compile(ProductSpec product) => new ProductKernel(product);

    private sealed class NestKernel(CompiledLoopNest code) : CompiledKernel
    {
        public override void Run(nint* buffers) => code.Run(buffers);
    }

    private sealed class ProductKernel(ProductSpec spec) : CompiledKernel
    {
        private readonly ProductSpec _spec = spec;
        private readonly int _vectorBits = VectorBitsLimit == 0 ? MatrixProduct.VectorBits : Math.Max(VectorBitsLimit, 128);

        public override void Run(nint* buffers) => MatrixProduct.Run(_spec, (void*)buffers[0], (void*)buffers[1], (void*)buffers[2], _vectorBits);
    }
}
