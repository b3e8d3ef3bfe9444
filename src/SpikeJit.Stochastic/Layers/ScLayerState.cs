namespace SpikeJit.Stochastic;

/// <summary>The state of a <see cref="ScJitDenseLayer"/>: a tree, so that <see cref="Fn"/>'s Jit, Scan and VMap carry it.</summary>
/// <param name="Membrane">Potentials v, <c>[neurons]</c>.</param>
/// <param name="Key">From which the random numbers of the next steps follow.</param>
public sealed record ScLayerState(Tensor Membrane, RandomKey Key);
