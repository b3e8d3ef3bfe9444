namespace SpikeJit;

/// <summary>Shapes or axes do not fit together.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public ShapeException(string message)
        : base(ErrorHelp.Linked(message, nameof(ShapeException))) => HelpLink = ErrorHelp.Link(nameof(ShapeException));
}

/// <summary>An element type is not what the operation needs.</summary>
public sealed class DTypeException : ArgumentException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public DTypeException(string message)
        : base(ErrorHelp.Linked(message, nameof(DTypeException))) => HelpLink = ErrorHelp.Link(nameof(DTypeException));
}

/// <summary>A symbolic value was used where it has no meaning: after its trace closed, or where a number is needed.</summary>
public sealed class TraceException : InvalidOperationException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public TraceException(string message)
        : base(ErrorHelp.Linked(message, nameof(TraceException))) => HelpLink = ErrorHelp.Link(nameof(TraceException));
}

/// <summary>Two trees that must have the same structure differ, or a type is no tree.</summary>
public sealed class TreeException : ArgumentException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public TreeException(string message)
        : base(ErrorHelp.Linked(message, nameof(TreeException))) => HelpLink = ErrorHelp.Link(nameof(TreeException));
}

/// <summary>A function cannot be differentiated as asked.</summary>
public sealed class DifferentiationException : InvalidOperationException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public DifferentiationException(string message)
        : base(ErrorHelp.Linked(message, nameof(DifferentiationException))) => HelpLink = ErrorHelp.Link(nameof(DifferentiationException));
}

/// <summary>A tensor was used after its memory had been given away to a jitted function (<see cref="JitOptions.DonatedArguments"/>).</summary>
public sealed class DonationException : InvalidOperationException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public DonationException(string message)
        : base(ErrorHelp.Linked(message, nameof(DonationException))) => HelpLink = ErrorHelp.Link(nameof(DonationException));
}

/// <summary>An operation of a function under <see cref="Fn"/>'s CheckFinite made NaN or an infinity.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public NonFiniteException(string message)
        : base(ErrorHelp.Linked(message, nameof(NonFiniteException))) => HelpLink = ErrorHelp.Link(nameof(NonFiniteException));
}

/// <summary>A random key was used twice in a function under <see cref="Fn"/>'s CheckKeys.</summary>
public sealed class KeyReuseException : InvalidOperationException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public KeyReuseException(string message)
        : base(ErrorHelp.Linked(message, nameof(KeyReuseException))) => HelpLink = ErrorHelp.Link(nameof(KeyReuseException));
}

/// <summary>A derivative is not what finite differences say (<see cref="Check"/>).</summary>
public sealed class GradientException : InvalidOperationException
{
    /// <param name="message">What was wrong, where, and how to repair it.</param>
    public GradientException(string message)
        : base(ErrorHelp.Linked(message, nameof(GradientException))) => HelpLink = ErrorHelp.Link(nameof(GradientException));
}
