namespace SpikeJit.Compilation.Execution;

/// <summary>A region and the small reductions that end it: kernels run one after another as one step.</summary>
internal sealed unsafe class ChainStep(KernelStep first, KernelStep second) : Step
{
    // More work than this is worth a line of its own in the schedule.
    private const double Small = 4096;

    public override StepText Text { get; } = new(
        $"{first.Text.What} → {second.Text.What}", $"{first.Text.Arrays} → {second.Text.Arrays}", first.Text.Read + second.Text.Read, first.Text.Written + second.Text.Written,
        first.Text.Operations + second.Text.Operations, Math.Max(first.Text.Scratch, second.Text.Scratch));

    /// <summary>The kernels.</summary>
    public KernelStep[] Parts => [first, second];

    /// <summary>Whether a kernel does so little that it can go with the one before it.</summary>
    public static bool Fits(KernelStep second) => second.Text.Operations <= Small;

    public override void Prepare()
    {
        first.Prepare();
        second.Prepare();
    }

    public override void Run(nint* table)
    {
        first.Run(table);
        second.Run(table);
    }
}
