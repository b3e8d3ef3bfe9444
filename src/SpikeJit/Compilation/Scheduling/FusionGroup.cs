using SpikeJit.Graphs;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>The equations that one kernel computes, all lane by lane over the same shape.</summary>
internal sealed class FusionGroup(Shape lanes, int order)
{
    public Shape Lanes { get; } = lanes;

    /// <summary>When it runs, relative to other groups and steps.</summary>
    public int Order { get; } = order;

    public List<Equation> Equations { get; } = [];
}
