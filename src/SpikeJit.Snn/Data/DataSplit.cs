namespace SpikeJit.Snn;

/// <summary>Examples to learn from, and others, never learned from, to measure what was learned.</summary>
/// <param name="Train">The examples to learn from.</param>
/// <param name="Test">The examples to measure with.</param>
public sealed record DataSplit(Dataset Train, Dataset Test);
