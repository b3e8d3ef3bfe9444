using System.Globalization;

namespace SpikeJit;

/// <summary>Checks that users run on functions of their own.</summary>
public static class Check
{
    /// <summary>
    /// Compares a function's derivatives at a point with finite differences along a random direction v: (f(x + h·v) − f(x − h·v)) / 2h against the forward
    /// derivative J·v, and its product with a random cotangent w against the reverse one, ⟨Jᵀ·w, v⟩; and so on for the derivatives of those.
    /// JAX: <c>jax.test_util.check_grads</c>.
    /// </summary>
    /// <param name="f">The function, of a tree to a tree. Leaves that are no floats are left as they are.</param>
    /// <param name="at">The point. In F64 the check is far sharper than in F32.</param>
    /// <param name="order">Up to which derivative.</param>
    /// <param name="forward">Whether to check the forward mode; functions with <see cref="Fn"/>'s CustomVjp have none.</param>
    /// <param name="reverse">Whether to check the reverse mode.</param>
    /// <param name="tolerance">Relative to the largest element, or to 1 if that is larger; by default 1e-2 for F32 and 1e-6 for F64.</param>
    /// <param name="step">The distance h; by default 1e-2 for F32 and 1e-5 for F64.</param>
    /// <param name="seed">Chooses the directions.</param>
    /// <returns>The largest deviation found.</returns>
    /// <exception cref="GradientException">A derivative deviates by more than the tolerance.</exception>
    /// <exception cref="DTypeException">The point, or the result, holds no floating-point tensor.</exception>
    public static double Gradients<T, TResult>(
        Func<T, TResult> f, T at, int order = 2, bool forward = true, bool reverse = true, double? tolerance = null, double? step = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        Tensor[] leaves = Tree.Leaves(at), floats = [.. leaves.Where(t => t.DType.IsFloat())];
        if (floats.Length == 0) throw new DTypeException("Check.Gradients: the point holds no floating-point tensor. Convert it with As(DType.F64).");
        Tensor[] Flat(Tensor[] x)
        {
            var next = new Queue<Tensor>(x);
            Tensor[] results = [.. Tree.Leaves(f(Tree.WithLeaves(at, [.. leaves.Select(t => t.DType.IsFloat() ? next.Dequeue() : t)]))).Where(t => t.DType.IsFloat())];
            return results.Length > 0 ? results : throw new DTypeException("Check.Gradients: the result holds no floating-point tensor, so there is nothing to differentiate.");
        }
        bool wide = floats.All(t => t.DType == DType.F64);
        var check = new GradientCheck(floats, forward, reverse, tolerance ?? (wide ? 1e-6 : 1e-2), step ?? (wide ? 1e-5 : 1e-2), new RandomKey(seed));
        check.Run(Flat, order, "");
        return check.Largest;
    }

    private sealed class GradientCheck(Tensor[] at, bool forward, bool reverse, double tolerance, double step, RandomKey key)
    {
        private int _draws;

        public double Largest { get; private set; }

        public void Run(Func<Tensor[], Tensor[]> f, int order, string before)
        {
            Tensor[] v = Like(at), y = f(at), w = Like(y);
            Tensor[] Moved(double h) => f([.. at.Zip(v, (x, d) => x + h * d)]);
            Tensor[] differences = [.. Moved(step).Zip(Moved(-step), (a, b) => (a - b) / (2 * step))];
            Func<Tensor[], Tensor[]> along = x => f.Jvp(x, v).Tangent, back = x => f.Vjp(x).Pullback(w);
            if (forward)
            {
                Tensor[] tangents = along(at);
                for (int o = 0; o < y.Length; o++) Compare(differences[o], tangents[o], $"the forward derivative {before}of output {o}");
            }
            if (reverse) Compare(Product(w, differences), Product(v, back(at)), $"the reverse derivative {before}along a random direction");
            if (order == 1) return;
            if (forward) Run(along, order - 1, before + "of the forward derivative ");
            if (reverse) Run(back, order - 1, before + "of the reverse derivative ");
        }

        private Tensor[] Like(Tensor[] tensors) => [.. tensors.Select(t => key.FoldIn(_draws++).Normal(t.Shape).As(t.DType))];

        private static Tensor Product(Tensor[] a, Tensor[] b) => a.Zip(b, (x, y) => (x * y).Sum().As(DType.F64)).Aggregate((s, t) => s + t);

        private void Compare(Tensor expected, Tensor found, string what)
        {
            double[] e = expected.As(DType.F64).ToArray<double>(), g = found.As(DType.F64).ToArray<double>();
            double scale = Math.Max(1, e.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max());
            for (int i = 0; i < e.Length; i++)
            {
                double deviation = Math.Abs(e[i] - g[i]) / scale;
                if (!(deviation <= tolerance))
                    throw new GradientException(string.Create(CultureInfo.InvariantCulture,
                        $"Check.Gradients: {what} is {g[i]:G7} at element {i}, finite differences of step {step:G3} give {e[i]:G7}: they differ by {deviation:G3} of the largest, allowed {tolerance:G3}. The rule is wrong, or the function is not smooth there (a kink, a spike); or try F64, another step, or a wider tolerance."));
                Largest = Math.Max(Largest, deviation);
            }
        }
    }
}
