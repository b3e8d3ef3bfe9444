namespace SpikeJit.Graphs;

/// <summary>A value of a <see cref="Graph"/>: defined once, as an input or by an equation. Identity is by reference.</summary>
internal sealed class Value(TensorType type)
{
    public TensorType Type { get; } = type;
}
