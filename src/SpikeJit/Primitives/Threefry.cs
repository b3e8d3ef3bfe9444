using SpikeJit.Compilation;

namespace SpikeJit.Primitives;

/// <summary>Which word of a Threefry block an operation gives.</summary>
internal enum ThreefryWord : byte { First, Second, Both }

/// <summary>
/// Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), element by element. Operands, all U32: two key
/// words, two counter words. <see cref="ThreefryWord.Both"/> is the exclusive or of the two output words.
/// </summary>
internal sealed record ThreefryBlock(ThreefryWord Word) : Flat(ScalarOp.Xor)
{
    public override string Name => "threefry";

    public override string Describe() => $"{Name}[{Word}]";

    public override int Emit(IScalarBuilder builder, ReadOnlySpan<int> operands, DType result)
    {
        int U32(ScalarOp op, int a, int b) => builder.Apply(op, DType.U32, a, b);
        int Number(uint value) => builder.Constant(value, DType.U32);

        int[] key = [operands[0], operands[1], U32(ScalarOp.Xor, U32(ScalarOp.Xor, operands[0], operands[1]), Number(0x1BD11BDA))];
        int x0 = U32(ScalarOp.Add, operands[2], key[0]), x1 = U32(ScalarOp.Add, operands[3], key[1]);
        ReadOnlySpan<int> rotations = [13, 15, 26, 6, 17, 29, 16, 24];
        for (int group = 0; group < 5; group++)
        {
            for (int round = 0; round < 4; round++)
            {
                int rotation = rotations[group % 2 * 4 + round];
                x0 = U32(ScalarOp.Add, x0, x1);
                int left = U32(ScalarOp.ShiftLeft, x1, Number((uint)rotation)), right = U32(ScalarOp.ShiftRightLogical, x1, Number((uint)(32 - rotation)));
                x1 = U32(ScalarOp.Xor, U32(ScalarOp.Or, left, right), x0);
            }
            x0 = U32(ScalarOp.Add, x0, key[(group + 1) % 3]);
            x1 = U32(ScalarOp.Add, U32(ScalarOp.Add, x1, key[(group + 2) % 3]), Number((uint)(group + 1)));
        }
        return Word switch
        {
            ThreefryWord.First => x0,
            ThreefryWord.Second => x1,
            _ => U32(ScalarOp.Xor, x0, x1),
        };
    }
}
