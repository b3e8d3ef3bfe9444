namespace SpikeJit.Stochastic;

/// <summary>
/// Names one stream of a <see cref="BitGenerator"/>. <b>Streams that meet in one gate must differ in <paramref name="Dimension"/></b>: they then
/// come from different sequences (Sobol or Halton dimension, LFSR polynomial, random key). Streams of one dimension that differ in
/// <paramref name="Index"/> only are the same sequence, scrambled or shifted: good for the many weights of a layer, whose products are added, and
/// unsafe to multiply with each other. Bernoulli streams are safe in every pair.
/// </summary>
/// <param name="Dimension">The sequence, from 0. A layer gives its weights one dimension and its inputs another.</param>
/// <param name="Index">Which stream of that sequence, from 0.</param>
public readonly record struct StreamId(int Dimension, int Index = 0);
