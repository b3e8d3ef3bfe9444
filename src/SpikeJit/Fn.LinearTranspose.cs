using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// The transpose of a linear function f(x) = A·x: the function ct ↦ Aᵀ·ct, from cotangents of the result to cotangents of the argument.
    /// </summary>
    /// <param name="f">A linear function; terms that do not depend on the argument are ignored.</param>
    /// <param name="example">An argument, of which only structure and types matter.</param>
    /// <exception cref="DifferentiationException">The function is not linear.</exception>
    public static Func<TResult, T> LinearTranspose<T, TResult>(this Func<T, TResult> f, T example)
    {
        Func<object?, object?> transpose = Functions.LinearTranspose(Of(f), example);
        return ct => (T)transpose(ct)!;
    }
}
