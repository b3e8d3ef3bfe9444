namespace SpikeJit.Compilation;

/// <summary>
/// A kernel before it is machine code: a body of scalar instructions run for every lane of an iteration space, with time loops and reductions inside.
/// Lanes are independent of each other, so a backend may vectorise them, tile them and share them among threads.
/// </summary>
/// <param name="Lanes">Extents of the iteration space, outermost first; none means a single lane.</param>
/// <param name="Registers">The dtype of each virtual register. A register is written once by the instruction that names it as its result.</param>
/// <param name="Buffers">The dtype of each buffer argument. Buffers neither overlap nor alias, except that a result may be the very buffer of an
/// operand that is read only at the address being written, by an earlier instruction of the same lane. A lane may read what it has itself written.</param>
/// <param name="Scratch">Temporary arrays private to a lane: dtype and number of elements a lane. Never seen outside the kernel.</param>
/// <param name="Body">Instructions in order.</param>
internal sealed record LoopNest(
    IReadOnlyList<int> Lanes,
    IReadOnlyList<DType> Registers,
    IReadOnlyList<DType> Buffers,
    IReadOnlyList<ScratchArray> Scratch,
    IReadOnlyList<Instruction> Body);

/// <summary>A temporary array of a lane.</summary>
internal readonly record struct ScratchArray(DType DType, int Length);

/// <summary>
/// The address of one element of a buffer, in elements:
/// <c>Offset + Σ LaneSteps[a]·lane[a] + Σ LoopSteps[d]·loop[d]</c>, where loop[d] is the index of the d-th enclosing loop or reduction, outermost
/// first (a reduction has one index for each of its extents).
/// </summary>
internal sealed record Address(int Buffer, long Offset, IReadOnlyList<long> LaneSteps, IReadOnlyList<long> LoopSteps);

/// <summary>One step of a <see cref="LoopNest"/>'s body.</summary>
internal abstract record Instruction;

/// <summary>result ← a number, given by its bits (the low bytes hold the value as its dtype).</summary>
internal sealed record ConstantInstruction(int Result, ulong Bits) : Instruction;

/// <summary>result (I32) ← the index along an axis of the lanes.</summary>
internal sealed record LaneIndexInstruction(int Result, int Axis) : Instruction;

/// <summary>result (I32) ← the index of the d-th enclosing loop, outermost first.</summary>
internal sealed record LoopIndexInstruction(int Result, int Depth) : Instruction;

/// <summary>result ← buffer[address].</summary>
internal sealed record LoadInstruction(int Result, Address Address) : Instruction;

/// <summary>buffer[address] ← source. No two lanes write one address.</summary>
internal sealed record StoreInstruction(int Source, Address Address) : Instruction;

/// <summary>result ← scratch[Offset + Σ LoopSteps·loop].</summary>
internal sealed record LoadScratchInstruction(int Result, int Scratch, long Offset, IReadOnlyList<long> LoopSteps) : Instruction;

/// <summary>scratch[Offset + Σ LoopSteps·loop] ← source.</summary>
internal sealed record StoreScratchInstruction(int Source, int Scratch, long Offset, IReadOnlyList<long> LoopSteps) : Instruction;

/// <summary>result ← op(a, b, c); operands the operation does not have are -1.</summary>
internal sealed record ApplyInstruction(int Result, ScalarOp Op, int A, int B = -1, int C = -1) : Instruction;

/// <summary>
/// A time loop: <c>state ← initial; for t = 0 … Trips-1 (or downwards): body; state ← next</c>. All registers of <see cref="LoopState"/> are per
/// lane; after the loop <see cref="LoopState.Final"/> holds the last state. Addresses inside use the loop's index t, also when it runs downwards.
/// </summary>
internal sealed record LoopInstruction(int Trips, bool Reverse, IReadOnlyList<LoopState> States, IReadOnlyList<Instruction> Body) : Instruction;

/// <summary>One carried value: register read before the loop, register the body reads, register the body computes, register after the loop.</summary>
internal readonly record struct LoopState(int Initial, int Current, int Next, int Final);

/// <summary>
/// result ← the combination of <see cref="Value"/> over all indices of <see cref="Extents"/> (row-major, n elements), in this order, which fixes
/// the bits: blocks of <see cref="Block"/> elements; within a block element i joins partial p[i mod 16], each partial starting from the operation's
/// neutral element; then p[j] ← p[j] op p[j+8] for j &lt; 8, then +4, +2, +1. The block results are combined by the same rule, as a new sequence,
/// until one is left. Zero elements give the neutral element (0, 1, ∓∞ or the smallest/largest integer, true for And, false for Or).
/// The body runs for each index on its own: it reads nothing from memory or scratch that it wrote for another index.
/// </summary>
internal sealed record ReduceInstruction(int Result, ReduceOp Op, IReadOnlyList<int> Extents, IReadOnlyList<Instruction> Body, int Value)
    : Instruction
{
    /// <summary>Elements of a block: few enough that a million equal f32 numbers sum to within a millionth.</summary>
    public const int Block = 1024;

    /// <summary>Partial results of a block.</summary>
    public const int Partials = 16;
}

/// <summary>How a reduction combines two values.</summary>
internal enum ReduceOp : byte { Sum, Product, Max, Min, And, Or, Xor }
