using SpikeJit.Cpu;

namespace SpikeJit.Compilation;

/// <summary>Reductions in the order that <see cref="ReduceInstruction"/> defines.</summary>
internal static unsafe class ReduceInterpreter
{
    private const int Partials = ReduceInstruction.Partials;
    private const int Block = ReduceInstruction.Block;

    public static void Run(ReduceOp op, Ints axes, void* x, TensorType type, void* y)
    {
        Shape shape = type.Shape;
        long[] strides = shape.Strides();
        int[] kept = [.. Enumerable.Range(0, shape.Rank).Where(a => !axes.Contains(a))];
        Shape outer = [.. kept.Select(a => shape[a])], inner = [.. axes.Select(a => shape[a])];
        var values = new ulong[inner.Size];
        long result = 0;
        foreach (int[] row in Interpreter.Indices(outer))
        {
            long start = 0;
            for (int a = 0; a < kept.Length; a++) start += strides[kept[a]] * row[a];
            int next = 0;
            foreach (int[] index in Interpreter.Indices(inner))
            {
                long place = start;
                for (int a = 0; a < index.Length; a++) place += strides[axes[a]] * index[a];
                values[next++] = Numbers.Read(x, place, type.DType);
            }
            Numbers.Write(y, result++, type.DType, Combine(op, type.DType, values));
        }
    }

    public static ulong Combine(ReduceOp op, DType dtype, ReadOnlySpan<ulong> values)
    {
        ScalarOp combine = op.Combine();
        ulong[] blocks = values.ToArray();
        do
        {
            var next = new ulong[Math.Max(1, (blocks.Length + Block - 1) / Block)];
            for (int b = 0; b < next.Length; b++)
            {
                var partial = new ulong[Partials];
                Array.Fill(partial, op.Neutral(dtype));
                ReadOnlySpan<ulong> block = blocks.AsSpan(b * Block, Math.Min(Block, blocks.Length - b * Block));
                for (int i = 0; i < block.Length; i++)
                    partial[i % Partials] = ScalarEvaluator.Apply(combine, dtype, dtype, partial[i % Partials], block[i], 0);
                for (int half = Partials / 2; half > 0; half /= 2)
                    for (int j = 0; j < half; j++)
                        partial[j] = ScalarEvaluator.Apply(combine, dtype, dtype, partial[j], partial[j + half], 0);
                next[b] = partial[0];
            }
            blocks = next;
        }
        while (blocks.Length > 1);
        return blocks[0];
    }
}
