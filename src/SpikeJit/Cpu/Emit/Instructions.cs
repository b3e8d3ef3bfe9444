using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>Questions about instructions: what they read, write and contain.</summary>
internal static class Instructions
{
    /// <summary>All instructions, those of loop bodies too.</summary>
    public static IEnumerable<Instruction> Flatten(this IEnumerable<Instruction> body) => body.SelectMany(i => Inner(i).Flatten().Prepend(i));

    /// <summary>The body of a loop or reduction; nothing for others.</summary>
    public static IReadOnlyList<Instruction> Inner(this Instruction instruction) => instruction switch
    {
        LoopInstruction i => i.Body,
        ReduceInstruction i => i.Body,
        _ => [],
    };

    /// <summary>The buffer address it reads or writes, if any.</summary>
    public static Address? Memory(this Instruction instruction) => instruction switch
    {
        LoadInstruction i => i.Address,
        StoreInstruction i => i.Address,
        _ => null,
    };

    /// <summary>The scratch array it reads or writes, or -1.</summary>
    public static int ScratchArray(this Instruction instruction) => instruction switch
    {
        LoadScratchInstruction i => i.Scratch,
        StoreScratchInstruction i => i.Scratch,
        _ => -1,
    };

    /// <summary>The steps along enclosing loops of the memory it reads or writes, if any.</summary>
    public static IReadOnlyList<long>? Steps(this Instruction instruction) => instruction switch
    {
        LoadScratchInstruction i => i.LoopSteps,
        StoreScratchInstruction i => i.LoopSteps,
        _ => instruction.Memory()?.LoopSteps,
    };

    /// <summary>The step along an enclosing loop; steps left out are zero.</summary>
    public static long Step(this Address address, int depth) => depth < address.LoopSteps.Count ? address.LoopSteps[depth] : 0;

    /// <summary>The register it writes, or -1; loops write their final states besides.</summary>
    public static int Written(this Instruction instruction) => instruction switch
    {
        ConstantInstruction i => i.Result,
        LaneIndexInstruction i => i.Result,
        LoopIndexInstruction i => i.Result,
        LoadInstruction i => i.Result,
        LoadScratchInstruction i => i.Result,
        ApplyInstruction i => i.Result,
        ReduceInstruction i => i.Result,
        _ => -1,
    };

    /// <summary>The registers it reads itself, before any inner body runs.</summary>
    public static IEnumerable<int> Read(this Instruction instruction) => instruction switch
    {
        StoreInstruction i => [i.Source],
        StoreScratchInstruction i => [i.Source],
        ApplyInstruction i => new[] { i.A, i.B, i.C }.Where(r => r >= 0),
        LoopInstruction i => i.States.Select(s => s.Initial),
        _ => [],
    };

    /// <summary>The registers read when an inner body has run once.</summary>
    public static IEnumerable<int> ReadAtEnd(this Instruction instruction) => instruction switch
    {
        LoopInstruction i => i.States.Select(s => s.Next),
        ReduceInstruction i => [i.Value],
        _ => [],
    };

    /// <summary>Every register it or its inner bodies read.</summary>
    public static IEnumerable<int> ReadAnywhere(this Instruction instruction) =>
        instruction.Read().Concat(instruction.ReadAtEnd()).Concat(instruction.Inner().SelectMany(ReadAnywhere));

    /// <summary>How many times an inner body runs.</summary>
    public static long Trips(this Instruction instruction) => instruction switch
    {
        LoopInstruction i => i.Trips,
        ReduceInstruction i => i.Extents.Aggregate(1L, (n, e) => n * e),
        _ => 1,
    };

    /// <summary>How many loop indices the inner body sees more.</summary>
    public static int Depths(this Instruction instruction) => instruction switch
    {
        LoopInstruction => 1,
        ReduceInstruction i => i.Extents.Count,
        _ => 0,
    };
}
