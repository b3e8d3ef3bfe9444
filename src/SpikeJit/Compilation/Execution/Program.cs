namespace SpikeJit.Compilation.Execution;

/// <summary>
/// A compiled graph: steps over a table of arrays. The table holds the inputs, then the outputs, then arrays in the arena.
/// </summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="ArenaOffsets">Where in the arena each further array starts, in bytes.</param>
/// <param name="ArenaBytes">The size of the arena.</param>
/// <param name="Steps">What is done, in order.</param>
internal sealed unsafe record Program(int Inputs, int Outputs, long[] ArenaOffsets, long ArenaBytes, Step[] Steps)
{
    /// <summary>The last step that reads each input; -1 where none does.</summary>
    public int[] LastUse { get; init; } = [];

    /// <summary>The first step that writes each output.</summary>
    public int[] FirstUse { get; init; } = [];

    /// <summary>The size of each output.</summary>
    public long[] OutputBytes { get; init; } = [];

    /// <summary>Measures the steps while it is set.</summary>
    public StepClock? Clock { get; set; }

    public void Run(nint* inputs, nint* outputs, nint arena)
    {
        nint* table = stackalloc nint[Inputs + Outputs + ArenaOffsets.Length];
        for (int i = 0; i < Inputs; i++) table[i] = inputs[i];
        for (int o = 0; o < Outputs; o++) table[Inputs + o] = outputs[o];
        for (int a = 0; a < ArenaOffsets.Length; a++) table[Inputs + Outputs + a] = arena + (nint)ArenaOffsets[a];
        if (Clock is { } clock) clock.Run(Steps, table);
        else
            foreach (Step step in Steps) step.Run(table);
    }
}
