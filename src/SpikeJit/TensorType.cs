namespace SpikeJit;

/// <summary>What is known of a tensor before it has values: element type and shape.</summary>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The extents.</param>
public readonly record struct TensorType(DType DType, Shape Shape)
{
    /// <summary>The number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>The size of the values in bytes.</summary>
    public long Bytes => (long)Size * DType.Size();

    /// <summary>For example <c>f32[2,3]</c>.</summary>
    public override string ToString() => $"{DType.Name()}[{string.Join(",", Shape)}]";
}
