namespace SpikeJit.Primitives;

/// <summary>The derivatives of scatters that are not linear.</summary>
internal static class ScatterTangents
{
    /// <summary>What ties for the largest or smallest at a place, the tensor's own element included, shares the derivative.</summary>
    public static Tensor Extreme(Scatter scatter, Tensor[] x, Tensor dt, Tensor du, Tensor y)
    {
        Tensor kept = x[0].Equal(y) | (x[0].IsNaN() & y.IsNaN()), won = x[2].Equal(Read(scatter, y, x[1]));
        Tensor count = Add(scatter, kept.As(y.DType), x[1], won.As(y.DType));
        Tensor sum = Add(scatter, Tensor.Select(kept, dt, Tensor.ZerosLike(dt)), x[1], Tensor.Select(won, du, Tensor.ZerosLike(du)));
        return sum / Tensor.Maximum(count, Tensor.OnesLike(count));
    }

    /// <summary>
    /// An update's derivative is the product of the others at its place. Where one of them is 0, only it has one; so zeros are counted and left out of the
    /// product, which is divided by the update itself.
    /// </summary>
    public static Tensor Product(Scatter scatter, Tensor[] x, Tensor dt, Tensor du)
    {
        (Tensor index, Tensor u) = (x[1], x[2]);
        Tensor one = Tensor.OnesLike(u), zero = Tensor.ZerosLike(u), isZero = u.Equal(zero), ones = Tensor.OnesLike(x[0]);
        Tensor zeros = Read(scatter, Add(scatter, Tensor.ZerosLike(x[0]), index, isZero.As(u.DType)), index);
        Tensor others = Read(scatter, Tensor.Bind1(scatter, ones, index, Tensor.Select(isZero, one, u)), index) / Tensor.Select(isZero, one, u);
        Tensor slope = Tensor.Select(zeros.Equal(isZero.As(u.DType)), others, zero) * Read(scatter, x[0], index);
        return Add(scatter, dt * Tensor.Bind1(scatter, ones, index, u), index, slope * du);
    }

    private static Tensor Read(Scatter scatter, Tensor from, Tensor index) => Tensor.Bind1(new Gather(scatter.BatchAxes), from, index);

    private static Tensor Add(Scatter scatter, Tensor to, Tensor index, Tensor updates) => Tensor.Bind1(scatter with { Mode = ScatterMode.Add }, to, index, updates);
}
