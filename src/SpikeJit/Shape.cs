using System.Collections;
using System.Runtime.CompilerServices;

namespace SpikeJit;

/// <summary>The extents of a tensor's axes, outermost first. Value equality; <c>[2, 3]</c> makes one.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[]? _dims;

    /// <summary>The shape with these extents.</summary>
    /// <exception cref="ShapeException">An extent is negative, or the number of elements exceeds 2³¹−1.</exception>
    public Shape(params ReadOnlySpan<int> dims)
    {
        long size = 1;
        bool empty = dims.Contains(0);
        foreach (int d in dims)
        {
            if (d < 0) throw new ShapeException($"Shape [{string.Join(", ", dims.ToArray())}] has a negative extent. Extents are zero or more.");
            size *= d;
            if (!empty && size > int.MaxValue)
                throw new ShapeException($"Shape [{string.Join(", ", dims.ToArray())}] has more than 2147483647 elements. Split the tensor.");
        }
        _dims = dims.ToArray();
    }

    /// <summary>For collection expressions.</summary>
    public static Shape Create(ReadOnlySpan<int> dims) => new(dims);

    /// <summary>The shape of a scalar: no axes.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes.</summary>
    public int Rank => _dims?.Length ?? 0;

    /// <summary>The number of axes.</summary>
    public int Count => Rank;

    /// <summary>The extents.</summary>
    public ReadOnlySpan<int> Dims => _dims;

    /// <summary>The extent of an axis; a negative axis counts from the end.</summary>
    public int this[int axis] => Dims[Axis(axis)];

    /// <summary>The number of elements: the product of the extents (1 for a scalar).</summary>
    public int Size
    {
        get
        {
            int size = 1;
            foreach (int d in Dims) size *= d;
            return size;
        }
    }

    /// <summary>A possibly negative axis as 0 … Rank−1.</summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    public int Axis(int axis)
    {
        int a = axis < 0 ? axis + Rank : axis;
        if ((uint)a >= (uint)Rank) throw new ShapeException($"Axis {axis} is out of range for shape {this}. Axes run from {-Rank} to {Rank - 1}.");
        return a;
    }

    /// <summary>The extents as a new array.</summary>
    public int[] ToArray() => Dims.ToArray();

    /// <summary>This shape without an axis.</summary>
    public Shape Without(int axis)
    {
        int a = Axis(axis);
        return [.. Dims[..a], .. Dims[(a + 1)..]];
    }

    /// <summary>This shape with a new axis of an extent before <paramref name="axis"/> (0 … Rank).</summary>
    public Shape Insert(int axis, int extent) => [.. Dims[..axis], extent, .. Dims[axis..]];

    /// <summary>The steps, in elements, between neighbours along each axis of a row-major array.</summary>
    internal long[] Strides()
    {
        var strides = new long[Rank];
        long step = 1;
        for (int a = Rank - 1; a >= 0; a--)
        {
            strides[a] = step;
            step *= Dims[a];
        }
        return strides;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dims.SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape s && Equals(s);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int d in Dims) hash.Add(d);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same extents.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>An array of extents is a shape.</summary>
    public static implicit operator Shape(int[] dims) => new(dims);

    /// <summary>A shape is a list of extents.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape.Dims;

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_dims ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For example <c>[2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _dims ?? [])}]";
}
