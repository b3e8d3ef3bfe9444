namespace SpikeJit;

/// <summary>Shapes or axes do not fit together.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);

/// <summary>An element type is not what the operation needs.</summary>
public sealed class DTypeException(string message) : ArgumentException(message);

/// <summary>A symbolic value was used where it has no meaning: after its trace closed, or where a number is needed.</summary>
public sealed class TraceException(string message) : InvalidOperationException(message);

/// <summary>Two trees that must have the same structure differ, or a type is no tree.</summary>
public sealed class TreeException(string message) : ArgumentException(message);

/// <summary>A tensor was used after its memory had been given away to a jitted function.</summary>
public sealed class DonationException(string message) : InvalidOperationException(message);

/// <summary>A function cannot be differentiated as asked.</summary>
public sealed class DifferentiationException(string message) : InvalidOperationException(message);
