namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// The Jacobian by forward mode, one column after another: for an argument leaf of shape <c>[…in]</c> the leaf <c>[…out, …in]</c>. Best where there are
    /// more outputs than inputs.
    /// </summary>
    public static Func<T, T> JacobianForward<T>(this Func<T, Tensor> f) => x =>
    {
        (Tensor flat, Func<Tensor, T> unravel) = RavelFloats("JacobianForward", x);
        Func<Tensor, Tensor> column = direction => f.Jvp(x, unravel(direction)).Tangent;
        Tensor jacobian = VMap(column, 0, -1)(Tensor.Eye(flat.Size, flat.DType));
        return Unstack(jacobian, x);
    };

    /// <summary>
    /// The Jacobian by reverse mode, one row after another: for an argument leaf of shape <c>[…in]</c> the leaf <c>[…out, …in]</c>. Best where there are
    /// fewer outputs than inputs.
    /// </summary>
    public static Func<T, T> JacobianReverse<T>(this Func<T, Tensor> f) => x =>
    {
        RavelFloats("JacobianReverse", x);
        (Tensor y, Func<Tensor, T> pullback) = f.Vjp(x);
        Func<Tensor, Tensor> row = cotangent => Tree.Ravel(pullback(cotangent.Reshape(y.Shape))).Vector;
        Tensor rows = VMap(row)(Tensor.Eye(y.Size, y.DType));
        return Unstack(rows.Reshape([.. y.Shape, rows.Shape[1]]), x);
    };

    /// <summary>The second derivatives of a scalar function: <c>[…in, …in]</c>, by forward mode over reverse mode.</summary>
    public static Func<Tensor, Tensor> Hessian(this Func<Tensor, Tensor> f) => f.Grad().JacobianForward();

    private static (Tensor Flat, Func<Tensor, T> Unravel) RavelFloats<T>(string function, T x)
    {
        foreach (Tensor leaf in Tree.Leaves(x))
            if (!leaf.DType.IsFloat())
                throw new DTypeException($"{function}: an argument is {leaf.Type}; only floating-point values have a derivative. Convert it with As(DType.F32).");
        return Tree.Ravel(x);
    }

    /// <summary>A last axis over all elements of all leaves, taken apart into the leaves' own axes.</summary>
    private static T Unstack<T>(Tensor jacobian, T tree)
    {
        var leaves = new List<Tensor>();
        int start = 0;
        foreach (Tensor leaf in Tree.Leaves(tree))
        {
            leaves.Add(jacobian.SliceAxis(-1, start, leaf.Size).Reshape([.. jacobian.Shape.SkipLast(1), .. leaf.Shape]));
            start += leaf.Size;
        }
        return Tree.WithLeaves(tree, leaves);
    }
}
