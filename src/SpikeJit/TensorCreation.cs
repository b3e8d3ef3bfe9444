using SpikeJit.Memory;
using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>A tensor with these values.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The extents; one axis when left out.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's size.</exception>
    public static unsafe Tensor From<T>(ReadOnlySpan<T> values, Shape? shape = null) where T : unmanaged
    {
        var type = new TensorType(DTypes.Of<T>(), shape ?? [values.Length]);
        if (values.Length != type.Size)
            throw new ShapeException($"From: {values.Length} values cannot fill the shape {type.Shape}, which has {type.Size} elements.");
        var storage = new Storage(Math.Max(type.Bytes, 1));
        values.CopyTo(new Span<T>(storage.Pointer, values.Length));
        return new Tensor(type, storage);
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape?)"/>
    public static Tensor From<T>(T[] values, Shape? shape = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return From<T>(values.AsSpan(), shape);
    }

    /// <summary>A matrix with these values.</summary>
    public static Tensor From<T>(T[,] values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var flat = new T[values.Length];
        int i = 0;
        foreach (T value in values) flat[i++] = value;
        return From<T>(flat, [values.GetLength(0), values.GetLength(1)]);
    }

    /// <summary>A scalar: no axes, one value.</summary>
    public static Tensor Scalar<T>(T value) where T : unmanaged => new(new Fill(new TensorType(DTypes.Of<T>(), Shape.Scalar), Numbers.Bits(value)));

    /// <summary>All elements 0.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.F32) => new(new Fill(new TensorType(dtype, shape), 0));

    /// <summary>All elements 1.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.F32) => new(new Fill(new TensorType(dtype, shape), Numbers.Bits(1, dtype)));

    /// <summary>All elements the same.</summary>
    public static Tensor Full<T>(Shape shape, T value) where T : unmanaged => new(new Fill(new TensorType(DTypes.Of<T>(), shape), Numbers.Bits(value)));

    /// <summary>Zeros of the same type and shape.</summary>
    public static Tensor ZerosLike(Tensor x) => Zeros(x.Shape, x.DType);

    /// <summary>Ones of the same type and shape.</summary>
    public static Tensor OnesLike(Tensor x) => Ones(x.Shape, x.DType);

    /// <summary>0, 1, …, count−1. Shape <c>[count]</c>.</summary>
    public static Tensor Arange(int count, DType dtype = DType.I32) => Iota([count], 0, dtype);

    /// <summary>start, start + step, … as long as they are before end (after it, for a negative step).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Tensor Arange(int start, int end, int step = 1, DType dtype = DType.I32)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        long count = ((long)end - start + step - Math.Sign(step)) / step;
        return (Arange((int)Math.Max(count, 0)) * step + start).As(dtype);
    }

    /// <summary>start, start + step, … as long as they are before end (after it, for a negative step): ⌈(end - start) / step⌉ numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or not every number is finite.</exception>
    public static Tensor Arange(double start, double end, double step, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        double count = Math.Ceiling((end - start) / step);
        if (!(Math.Abs(count) <= int.MaxValue)) throw new ArgumentOutOfRangeException(nameof(end), end, $"Arange: from {start} to {end} by {step} are {count} numbers.");
        // In F64 until the end: a sum of rounded steps would drift.
        return (Arange((int)Math.Max(count, 0)).As(DType.F64) * step + start).As(dtype);
    }

    /// <summary>Each element is its index along one axis.</summary>
    public static Tensor Iota(Shape shape, int axis, DType dtype = DType.I32)
    {
        var steps = new int[shape.Rank];
        steps[shape.Axis(axis)] = 1;
        return IotaOf(new TensorType(DType.I32, shape), new Ints(steps)).As(dtype);
    }

    /// <summary>Each element is its row-major index.</summary>
    internal static Tensor FlatIota(Shape shape) => IotaOf(new TensorType(DType.I32, shape), new Ints([.. shape.Strides().Select(s => (int)s)]));

    /// <summary>Ones on the diagonal, zeros elsewhere. Shape <c>[n, n]</c>.</summary>
    public static Tensor Eye(int n, DType dtype = DType.F32) => Iota([n, n], 0).Equal(Iota([n, n], 1)).As(dtype);

    /// <summary>Ones on a diagonal, zeros elsewhere. Shape <c>[rows, columns]</c>.</summary>
    /// <param name="rows">The first extent.</param>
    /// <param name="columns">The second extent.</param>
    /// <param name="offset">How far the diagonal lies above the main one.</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Eye(int rows, int columns, int offset = 0, DType dtype = DType.F32) =>
        (Iota([rows, columns], 0) + offset).Equal(Iota([rows, columns], 1)).As(dtype);

    /// <summary>count values evenly spaced from start to end, both included unless stated. Shape <c>[count]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Linspace(Tensor start, Tensor end, int count, bool endpoint = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (start, end) = Matched(start.AsFloat(), end.AsFloat());
        if (start.Rank != 0 || end.Rank != 0) throw new ShapeException($"Linspace: the ends are {start.Type} and {end.Type}, not scalars.");
        if (count < 2) return start.BroadcastTo([count]);
        Tensor t = Arange(count).As(start.DType) / (endpoint ? count - 1.0 : count);
        return (1 - t) * start + t * end;
    }

    /// <summary>count values whose logarithms are evenly spaced, from base^start to base^end. Shape <c>[count]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Logspace(Tensor start, Tensor end, int count, double @base = 10)
    {
        Tensor exponents = Linspace(start, end, count);
        return exponents.Number(@base).Pow(exponents);
    }

    /// <summary>Ones on and below a diagonal, zeros above. Shape <c>[rows, columns]</c>.</summary>
    public static Tensor Tri(int rows, int columns, int offset = 0, DType dtype = DType.F32) =>
        (Iota([rows, columns], 0) + offset).GreaterOrEqual(Iota([rows, columns], 1)).As(dtype);

    private static Tensor IotaOf(TensorType type, Ints steps) => new(new Iota(type, steps));

    /// <summary>A number is a scalar tensor.</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>A number is a scalar tensor.</summary>
    public static implicit operator Tensor(double value) => Scalar(value);

    /// <summary>A number is a scalar tensor.</summary>
    public static implicit operator Tensor(int value) => Scalar(value);

    /// <summary>A truth value is a scalar tensor.</summary>
    public static implicit operator Tensor(bool value) => Scalar(value);

    /// <summary>An array is a tensor with one axis.</summary>
    public static implicit operator Tensor(float[] values) => From(values);
}
