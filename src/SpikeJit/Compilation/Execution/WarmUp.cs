using SpikeJit.Cpu;

namespace SpikeJit.Compilation.Execution;

/// <summary>
/// The first compilation of a process is mostly the runtime compiling this library. Another processor can do so for the code generator while the first
/// function is still being traced.
/// </summary>
internal static class WarmUp
{
    private static int s_started;

    /// <summary>Starts once, where there is a processor to spare.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount < 2 || Interlocked.Exchange(ref s_started, 1) != 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static _ =>
            {
                try
                {
                    Run();
                }
                catch (Exception)
                {
                    // Whatever is wrong shows itself when a user's function is compiled.
                }
            },
            null);
    }

    /// <summary>Generates the code of two small kernels and runs a small product.</summary>
    public static unsafe void Run()
    {
        foreach (LoopNest nest in new[] { Recurrence(), Sum() }) CpuBackend.Instance.Compile(nest);
        float* numbers = stackalloc float[48];
        new Span<float>(numbers, 48).Clear();
        nint* buffers = stackalloc nint[3] { (nint)numbers, (nint)(numbers + 16), (nint)(numbers + 32) };
        var strides = new ProductStrides(16, 4, 1);
        CpuBackend.Instance.Compile(new ProductSpec(DType.F32, 1, 4, 4, 4, strides, strides, strides)).Run(buffers);
    }

    /// <summary>A leaky neuron with a soft spike, over a few steps and back.</summary>
    private static LoopNest Recurrence()
    {
        Address At(int buffer) => new(buffer, 0, [1], [40]);
        Instruction[] forward =
        [
            new LoadInstruction(4, At(0)), new ApplyInstruction(5, ScalarOp.Sub, 4, 2), new ApplyInstruction(6, ScalarOp.Div, 5, 0), new ApplyInstruction(7, ScalarOp.Add, 2, 6),
            new ApplyInstruction(8, ScalarOp.Sigmoid, 7), new StoreScratchInstruction(8, 0, 0, [1]), new ApplyInstruction(9, ScalarOp.Mul, 7, 8),
        ];
        Instruction[] backward =
        [
            new LoadScratchInstruction(11, 0, 0, [1]), new ApplyInstruction(12, ScalarOp.LessEqual, 11, 0), new ApplyInstruction(13, ScalarOp.Select, 12, 10, 11),
            new StoreInstruction(13, At(1)),
        ];
        DType[] registers = [.. Enumerable.Repeat(DType.F32, 12), DType.Bool, DType.F32, DType.F32];
        return new LoopNest([40], registers, [DType.F32, DType.F32], [new ScratchArray(DType.F32, 4)],
        [
            new ConstantInstruction(0, BitConverter.SingleToUInt32Bits(20f)),
            new LoopInstruction(4, false, [new LoopState(0, 2, 9, 3)], forward),
            new LoopInstruction(4, true, [new LoopState(3, 10, 13, 14)], backward),
        ]);
    }

    private static LoopNest Sum() => new([], [DType.F32, DType.F32], [DType.F32, DType.F32], [],
    [
        new ReduceInstruction(1, ReduceOp.Sum, [40], [new LoadInstruction(0, new Address(0, 0, [], [1]))], 0),
        new StoreInstruction(1, new Address(1, 0, [], [])),
    ]);
}
