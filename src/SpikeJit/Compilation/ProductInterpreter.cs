using SpikeJit.Cpu;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation;

/// <summary>
/// Sums of products in the defined order: fused multiply-adds in order of the summed index within blocks of 256, each block from zero, the blocks
/// added in order.
/// </summary>
internal static unsafe class ProductInterpreter
{
    private const int Block = 256;

    public static void Run(Dot dot, void* a, TensorType left, void* b, TensorType right, void* y)
    {
        int[] leftFree = dot.LeftFree(left.Shape.Rank), rightFree = dot.RightFree(right.Shape.Rank);
        Shape batch = [.. dot.LeftBatch.Select(i => left.Shape[i])], contract = [.. dot.LeftContract.Select(i => left.Shape[i])];
        Shape rows = [.. leftFree.Select(i => left.Shape[i])], columns = [.. rightFree.Select(i => right.Shape[i])];
        long[] leftStrides = left.Shape.Strides(), rightStrides = right.Shape.Strides();
        (long A, long B)[] steps = [.. Interpreter.Indices(contract).Select(k => (At(leftStrides, dot.LeftContract, k), At(rightStrides, dot.RightContract, k)))];
        DType dtype = left.DType == DType.Bool ? right.DType : left.DType;
        long result = 0;
        foreach (int[] g in Interpreter.Indices(batch))
        {
            long leftBase = At(leftStrides, dot.LeftBatch, g), rightBase = At(rightStrides, dot.RightBatch, g);
            foreach (int[] m in Interpreter.Indices(rows))
                foreach (int[] n in Interpreter.Indices(columns))
                {
                    long p = leftBase + At(leftStrides, new Ints(leftFree), m), q = rightBase + At(rightStrides, new Ints(rightFree), n);
                    Numbers.Write(y, result++, dtype, Sum(dtype, a, left.DType, p, b, right.DType, q, steps));
                }
        }
    }

    private static long At(long[] strides, Ints axes, int[] index)
    {
        long place = 0;
        for (int a = 0; a < index.Length; a++) place += strides[axes[a]] * index[a];
        return place;
    }

    private static ulong Read(void* array, long place, DType from, DType to) =>
        from == to ? Numbers.Read(array, place, from) : ScalarEvaluator.Apply(ScalarOp.Convert, from, to, Numbers.Read(array, place, from), 0, 0);

    private static ulong Sum(DType dtype, void* a, DType left, long p, void* b, DType right, long q, (long A, long B)[] steps)
    {
        ulong total = 0;
        for (int start = 0; start < steps.Length; start += Block)
        {
            ulong block = 0;
            for (int k = start; k < Math.Min(start + Block, steps.Length); k++)
            {
                ulong x = Read(a, p + steps[k].A, left, dtype), y = Read(b, q + steps[k].B, right, dtype);
                block = dtype.IsFloat()
                    ? ScalarEvaluator.Apply(ScalarOp.FusedMultiplyAdd, dtype, dtype, x, y, block)
                    : ScalarEvaluator.Apply(ScalarOp.Add, dtype, dtype, ScalarEvaluator.Apply(ScalarOp.Mul, dtype, dtype, x, y, 0), block, 0);
            }
            total = start == 0 ? block : ScalarEvaluator.Apply(ScalarOp.Add, dtype, dtype, total, block, 0);
        }
        return total;
    }
}
