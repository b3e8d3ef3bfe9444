namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>
    /// Where values would have to be inserted into this sorted vector <c>[n]</c> to keep it sorted, I32 in the shape of the values: before equal elements, or
    /// after them with <paramref name="right"/>. NaN belongs last.
    /// </summary>
    /// <exception cref="ShapeException">This is no vector.</exception>
    public Tensor SearchSorted(Tensor values, bool right = false)
    {
        if (Rank != 1) throw new ShapeException($"SearchSorted: {Type} is no sorted vector. Flatten it.");
        (Tensor sorted, Tensor wanted) = Matched(this, values);
        Tensor low = Zeros(values.Shape, DType.I32), high = Full(values.Shape, Size);
        // Halving the interval [low, high] until it is empty.
        for (int left = Size; left > 0; left /= 2)
        {
            Tensor middle = (low + high) >> 1, there = sorted.TakeClamped(middle);
            Tensor before = right ? there.LessOrEqual(wanted) | wanted.IsNaN() : there.Less(wanted) | (wanted.IsNaN() & ~there.IsNaN());
            before &= low.Less(high);
            low = Select(before, middle + 1, low);
            high = Select(before, high, Maximum(middle, low));
        }
        return low;
    }

    /// <summary>The k largest elements along an axis, largest first, and their indices (I32). Equal elements keep their order.</summary>
    /// <exception cref="ShapeException">The axis is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1)
    {
        int a = Shape.Axis(axis);
        if (k < 0 || k > Shape[a]) throw new ArgumentOutOfRangeException(nameof(k), k, $"TopK: axis {axis} of {Shape} has {Shape[a]} elements.");
        Tensor indices = ArgSort(a, descending: true).SliceAxis(a, 0, k);
        return (TakeAlong(indices, a), indices);
    }
}
