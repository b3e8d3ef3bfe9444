using SpikeJit.Cpu.Emit;
using SpikeJit.Graphs;

namespace SpikeJit.Compilation.Execution;

/// <summary>What a loop nest does, for people: operations, and bytes of its buffers.</summary>
internal static class NestCost
{
    /// <param name="what">The kernel and its operations.</param>
    /// <param name="nest">The kernel.</param>
    /// <param name="buffers">The arrays it works on.</param>
    public static StepText Describe(string what, LoopNest nest, IReadOnlyList<Value> buffers)
    {
        var read = new HashSet<int>();
        var written = new HashSet<int>();
        foreach (Instruction i in nest.Body.Flatten())
        {
            if (i is LoadInstruction load) read.Add(load.Address.Buffer);
            else if (i is StoreInstruction store) written.Add(store.Address.Buffer);
        }
        return new StepText(what, string.Join(", ", buffers.Select(v => v.Type)), read.Sum(b => buffers[b].Type.Bytes), written.Sum(b => buffers[b].Type.Bytes),
            Operations(nest), nest.Scratch.Sum(s => (long)s.Length * s.DType.Size()));
    }

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
