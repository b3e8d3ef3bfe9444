namespace SpikeJit;

/// <summary>What padding is filled with.</summary>
public enum PadMode
{
    /// <summary>The nearest element.</summary>
    Edge,
    /// <summary>The elements mirrored at the first and last, which are not repeated.</summary>
    Reflect,
    /// <summary>The elements mirrored at the edges, the first and last being repeated.</summary>
    Symmetric,
    /// <summary>The elements from the other end.</summary>
    Wrap,
}

// Elements repeated, joined, taken apart.
public sealed partial class Tensor
{
    /// <summary>Padded with the tensor's own elements: <c>before[a]</c> and <c>after[a]</c> of them around axis a.</summary>
    /// <exception cref="ShapeException">There is not one width ≥ 0 for each axis and side, or an axis to take elements from is empty.</exception>
    public Tensor Pad(int[] before, int[] after, PadMode mode)
    {
        CheckWidths(before, after);
        Tensor padded = this;
        for (int a = 0; a < Rank; a++)
        {
            int n = Shape[a];
            if (before[a] + after[a] == 0) continue;
            if (n == 0) throw new ShapeException($"Pad: axis {a} of {Shape} is empty, so there is nothing to pad with. Pad with a value instead.");
            int[] from = [.. Enumerable.Range(-before[a], before[a] + n + after[a]).Select(i => Source(i, n, mode))];
            padded = padded.TakeClamped(From(from), a);
        }
        return padded;

        static int Source(int i, int n, PadMode mode)
        {
            if (mode == PadMode.Edge) return Math.Clamp(i, 0, n - 1);
            int period = mode switch { PadMode.Wrap => n, PadMode.Symmetric => 2 * n, _ => Math.Max(2 * n - 2, 1) }, at = (i % period + period) % period;
            return at < n ? at : mode == PadMode.Symmetric ? period - 1 - at : period - at;
        }
    }

    /// <summary>Copies side by side: axis a is repeated <c>counts[a]</c> times, counted from the last axis; more counts than axes add axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        foreach (int count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        int rank = Math.Max(Rank, counts.Length);
        int[] dims = [.. Enumerable.Repeat(1, rank - Rank), .. Shape], times = [.. Enumerable.Repeat(1, rank - counts.Length), .. counts];
        Tensor spread = Reshape([.. dims.SelectMany(d => new[] { 1, d })]).BroadcastTo([.. dims.SelectMany((d, a) => new[] { times[a], d })]);
        return spread.Reshape([.. dims.Select((d, a) => times[a] * d)]);
    }

    /// <summary>Each element along an axis several times in a row.</summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public Tensor Repeat(int count, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int a = Shape.Axis(axis);
        int[] dims = Shape.ToArray();
        Tensor spread = ExpandDims(a + 1).BroadcastTo(Shape.Insert(a + 1, count));
        dims[a] *= count;
        return spread.Reshape(dims);
    }

    /// <summary>Each element along an axis as often in a row as its own count says.</summary>
    /// <exception cref="ShapeException">The axis is out of range, or has not as many elements as there are counts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public Tensor Repeat(int[] counts, int axis)
    {
        if (counts.Length != Shape[axis]) throw new ShapeException($"Repeat: {counts.Length} counts for axis {axis} of {Shape}, which has {Shape[axis]} elements. Give one each.");
        foreach (int count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        return Take(From<int>([.. counts.SelectMany((count, i) => Enumerable.Repeat(i, count))]), axis);
    }

    /// <summary>The pieces of an axis before, between and after positions.</summary>
    /// <exception cref="ShapeException">The positions do not ascend within the axis.</exception>
    public Tensor[] SplitAt(int[] positions, int axis = 0)
    {
        int[] cuts = [0, .. positions, Shape[axis]];
        for (int i = 1; i < cuts.Length; i++)
            if (cuts[i] < cuts[i - 1]) throw new ShapeException($"SplitAt: positions ({string.Join(", ", positions)}) do not ascend from 0 to {Shape[axis]} along axis {axis} of {Shape}.");
        return [.. Enumerable.Range(0, cuts.Length - 1).Select(i => SliceAxis(axis, cuts[i], cuts[i + 1] - cuts[i]))];
    }

    /// <summary>The differences of neighbours along an axis, x[i+1] - x[i], taken several times.</summary>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    public Tensor Diff(int axis = -1, int order = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order != 1) return Enumerable.Range(0, order).Aggregate(this, (x, _) => x.Diff(axis));
        int n = Shape[axis];
        if (n == 0) throw new ShapeException($"Diff: axis {axis} of {Shape} is empty.");
        return SliceAxis(axis, 1, n - 1) - SliceAxis(axis, 0, n - 1);
    }

    /// <summary>Turned by quarters in the plane of two axes, from the first towards the second.</summary>
    /// <exception cref="ShapeException">An axis is out of range, or the two are one.</exception>
    public Tensor Rotate90(int quarters = 1, int first = 0, int second = 1)
    {
        (int a, int b) = (Shape.Axis(first), Shape.Axis(second));
        if (a == b) throw new ShapeException($"Rotate90: axes {first} and {second} of {Shape} are one. Name two.");
        return ((quarters % 4 + 4) % 4) switch
        {
            1 => Flip(b).SwapAxes(a, b),
            2 => Flip(a).Flip(b),
            3 => SwapAxes(a, b).Flip(b),
            _ => this,
        };
    }

    /// <summary>Vectors spread over a grid: result i has one axis for each vector and varies along axis i.</summary>
    /// <param name="vectors">The coordinates along each axis.</param>
    /// <param name="xy">Whether the first two axes are exchanged: the first vector runs along columns, as plots have it.</param>
    /// <exception cref="ShapeException">One is no vector.</exception>
    public static Tensor[] Meshgrid(IReadOnlyList<Tensor> vectors, bool xy = false)
    {
        for (int i = 0; i < vectors.Count; i++)
            if (vectors[i].Rank != 1) throw new ShapeException($"Meshgrid: operand {i} is {vectors[i].Type}, not a vector. Flatten it.");
        int[] place = [.. Enumerable.Range(0, vectors.Count)];
        if (xy && place.Length > 1) (place[0], place[1]) = (1, 0);
        int[] dims = new int[place.Length];
        for (int i = 0; i < dims.Length; i++) dims[place[i]] = vectors[i].Size;
        return [.. vectors.Select((v, i) => v.Reshape([.. dims.Select((d, a) => a == place[i] ? d : 1)]).BroadcastTo(dims))];
    }
}
