using SpikeJit.Compilation;
using SpikeJit.Cpu;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Tests.Cpu;

public sealed unsafe class ReductionOrderTests
{
    public static TheoryData<int, int> WidthsAndLengths =>
        new(from bits in new[] { 32, 128, 256, 512 }
            from n in new[] { 0, 1, 3, 15, 16, 17, 100, 1023, 1024, 1025, 2048, 10_000,
            70_001 }
            select (bits, n));

    [Theory, MemberData(nameof(WidthsAndLengths))]
    public void A_sum_adds_in_sixteen_partials_and_a_tree_inside_blocks_of_1024(int bits, int n)
    {
        float[] x = Numbers(n);
        foreach (int step in new[] { 1, 3 })
        {
            using var memory = new NestMemory([DType.F32, DType.F32], [Math.Max(1, n * step), 1]);
            for (int i = 0; i < n; i++) memory.Of<float>(0)[i * step] = x[i];
            CompiledLoopNest.Compile(Sum([], n, [], step), bits).Run(memory.Buffers);
            Assert.Equal(Defined(x), memory.Of<float>(1)[0]);
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Columns_and_rows_are_summed_to_the_same_bits(int bits)
    {
        const int rows = 37, columns = 4500;
        float[] x = Numbers(rows * columns);
        using var memory = new NestMemory([DType.F32, DType.F32], [x.Length, rows]);
        using var transposed = new NestMemory([DType.F32, DType.F32], [x.Length, rows]);
        x.CopyTo(memory.Of<float>(0));
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) transposed.Of<float>(0)[(c * rows) + r] = x[(r * columns) + c];
        CompiledLoopNest.Compile(Sum([rows], columns, [columns], 1), bits).Run(memory.Buffers);
        CompiledLoopNest.Compile(Sum([rows], columns, [1], rows), bits).Run(transposed.Buffers);
        for (int r = 0; r < rows; r++)
        {
            Assert.Equal(Defined(x[(r * columns)..((r + 1) * columns)]), memory.Of<float>(1)[r]);
            Assert.Equal(memory.Of<float>(1)[r], transposed.Of<float>(1)[r]);
        }
    }

    [Fact]
    public void A_sum_has_the_same_bits_for_any_number_of_threads()
    {
        const int n = 1_000_003;
        float[] x = Numbers(n);
        using var memory = new NestMemory([DType.F32, DType.F32], [n, 1]);
        x.CopyTo(memory.Of<float>(0));
        CompiledLoopNest kernel = CompiledLoopNest.Compile(Sum([], n, [], 1));
        int before = WorkerPool.Threads;
        try
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                WorkerPool.Threads = threads;
                memory.Of<float>(1)[0] = 0;
                kernel.Run(memory.Buffers);
                Assert.Equal(Defined(x), memory.Of<float>(1)[0]);
            }
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Fact]
    public void A_million_tenths_sum_to_a_hundred_thousand_within_a_millionth()
    {
        using var memory = new NestMemory([DType.F32, DType.F32], [1_000_000, 1]);
        memory.Of<float>(0).Fill(.1f);
        CompiledLoopNest.Compile(Sum([], 1_000_000, [], 1)).Run(memory.Buffers);
        Assert.InRange(memory.Of<float>(1)[0] / (1_000_000d * .1f), 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void The_mean_of_twenty_million_ones_is_exactly_one()
    {
        const int n = 20_000_000;
        using var memory = new NestMemory([DType.F32, DType.F32], [1, 1]);
        memory.Of<float>(0)[0] = 1;
        LoopNest sum = Sum([], n, [], 0);
        DType[] registers = [.. sum.Registers, DType.F32, DType.F32];
        Instruction[] body =
        [
            sum.Body[0],
            new ConstantInstruction(2, BitConverter.SingleToUInt32Bits(n)),
            new ApplyInstruction(3, ScalarOp.Div, 1, 2),
            new StoreInstruction(3, new(1, 0, [], [])),
        ];
        CompiledLoopNest.Compile(new([], registers, sum.Buffers, [], body)).Run(memory.Buffers);
        Assert.Equal(1f, memory.Of<float>(1)[0]);
    }

    // buffer 1 [lanes] ← Σ over n elements of buffer 0.
    private static LoopNest Sum(int[] lanes, int n, long[] laneSteps, long step) => new(
        lanes,
        [DType.F32, DType.F32],
        [DType.F32, DType.F32],
        [],
        [
            new ReduceInstruction(1, ReduceOp.Sum, [n], [new LoadInstruction(0, new(0, 0, laneSteps, [step]))], 0),
            new StoreInstruction(1, new(1, 0, [.. lanes.Select(_ => 1L)], [])),
        ]);

    // The definition, written for one array: no interpreter between it and the machine code.
    private static float Defined(float[] x)
    {
        if (x.Length == 0) return 0;
        float[] blocks = [.. x.Chunk(1024).Select(block =>
        {
            var p = new float[16];
            for (int i = 0; i < block.Length; i++) p[i % 16] += block[i];
            for (int half = 8; half > 0; half /= 2)
                for (int j = 0; j < half; j++) p[j] += p[j + half];
            return p[0];
        })];
        return blocks.Length == 1 ? blocks[0] : Defined(blocks);
    }

    private static float[] Numbers(int n)
    {
        var random = new Random(n);
        return [.. Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - .3) * Math.Exp(random.Next(10))))];
    }
}
