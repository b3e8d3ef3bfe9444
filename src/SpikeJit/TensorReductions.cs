using SpikeJit.Compilation;
using SpikeJit.Primitives;

namespace SpikeJit;

public sealed partial class Tensor
{
    /// <summary>The sum over all axes. Bool and I8 are counted as I32, U8 as U32.</summary>
    public Tensor Sum() => Sum([.. Enumerable.Range(0, Rank)]);

    /// <summary>The sum over an axis.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keepAxis">Whether the axis stays, with extent 1.</param>
    public Tensor Sum(int axis, bool keepAxis = false) => Sum([axis], keepAxis);

    /// <summary>The sum over some axes, in a fixed blocked order: accurate to 1e-6 for 10⁶ terms, whatever the number of threads.</summary>
    public Tensor Sum(int[] axes, bool keepAxes = false) => Reduced(axes, keepAxes, a => new ReduceSum(a), Counted());

    /// <summary>The product over all axes.</summary>
    public Tensor Product() => Product([.. Enumerable.Range(0, Rank)]);

    /// <summary>The product over an axis.</summary>
    public Tensor Product(int axis, bool keepAxis = false) => Product([axis], keepAxis);

    /// <summary>The product over some axes.</summary>
    public Tensor Product(int[] axes, bool keepAxes = false) => Reduced(axes, keepAxes, a => new ReduceProduct(a), Counted());

    /// <summary>The mean over all axes.</summary>
    public Tensor Mean() => Mean([.. Enumerable.Range(0, Rank)]);

    /// <summary>The mean over an axis.</summary>
    public Tensor Mean(int axis, bool keepAxis = false) => Mean([axis], keepAxis);

    /// <summary>The mean over some axes; NaN over no elements.</summary>
    public Tensor Mean(int[] axes, bool keepAxes = false) =>
        AsFloat().Sum(axes, keepAxes) / (double)axes.Aggregate(1L, (n, a) => n * Shape[a]);

    /// <summary>The variance of all elements.</summary>
    public Tensor Variance() => Variance(AllAxes());

    /// <summary>The variance over an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">ddof is not below the number n of elements.</exception>
    public Tensor Variance(int axis, int ddof = 0, bool keepAxis = false) => Variance([axis], ddof, keepAxis);

    /// <summary>The variance over some axes: Σ(x - mean)² / (n - ddof).</summary>
    /// <exception cref="ArgumentOutOfRangeException">ddof is not below the number n of elements.</exception>
    public Tensor Variance(int[] axes, int ddof = 0, bool keepAxes = false)
    {
        Tensor x = AsFloat();
        long n = axes.Aggregate(1L, (count, a) => count * Shape[a]);
        if (ddof != 0 && ddof >= n)
            throw new ArgumentOutOfRangeException(nameof(ddof), ddof, $"Variance: {n} elements of {Type} have no {ddof} degrees of freedom to spare. Choose a smaller ddof.");
        return (x - x.Mean(axes, keepAxes: true)).Square().Sum(axes, keepAxes) / (double)(n - ddof);
    }

    /// <summary>The largest of all elements; NaN if one is. Ties share the derivative.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max() => Max([.. Enumerable.Range(0, Rank)]);

    /// <summary>The largest along an axis.</summary>
    public Tensor Max(int axis, bool keepAxis = false) => Max([axis], keepAxis);

    /// <summary>The largest along some axes.</summary>
    public Tensor Max(int[] axes, bool keepAxes = false) =>
        DType == DType.Bool ? Reduced(axes, keepAxes, a => new ReduceBits(ReduceOp.Or, a), this) : Reduced(axes, keepAxes, a => new ReduceMax(a), this);

    /// <summary>The smallest of all elements; NaN if one is. Ties share the derivative.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Min() => Min([.. Enumerable.Range(0, Rank)]);

    /// <summary>The smallest along an axis.</summary>
    public Tensor Min(int axis, bool keepAxis = false) => Min([axis], keepAxis);

