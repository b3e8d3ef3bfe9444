namespace SpikeJit.Snn;

/// <summary>All that an optimizer remembers between updates, as a tree: saved and restored whole, training goes on with the same bits.</summary>
/// <param name="Step">Updates made, an I32 scalar.</param>
/// <param name="Buffers">For each part of the optimizer its buffers, each with one tensor for each parameter.</param>
/// <param name="Gathered">With gradient accumulation the gradients gathered since the last update, else empty.</param>
/// <param name="GatheredCount">How many gradients that are, an I32 scalar.</param>
public sealed record OptimizerState(Tensor Step, Tensor[][][] Buffers, Tensor[] Gathered, Tensor GatheredCount);
