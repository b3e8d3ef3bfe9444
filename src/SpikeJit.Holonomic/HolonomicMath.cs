namespace SpikeJit.Holonomic;

/// <summary>What several layers compute.</summary>
internal static class HolonomicMath
{
    public static Tensor Clip01(this Tensor x) => x.Clip(0.0, 1.0);

    public static Tensor Filled(Shape shape, double value, DType dtype) => Tensor.Full(shape, value).As(dtype);

    /// <summary>R = |mean e^{iθ}|, whose derivative at 0 is 0.</summary>
    public static Tensor OrderParameter(Tensor theta) => Tensor.Hypot(theta.Cos().Mean(), theta.Sin().Mean());

    /// <summary>θ mod 2π, in [0, 2π).</summary>
    public static Tensor Wrap(Tensor theta) => theta % (2 * Math.PI);

    /// <summary>(1 + cos θ)/2.</summary>
    public static Tensor PhaseProbability(Tensor theta) => (1 + theta.Cos()) / 2;

    /// <summary>|mean cos θ| from densities (1 + cos θ)/2: all that they hold of R, whose sine part has lost its sign.</summary>
    public static Tensor OrderFromDensities(Tensor rows) => (2 * rows - 1).Mean().Abs();

    /// <summary>Names with scalars.</summary>
    public static Dictionary<string, Tensor> Named(IReadOnlyList<string> names, params ReadOnlySpan<Tensor> values)
    {
        var named = new Dictionary<string, Tensor>(names.Count);
        for (int i = 0; i < values.Length; i++) named[names[i]] = values[i];
        return named;
    }
}