    /// <summary>The smallest along some axes.</summary>
    public Tensor Min(int[] axes, bool keepAxes = false) =>
        DType == DType.Bool ? Reduced(axes, keepAxes, a => new ReduceBits(ReduceOp.And, a), this) : Reduced(axes, keepAxes, a => new ReduceMin(a), this);

    /// <summary>Whether any element is not zero, a Bool scalar.</summary>
    public Tensor Any() => Any([.. Enumerable.Range(0, Rank)]);

    /// <summary>Whether any element along an axis is not zero.</summary>
    public Tensor Any(int axis, bool keepAxis = false) => Any([axis], keepAxis);

    /// <summary>Whether any element along some axes is not zero.</summary>
    public Tensor Any(int[] axes, bool keepAxes = false) => Reduced(axes, keepAxes, a => new ReduceBits(ReduceOp.Or, a), As(DType.Bool));

    /// <summary>Whether all elements are not zero, a Bool scalar.</summary>
    public Tensor All() => All([.. Enumerable.Range(0, Rank)]);

    /// <summary>Whether all elements along an axis are not zero.</summary>
    public Tensor All(int axis, bool keepAxis = false) => All([axis], keepAxis);

    /// <summary>Whether all elements along some axes are not zero.</summary>
    public Tensor All(int[] axes, bool keepAxes = false) => Reduced(axes, keepAxes, a => new ReduceBits(ReduceOp.And, a), As(DType.Bool));

    /// <summary>The index (I32) of the first largest element along an axis.</summary>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor ArgMax(int axis = -1, bool keepAxis = false) => ArgOf(largest: true, axis, keepAxis);

    /// <summary>The index (I32) of the first smallest element along an axis.</summary>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor ArgMin(int axis = -1, bool keepAxis = false) => ArgOf(largest: false, axis, keepAxis);

    private Tensor ArgOf(bool largest, int axis, bool keepAxis)
    {
        Tensor index = Bind1(new ArgExtreme(largest), MoveAxis(axis, -1));
        return keepAxis ? index.ExpandDims(Shape.Axis(axis)) : index;
    }

    /// <summary>log Σ eˣ over an axis, without overflow; -∞ where all are.</summary>
    public Tensor LogSumExp(int axis, bool keepAxis = false) => LogSumExp([axis], keepAxis);

    /// <summary>log Σ eˣ over some axes, without overflow; -∞ where all are.</summary>
    public Tensor LogSumExp(int[] axes, bool keepAxes = false)
    {
        Tensor x = AsFloat();
        if (axes.Any(a => Shape[a] == 0)) return x.Sum(axes, keepAxes) + double.NegativeInfinity;
        Tensor max = Fn.StopGradient(x.Max(axes, keepAxes: true));
        Tensor shift = Select(max.IsFinite(), max, ZerosLike(max));
        Tensor sum = (x - shift).Exp().Sum(axes, keepAxes: true).Log() + shift;
        return keepAxes ? sum : sum.Reshape([.. Shape.Where((_, a) => !axes.Any(b => Shape.Axis(b) == a))]);
    }

    /// <summary>log Σ w·eˣ over some axes, without overflow; NaN where the sum is negative.</summary>
    /// <param name="weights">Weights that broadcast to the tensor.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepAxes">Whether the axes stay, with extent 1.</param>
    public Tensor LogSumExp(Tensor weights, int[] axes, bool keepAxes = false)
    {
        (Tensor x, Tensor w) = Matched(AsFloat(), weights.AsFloat());
        (x, w) = Broadcasted("logSumExp", x, w);
        // What weighs nothing does not count for the shift either.
        Tensor max = Fn.StopGradient(Select(w.Equal(0), double.NegativeInfinity, x).Max(axes, keepAxes: true)), shift = Select(max.IsFinite(), max, ZerosLike(max));
        Tensor sum = (w * (x - shift).Exp()).Sum(axes, keepAxes: true).Log() + shift;
        return keepAxes ? sum : sum.Reshape([.. x.Shape.Where((_, a) => !axes.Any(b => x.Shape.Axis(b) == a))]);
    }

