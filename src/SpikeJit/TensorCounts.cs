namespace SpikeJit;

// Counting.
public sealed partial class Tensor
{
    /// <summary>How many elements are not zero.</summary>
    /// <param name="axes">The axes; all when left out.</param>
    /// <param name="keepAxes">Whether the axes stay, with extent 1.</param>
    public Tensor CountNonZero(int[]? axes = null, bool keepAxes = false) => As(DType.Bool).Sum(axes ?? AllAxes(), keepAxes);

    /// <summary>How often each of 0 … length - 1 occurs, I32 <c>[length]</c>; or the sums of weights. Negative integers count as 0, larger ones not.</summary>
    /// <param name="length">The length of the result.</param>
    /// <param name="weights">A weight for each element, in the tensor's shape.</param>
    /// <exception cref="DTypeException">The elements are no integers.</exception>
    public Tensor BinCount(int length, Tensor? weights = null)
    {
        Tensor index = AsIndex().Flatten().Clip(0, int.MaxValue), one = weights?.BroadcastTo(Shape).Flatten() ?? Full([Size], 1);
        return Zeros([length], one.DType).WithAdded([index], one);
    }

    /// <summary>In which bin each element lies: the number of edges that are at most the element; I32.</summary>
    /// <param name="edges">Ascending edges <c>[n]</c>.</param>
    /// <param name="right">Whether a bin holds its right edge instead of its left one.</param>
    /// <exception cref="ShapeException">The edges are no vector.</exception>
    public Tensor Digitize(Tensor edges, bool right = false) => edges.SearchSorted(this, right: !right);

    /// <summary>How many elements lie between neighbouring edges <c>[n + 1]</c>, F32 <c>[n]</c>; the last bin holds its right edge. Others do not count.</summary>
    /// <param name="edges">Ascending edges.</param>
    /// <param name="weights">A weight for each element, in the tensor's shape.</param>
    /// <param name="density">Whether the result is divided by its sum and the bins' widths.</param>
    /// <exception cref="ShapeException">The edges are no vector of at least two.</exception>
    public Tensor Histogram(Tensor edges, Tensor? weights = null, bool density = false)
    {
        if (edges.Rank != 1 || edges.Size < 2) throw new ShapeException($"Histogram: the edges are {edges.Type}, not a vector of at least two.");
        int bins = edges.Size - 1;
        Tensor x = AsFloat().Flatten(), bin = edges.SearchSorted(x, right: true) - 1;
        bin = Select(x.Equal(edges[^1]), bins - 1, Select(x.IsNaN() | (bin < 0), bins, bin));
        Tensor one = weights?.BroadcastTo(Shape).Flatten() ?? OnesLike(x), counts = Zeros([bins], one.DType).WithAdded([bin], one);
        return density ? counts / counts.Sum() / edges.Diff() : counts;
    }

    /// <summary>Counts in equal bins from the smallest to the largest element (a half around it, where all are equal), and the bins' edges.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not at least one bin.</exception>
    public (Tensor Counts, Tensor Edges) Histogram(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Tensor x = AsFloat(), low = x.Min(), high = x.Max(), flat = low.Equal(high);
        Tensor edges = Linspace(Select(flat, low - 0.5, low), Select(flat, high + 0.5, high), bins + 1);
        return (Histogram(edges), edges);
    }
}
