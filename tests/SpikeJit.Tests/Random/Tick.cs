using SpikeJit.Primitives;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Counts how often programs of this thread come to it.</summary>
internal sealed record Tick : Effect
{
    [ThreadStatic] private static int t_count;

    protected override Effect Batched(int size, bool[] batched) => this;

    protected override void Run(Tensor[] values) => t_count++;

    /// <summary>How many ticks there are in a run.</summary>
    public static int Count(Action run)
    {
        t_count = 0;
        run();
        return t_count;
    }
}
