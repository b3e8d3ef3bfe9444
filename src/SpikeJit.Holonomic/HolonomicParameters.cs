namespace SpikeJit.Holonomic;

/// <summary>
/// What the parameters of all adapters share. Parameters are a tree: sizes are part of its structure, numbers are its leaves (F64 scalars), so a function of
/// them can be differentiated. They are checked when they are made of numbers, and once more by the adapter; gradients, which have the same type, are not.
/// </summary>
/// <param name="BitstreamLength">Bits of a stream, where a call does not say otherwise.</param>
public abstract record HolonomicParameters(int BitstreamLength)
{
    private protected abstract void CheckNumbers();

    /// <summary>Checks sizes and numbers; numbers that are being traced have no value to check.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size or number is outside its range, NaN or infinite.</exception>
    /// <exception cref="ShapeException">A number is no floating-point scalar.</exception>
    public void Validate()
    {
        Check.Count(BitstreamLength);
        CheckNumbers();
    }
}
