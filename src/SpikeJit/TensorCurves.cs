namespace SpikeJit;

// Functions given by samples or coefficients.
public sealed partial class Tensor
{
    /// <summary>The polynomial with these coefficients <c>[n]</c>, the highest power first, at x (Horner's rule).</summary>
    /// <exception cref="ShapeException">The coefficients are no vector.</exception>
    public static Tensor PolyVal(Tensor coefficients, Tensor x)
    {
        if (coefficients.Rank != 1) throw new ShapeException($"PolyVal: the coefficients are {coefficients.Type}, not a vector.");
        (coefficients, x) = Matched(coefficients, x);
        Tensor y = ZerosLike(x);
        for (int i = 0; i < coefficients.Size; i++) y = y * x + coefficients[i];
        return y;
    }

    /// <summary>The piecewise linear function through points, at x; beyond the points the first and last value, unless others are given.</summary>
    /// <param name="x">Where, of any shape.</param>
    /// <param name="places">The points' places <c>[n]</c>, ascending.</param>
    /// <param name="values">The points' values <c>[n]</c>.</param>
    /// <param name="left">The value left of the points.</param>
    /// <param name="right">The value right of the points.</param>
    /// <exception cref="ShapeException">Places and values are not two vectors of one extent above 0.</exception>
    public static Tensor Interpolate(Tensor x, Tensor places, Tensor values, Tensor? left = null, Tensor? right = null)
    {
        if (places.Rank != 1 || places.Shape != values.Shape || places.Size == 0)
            throw new ShapeException($"Interpolate: the points are {places.Type} and {values.Type}, not two vectors of one extent above 0.");
        (x, places) = Matched(x.AsFloat(), places.AsFloat());
        (values, x) = Matched(values, x);
        (places, x) = Matched(places, x);
        int last = places.Size - 1;
        Tensor at = places.SearchSorted(x, right: true).Clip(Math.Min(1, last), last), before = Maximum(at - 1, 0);
        Tensor x0 = places[before], y0 = values[before], width = places[at] - x0, same = width.Equal(0);
        Tensor y = Select(same, y0, y0 + (x - x0) / Select(same, OnesLike(width), width) * (values[at] - y0));
        y = Select(x < places[0], left?.As(y.DType) ?? values[0], y);
        return Select(x > places[^1], right?.As(y.DType) ?? values[^1], y);
    }

    /// <summary>The integral of samples along an axis by the trapezoidal rule.</summary>
    /// <param name="spacing">The distance of samples.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The axis is out of range or empty.</exception>
    public Tensor Trapezoid(double spacing = 1, int axis = -1)
    {
        (Tensor a, Tensor b) = AsFloat().Neighbours("Trapezoid", axis);
        return 0.5 * ((a + b) * spacing).Sum(axis);
    }

    /// <summary>The integral of samples along an axis by the trapezoidal rule.</summary>
    /// <param name="places">Where the samples lie: a vector of the axis's extent, or a tensor that broadcasts to the samples.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The axis is out of range or empty, or the places do not fit.</exception>
    public Tensor Trapezoid(Tensor places, int axis = -1)
    {
        int a = Shape.Axis(axis);
        Tensor lines = AsFloat().MoveAxis(a, -1), x = (places.Rank == 1 ? places : places.BroadcastTo(Shape).MoveAxis(a, -1)).Diff();
        (Tensor low, Tensor high) = lines.Neighbours("Trapezoid", -1);
        return 0.5 * ((low + high) * x).Sum(-1);
    }

    /// <summary>The derivative of samples along an axis: central differences inside, one-sided ones at the ends.</summary>
    /// <exception cref="ShapeException">The axis is out of range or has fewer than two samples.</exception>
    public Tensor Gradient(double spacing = 1, int axis = -1)
    {
        int a = Shape.Axis(axis), n = Shape[a];
        if (n < 2) throw new ShapeException($"Gradient: axis {axis} of {Shape} has {n} samples; there must be at least two.");
        Tensor x = AsFloat(), steps = x.Diff(a), inside = (x.SliceAxis(a, 2, n - 2) - x.SliceAxis(a, 0, n - 2)) * 0.5;
        return Concatenate([steps.SliceAxis(a, 0, 1), inside, steps.SliceAxis(a, n - 2, 1)], a) / spacing;
    }

    private (Tensor Low, Tensor High) Neighbours(string name, int axis)
    {
        int n = Shape[axis];
        return n > 0 ? (SliceAxis(axis, 0, n - 1), SliceAxis(axis, 1, n - 1)) : throw new ShapeException($"{name}: axis {axis} of {Shape} is empty.");
    }
}
