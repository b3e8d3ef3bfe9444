namespace SpikeJit;

/// <summary>
/// One item of an index <c>x[…]</c>: a position (<c>2</c>, <c>^1</c>), a range (<c>..</c>, <c>1..^1</c>), every n-th element (<see cref="Every"/>), a new
/// axis (<see cref="New"/>), as many whole axes as fit (<see cref="Rest"/>), or a tensor of positions.
/// </summary>
public readonly struct Axis
{
    internal enum Kind : byte { At, Slice, New, Rest, Tensor }

    private Axis(Kind kind, Index at = default, Range range = default, int step = 1, Tensor? positions = null) =>
        (What, At, Range, Step, Positions) = (kind, at, range, step, positions);

    internal Kind What { get; }

    internal Index At { get; }

    internal Range Range { get; }

    internal int Step { get; }

    internal Tensor? Positions { get; }

    /// <summary>A new axis of extent 1.</summary>
    public static Axis New => new(Kind.New);

    /// <summary>All axes that the other items leave over.</summary>
    public static Axis Rest => new(Kind.Rest);

    /// <summary>Every n-th element of a range; a negative step goes backwards from the range's end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Axis Every(int step, Range? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        return new Axis(Kind.Slice, range: range ?? System.Range.All, step: step);
    }

    /// <summary>A position; a negative one counts from the end.</summary>
    public static implicit operator Axis(int position) => new(Kind.At, position < 0 ? new Index(-position, fromEnd: true) : position);

    /// <summary>A position, possibly from the end.</summary>
    public static implicit operator Axis(Index position) => new(Kind.At, position);

    /// <summary>A range; <c>..</c> is the whole axis.</summary>
    public static implicit operator Axis(Range range) => new(Kind.Slice, range: range);

    /// <summary>Positions (integers); negative ones count from the end, others outside are clamped.</summary>
    public static implicit operator Axis(Tensor positions) => new(Kind.Tensor, positions: positions);
}
