namespace SpikeJit.Snn;

/// <summary>What running through time needs in several places.</summary>
internal static class Sequences
{
    public static void CheckTimed(Tensor sequence, string who)
    {
        Check.Float(sequence, $"{who}: the sequence");
        if (sequence.Rank < 2)
            throw new ShapeException($"{who}: the sequence is {sequence.Type}; it must be [T, N] for one example or [T, B, N] for a batch. Add the time axis with ExpandDims(0).");
        if (sequence.Shape[0] == 0) throw new ShapeException($"{who}: the sequence {sequence.Type} has no steps. Give at least one.");
    }

    public static Tensor Filled(Shape shape, double value, DType dtype)
    {
        if (!dtype.IsFloat()) throw new DTypeException($"A state is of dtype F32 or F64, not {dtype.Name()}. Convert the input with As(DType.F32).");
        return value == 0 ? Tensor.Zeros(shape, dtype) : Tensor.Scalar(value).As(dtype).BroadcastTo(shape);
    }
}
