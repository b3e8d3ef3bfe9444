namespace SpikeJit.Compilation.Execution;

/// <summary>What a loop nest does, for people: operations, and bytes of its buffers.</summary>
internal static class NestCost
{
    /// <summary>Scalar operations in all lanes, loads and stores not counted.</summary>
    public static long Operations(LoopNest nest) => nest.Lanes.Aggregate(1L, (n, extent) => n * extent) * Operations(nest.Body);

    private static long Operations(IReadOnlyList<Instruction> body) => body.Sum(instruction => instruction switch
    {
        ApplyInstruction => 1L,
        LoopInstruction loop => loop.Trips * Operations(loop.Body),
        ReduceInstruction reduce => reduce.Extents.Aggregate(1L, (n, extent) => n * extent) * (1 + Operations(reduce.Body)),
        _ => 0L,
    });
}