    /// <summary>eˣ / Σ eˣ along an axis, without overflow.</summary>
    public Tensor Softmax(int axis = -1) => Softmax([axis]);

    /// <summary>eˣ / Σ eˣ over some axes, without overflow.</summary>
    public Tensor Softmax(int[] axes)
    {
        Tensor x = AsFloat();
        if (x.Size == 0) return x;
        Tensor exp = (x - Fn.StopGradient(x.Max(axes, keepAxes: true))).Exp();
        return exp / exp.Sum(axes, keepAxes: true);
    }

    /// <summary>x - log Σ eˣ along an axis, without overflow.</summary>
    public Tensor LogSoftmax(int axis = -1) => LogSoftmax([axis]);

    /// <summary>x - log Σ eˣ over some axes, without overflow.</summary>
    public Tensor LogSoftmax(int[] axes)
    {
        Tensor x = AsFloat();
        if (x.Size == 0) return x;
        Tensor shifted = x - Fn.StopGradient(x.Max(axes, keepAxes: true));
        return shifted - shifted.Exp().Sum(axes, keepAxes: true).Log();
    }

    /// <summary>The running sum along an axis. Bool is counted as I32, other dtypes stay.</summary>
    public Tensor CumulativeSum(int axis, bool reverse = false) => Running(ReduceOp.Sum, Numeric(), axis, reverse, false);

    /// <summary>The running product along an axis.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="reverse">From the last element to the first.</param>
    /// <param name="exclusive">Each element's product leaves the element itself out.</param>
    public Tensor CumulativeProduct(int axis, bool reverse = false, bool exclusive = false) => Running(ReduceOp.Product, Numeric(), axis, reverse, exclusive);

    /// <summary>The running maximum along an axis.</summary>
    public Tensor CumulativeMax(int axis, bool reverse = false) => Running(ReduceOp.Max, this, axis, reverse, false);

    /// <summary>The running minimum along an axis.</summary>
    public Tensor CumulativeMin(int axis, bool reverse = false) => Running(ReduceOp.Min, this, axis, reverse, false);

    /// <summary>The indices (I32) that sort an axis, stable; NaN last.</summary>
    public Tensor ArgSort(int axis = -1, bool descending = false) => Bind1(new ArgSort(descending), MoveAxis(axis, -1)).MoveAxis(-1, axis);

    /// <summary>Sorted along an axis, NaN last; descending is the reverse of it, so NaN comes first.</summary>
    public Tensor Sort(int axis = -1, bool descending = false)
    {
        Tensor lines = MoveAxis(axis, -1), sorted = Bind1(new Gather(Rank - 1), lines, Bind1(new ArgSort(false), lines));
        return (descending ? sorted.Flip(-1) : sorted).MoveAxis(-1, axis);
    }

    private static Tensor Running(ReduceOp op, Tensor x, int axis, bool reverse, bool exclusive)
    {
        Tensor lines = x.MoveAxis(axis, -1);
        if (reverse) lines = lines.Flip(-1);
        lines = Bind1(new Cumulative(op, exclusive), lines);
        if (reverse) lines = lines.Flip(-1);
        return lines.MoveAxis(-1, axis);
    }

    private Tensor Numeric() => DType == DType.Bool ? As(DType.I32) : this;

    private Tensor Counted() => DType switch
    {
        DType.Bool or DType.I8 => As(DType.I32),
        DType.U8 => As(DType.U32),
        _ => this,
    };

    private static Tensor Reduced(int[] axes, bool keepAxes, Func<Ints, Reduction> reduction, Tensor x)
    {
        int[] sorted = [.. axes.Select(a => x.Shape.Axis(a)).Distinct().Order()];
        if (sorted.Length != axes.Length) throw new ShapeException($"Axes ({string.Join(", ", axes)}) of {x.Shape} name one axis twice. Name each axis once.");
        Tensor result = axes.Length == 0 ? x : Bind1(reduction(new Ints(sorted)), x);
        return keepAxes ? result.Reshape([.. x.Shape.Select((d, a) => sorted.Contains(a) ? 1 : d)]) : result;
    }
}
