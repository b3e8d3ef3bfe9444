namespace SpikeJit.Compilation.Passes.Strips;

/// <summary>How a value depends on the batch.</summary>
internal enum BatchKind : byte
{
    /// <summary>It does not, or all of it is needed at once.</summary>
    Whole,
    /// <summary>One of its axes is the batch, and each example is computed by itself.</summary>
    Examples,
    /// <summary>It is a sum over examples.</summary>
    Sum,
}

/// <summary>How a value depends on the batch, and which axis that is.</summary>
internal readonly record struct BatchState(BatchKind Kind, int Axis = -1)
{
    public static BatchState Whole => new(BatchKind.Whole);

    public static BatchState Sum => new(BatchKind.Sum);

    public static BatchState Examples(int axis) => new(BatchKind.Examples, axis);

    public bool IsWhole => Kind == BatchKind.Whole;

    public bool IsExamples => Kind == BatchKind.Examples;
}
