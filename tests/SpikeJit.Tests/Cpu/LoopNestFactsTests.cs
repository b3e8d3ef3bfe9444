using SpikeJit.Compilation;
using SpikeJit.Cpu;
using SpikeJit.Cpu.Emit;

namespace SpikeJit.Tests.Cpu;

[Collection(nameof(WorkerPool))]
public sealed unsafe class LoopNestFactsTests
{
    public static TheoryData<int> Widths => [32, 128, 256, 512];

    [Theory, MemberData(nameof(Widths))]
    public void Floats_saturate_to_bytes_at_every_length(int bits)
    {
        float[] x = [-1, -.5f, .5f, 255.9f, 256, 300, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        byte[] expected = [0, 0, 0, 255, 255, 255, 0, 255, 0];
        for (int n = 1; n <= 70; n++)
        {
            using var memory = new NestMemory([DType.F32, DType.U8], [n, n]);
            for (int i = 0; i < n; i++) memory.Of<float>(0)[i] = x[i % x.Length];
            CompiledLoopNest.Compile(Map(n, ScalarOp.Convert, DType.F32, DType.U8), bits).Run(memory.Buffers);
            for (int i = 0; i < n; i++) Assert.Equal(expected[i % x.Length], memory.Of<byte>(1)[i]);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Unsigned_integers_become_the_nearest_float_with_halves_to_even(int bits)
    {
        uint[] x = [0, 1, 16777217, 16777219, 0x80000080, 0x80000081, 0x80000180, uint.MaxValue, 4294967167, 4294967168];
        float[] expected = [0, 1, 16777216, 16777220, 2147483648, 2147483904, 2147484160, 4294967296, 4294967040, 4294967296];
        using var memory = new NestMemory([DType.U32, DType.F32], [x.Length, x.Length]);
        x.CopyTo(memory.Of<uint>(0));
        CompiledLoopNest.Compile(Map(x.Length, ScalarOp.Convert, DType.U32, DType.F32), bits).Run(memory.Buffers);
        Assert.Equal(expected, memory.Of<float>(1).ToArray());
    }

    [Theory, MemberData(nameof(Widths))]
    public void Integer_division_by_zero_gives_all_ones_and_the_smallest_by_minus_one_wraps(int bits)
    {
        int[] a = [7, -7, 7, int.MinValue, 5], b = [2, 2, -2, -1, 0], quotient = [3, -3, -3, int.MinValue, -1], remainder = [1, -1, 1, 0, 5];
        foreach ((ScalarOp op, int[] expected) in new[] { (ScalarOp.Div, quotient), (ScalarOp.Rem, remainder) })
        {
            using var memory = new NestMemory([DType.I32, DType.I32, DType.I32], [5, 5, 5]);
            a.CopyTo(memory.Of<int>(0));
            b.CopyTo(memory.Of<int>(1));
            Instruction[] body =
            [
                new LoadInstruction(0, new(0, 0, [1], [])),
                new LoadInstruction(1, new(1, 0, [1], [])),
                new ApplyInstruction(2, op, 0, 1),
                new StoreInstruction(2, new(2, 0, [1], [])),
            ];
            CompiledLoopNest.Compile(new([5], [DType.I32, DType.I32, DType.I32], [DType.I32, DType.I32, DType.I32], [], body),
                bits).Run(memory.Buffers);
            Assert.Equal(expected, memory.Of<int>(2).ToArray());
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_leaky_neuron_charges_fires_at_threshold_and_starts_again_from_zero(int bits)
    {
        // v ← .5 v + I; s = v ≥ 1; v ← v (1 − s): with I = .6 the voltages are .6, .9, 1.05 (a spike), .6, .9, 1.05, … With I = .4 it never fires.
        const int steps = 9, lanes = 70;
        var registers = new List<DType>();
        int New(DType dtype = DType.F32)
        {
            registers.Add(dtype);
            return registers.Count - 1;
        }
        int zero = New(), half = New(), one = New(), current = New(), final = New(), input = New(), decayed = New(), v = New(),
            fires = New(DType.Bool), spike = New(), kept = New(), next = New();
        Instruction[] step =
        [
            new LoadInstruction(input, new(0, 0, [1], [])),
            new ApplyInstruction(decayed, ScalarOp.Mul, half, current),
            new ApplyInstruction(v, ScalarOp.Add, decayed, input),
            new ApplyInstruction(fires, ScalarOp.LessEqual, one, v),
            new ApplyInstruction(spike, ScalarOp.Convert, fires),
            new ApplyInstruction(kept, ScalarOp.Sub, one, spike),
            new ApplyInstruction(next, ScalarOp.Mul, v, kept),
            new StoreInstruction(fires, new(1, 0, [1], [lanes])),
        ];
        Instruction[] body =
        [
            new ConstantInstruction(zero, 0),
            new ConstantInstruction(half, BitConverter.SingleToUInt32Bits(.5f)),
            new ConstantInstruction(one, BitConverter.SingleToUInt32Bits(1f)),
            new LoopInstruction(steps, false, [new(zero, current, next, final)], step),
            new StoreInstruction(final, new(2, 0, [1], [])),
        ];
        using var memory = new NestMemory([DType.F32, DType.Bool, DType.F32], [lanes, steps * lanes, lanes]);
        for (int n = 0; n < lanes; n++) memory.Of<float>(0)[n] = n % 2 == 0 ? .6f : .4f;
        CompiledLoopNest.Compile(new([lanes], registers, [DType.F32, DType.Bool, DType.F32], [], body), bits).Run(memory.Buffers);
        for (int n = 0; n < lanes; n++)
        {
            for (int t = 0; t < steps; t++) Assert.Equal(n % 2 == 0 && t % 3 == 2, memory.Of<bool>(1)[(t * lanes) + n]);
            Assert.Equal(n % 2 == 0 ? 0f : .8f * (1 - MathF.Pow(.5f, steps)), memory.Of<float>(2)[n], 1e-6f);
        }
    }

    public static TheoryData<int, int[]> WidthsAndExtents =>
        new(from bits in new[] { 32, 128, 256, 512 }
            from e in new int[][] { [5], [70], [3000], [7, 10], [40, 128], [30, 48],
            [70_000] }
            select (bits, e));

    [Theory, MemberData(nameof(WidthsAndExtents))]
    public void A_loss_over_neurons_keeps_their_voltages_and_walks_back_through_them(int bits, int[] extents)
    {
        // v_t = .9 v + x_t, kept for each step; then backwards g ← .9 g + v_t, stored as the gradient; the loss is the sum of the last g.
        const int steps = 6;
        int lanes = extents.Aggregate(1, (n, e) => n * e);
        long[] along = new Shape(extents).Strides();
        DType[] registers = [.. Enumerable.Repeat(DType.F32, 14)];
        int d = extents.Length;
        long[] time = new long[d + 1];
        time[d] = 1;
        Instruction[] forward =
        [
            new LoadInstruction(2, new(0, 0, [], [.. along, lanes])),
            new ApplyInstruction(3, ScalarOp.FusedMultiplyAdd, 1, 4, 2),
            new StoreScratchInstruction(3, 0, 0, time),
        ];
        Instruction[] backward =
        [
            new LoadScratchInstruction(6, 0, 0, time),
            new ApplyInstruction(7, ScalarOp.FusedMultiplyAdd, 1, 8, 6),
            new StoreInstruction(7, new(1, 0, [], [.. along, lanes])),
        ];
        Instruction[] neuron =
        [
            new LoopInstruction(steps, false, [new(0, 4, 3, 5)], forward),
            new LoopInstruction(steps, true, [new(0, 8, 7, 9)], backward),
        ];
        Instruction[] body =
        [
            new ConstantInstruction(0, 0),
            new ConstantInstruction(1, BitConverter.SingleToUInt32Bits(.9f)),
            new ReduceInstruction(10, ReduceOp.Sum, extents, neuron, 9),
            new StoreInstruction(10, new(2, 0, [], [])),
        ];
        var nest = new LoopNest([], registers, [DType.F32, DType.F32, DType.F32], [new(DType.F32, steps)], body);
        long[] lengths = [(long)lanes * steps, (long)lanes * steps, 1];
        using NestMemory expected = new NestMemory(nest.Buffers, lengths).Randomise(3), actual = new NestMemory(nest.Buffers, lengths).Randomise(3);
        LoopNestInterpreter.Run(nest, expected.Buffers);
        CompiledLoopNest.Compile(nest, bits).Run(actual.Buffers);
        Assert.Null(actual.Difference(expected));
    }

    [Fact]
    public void A_result_may_replace_its_operand()
    {
        using var memory = new NestMemory([DType.F32, DType.F32], [1000, 1]);
        for (int i = 0; i < 1000; i++) memory.Of<float>(0)[i] = i;
        memory.Buffers[1] = memory.Buffers[0];
        CompiledLoopNest.Compile(Map(1000, ScalarOp.Neg, DType.F32, DType.F32)).Run(memory.Buffers);
        for (int i = 0; i < 1000; i++) Assert.Equal(-i, memory.Of<float>(0)[i]);
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        using var memory = new NestMemory([DType.F32, DType.F32], [100_000, 100_000]);
        CompiledLoopNest kernel = CompiledLoopNest.Compile(Map(100_000, ScalarOp.Exp, DType.F32, DType.F32));
        Assert.Equal(0, Allocations.Least(() => kernel.Run(memory.Buffers)));
    }

    [Fact]
    public void An_operation_a_dtype_does_not_have_is_refused_when_compiled() =>
        Assert.Throws<DTypeException>(() => CompiledLoopNest.Compile(Map(10, ScalarOp.Exp, DType.I32, DType.I32)));

    // buffer 1 [n] ← op(buffer 0).
    private static LoopNest Map(int n, ScalarOp op, DType from, DType to) => new(
        [n],
        [from, to],
        [from, to],
        [],
        [new LoadInstruction(0, new(0, 0, [1], [])), new ApplyInstruction(1, op, 0), new StoreInstruction(1, new(1, 0, [1], []))]);
}
