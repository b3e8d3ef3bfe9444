using SpikeJit.Primitives;

namespace SpikeJit.Graphs;

/// <summary>One operation of a <see cref="Graph"/>: outputs ← primitive(inputs).</summary>
internal sealed record Equation(Primitive Primitive, Value[] Inputs, Value[] Outputs);
