using SpikeJit.Primitives;
using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// The same function, which stops at the first operation that makes NaN or an infinity out of finite numbers, with the operation, its operands and the step
    /// of the loop it stands in. Costs time: every value is looked at, and loops are not taken apart. JAX: <c>jax_debug_nans</c>, <c>checkify</c>.
    /// </summary>
    /// <remarks>
    /// Wrap a gradient to have the way back checked as well: <c>Fn.CheckFinite(Fn.Grad(loss))</c>. Also works inside of Jit, VMap, Scan and Grad. A captured or
    /// passed value that is not finite itself is named. Functions inside of custom rules are looked at as one operation.
    /// </remarks>
    /// <exception cref="NonFiniteException">An operation made NaN or an infinity (thrown when the result is called).</exception>
    public static Func<T1, TResult> CheckFinite<T1, TResult>(this Func<T1, TResult> f) =>
        a1 => (TResult)FiniteChecks.Run(Of(f), [a1])!;

    /// <summary>
    /// The same function, which throws where one random key is used twice, with both places: two draws from one key are the same numbers, and a draw from a key
    /// that is also split is one of the keys' numbers. A draw and a split use a key up; <see cref="RandomKey.FoldIn(long)"/> does not, except by the same number
    /// again. JAX: <c>jax.experimental.key_reuse</c>.
    /// </summary>
    /// <remarks>
    /// Keys are the same if their words are, wherever they come from; the check is done while the function runs, each time anew. A key of outside that each turn
    /// of a loop uses is used twice; one that all examples of VMap share is used once.
    /// </remarks>
    /// <exception cref="KeyReuseException">A key is used twice (thrown when the result is called).</exception>
    public static Func<T1, TResult> CheckKeys<T1, TResult>(this Func<T1, TResult> f) =>
        a1 => (TResult)KeyChecked(Of(f), [a1])!;

    /// <inheritdoc cref="CheckFinite{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, TResult> CheckFinite<T1, T2, TResult>(this Func<T1, T2, TResult> f) =>
        (a1, a2) => (TResult)FiniteChecks.Run(Of(f), [a1, a2])!;

    /// <inheritdoc cref="CheckKeys{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, TResult> CheckKeys<T1, T2, TResult>(this Func<T1, T2, TResult> f) =>
        (a1, a2) => (TResult)KeyChecked(Of(f), [a1, a2])!;

    /// <inheritdoc cref="CheckFinite{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, TResult> CheckFinite<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f) =>
        (a1, a2, a3) => (TResult)FiniteChecks.Run(Of(f), [a1, a2, a3])!;

    /// <inheritdoc cref="CheckKeys{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, TResult> CheckKeys<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f) =>
        (a1, a2, a3) => (TResult)KeyChecked(Of(f), [a1, a2, a3])!;

    /// <inheritdoc cref="CheckFinite{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, T4, TResult> CheckFinite<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f) =>
        (a1, a2, a3, a4) => (TResult)FiniteChecks.Run(Of(f), [a1, a2, a3, a4])!;

    /// <inheritdoc cref="CheckKeys{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, T4, TResult> CheckKeys<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f) =>
        (a1, a2, a3, a4) => (TResult)KeyChecked(Of(f), [a1, a2, a3, a4])!;

    /// <inheritdoc cref="CheckFinite{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, T4, T5, TResult> CheckFinite<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f) =>
        (a1, a2, a3, a4, a5) => (TResult)FiniteChecks.Run(Of(f), [a1, a2, a3, a4, a5])!;

    /// <inheritdoc cref="CheckKeys{T1, TResult}(Func{T1, TResult})"/>
    public static Func<T1, T2, T3, T4, T5, TResult> CheckKeys<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f) =>
        (a1, a2, a3, a4, a5) => (TResult)KeyChecked(Of(f), [a1, a2, a3, a4, a5])!;

    private static object? KeyChecked(Callable f, object?[] values) => new KeyLedger().Watch(() => f.Invoke(values));
}
