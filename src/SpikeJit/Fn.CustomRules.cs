using SpikeJit.Tracing;
using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// A function with its own reverse rule, as surrogate gradients need: <paramref name="forward"/> gives the result and what the way back needs,
    /// <paramref name="backward"/> turns that and the result's cotangent into the argument's cotangent.
    /// </summary>
    /// <remarks>
    /// The rule is itself differentiable, and the value keeps the rule under further derivatives: it is the function's, of <paramref name="forward"/> only
    /// the residuals are used. Inside its own rules the function is the plain one. Forward mode through it is not possible: use
    /// <see cref="CustomJvp{T, TResult}"/> for that.
    /// </remarks>
    /// <exception cref="ShapeException">A cotangent that the rule returns is not of its argument's type (thrown when the function is used).</exception>
    public static Func<T, TResult> CustomVjp<T, TResult, TResidual>(
        Func<T, TResult> function, Func<T, (TResult, TResidual)> forward, Func<TResidual, TResult, T> backward) =>
        x => (TResult)CustomRules.Vjp(
            Of(function), Of(forward), new Callable(backward, v => backward((TResidual)v[0]!, (TResult)v[1]!)), [x], g => [g])!;

    /// <summary>A function of two arguments with its own reverse rule.</summary>
    /// <inheritdoc cref="CustomVjp{T, TResult, TResidual}"/>
    public static Func<T1, T2, TResult> CustomVjp<T1, T2, TResult, TResidual>(
        Func<T1, T2, TResult> function, Func<T1, T2, (TResult, TResidual)> forward, Func<TResidual, TResult, (T1, T2)> backward) =>
        (x, y) => (TResult)CustomRules.Vjp(
            Of(function), Of(forward), new Callable(backward, v => backward((TResidual)v[0]!, (TResult)v[1]!)), [x, y],
            g => ((T1, T2))g! is var (a, b) ? [a, b] : [])!;

    /// <summary>A function of three arguments with its own reverse rule.</summary>
    /// <inheritdoc cref="CustomVjp{T, TResult, TResidual}"/>
    public static Func<T1, T2, T3, TResult> CustomVjp<T1, T2, T3, TResult, TResidual>(
        Func<T1, T2, T3, TResult> function, Func<T1, T2, T3, (TResult, TResidual)> forward, Func<TResidual, TResult, (T1, T2, T3)> backward) =>
        (x, y, z) => (TResult)CustomRules.Vjp(
            Of(function), Of(forward), new Callable(backward, v => backward((TResidual)v[0]!, (TResult)v[1]!)), [x, y, z],
            g => ((T1, T2, T3))g! is var (a, b, c) ? [a, b, c] : [])!;

    /// <summary>
    /// A function with its own forward rule: from the argument and its tangent to the result and its tangent, which must be linear in the argument's.
    /// Works in forward and in reverse mode.
    /// </summary>
    /// <remarks>The value keeps the rule under further derivatives: it is the function's, of the rule only the tangent is used.</remarks>
    public static Func<T, TResult> CustomJvp<T, TResult>(Func<T, TResult> function, Func<T, T, (TResult, TResult)> rule) =>
        x => (TResult)CustomRules.Jvp(Of(function), Of(rule), [x])!;

    /// <summary>A function of two arguments with its own forward rule: from the arguments and their tangents to the result and its tangent.</summary>
    /// <inheritdoc cref="CustomJvp{T, TResult}"/>
    public static Func<T1, T2, TResult> CustomJvp<T1, T2, TResult>(Func<T1, T2, TResult> function, Func<T1, T2, T1, T2, (TResult, TResult)> rule) =>
        (x, y) => (TResult)CustomRules.Jvp(
            Of(function), new Callable(rule, v => rule((T1)v[0]!, (T2)v[1]!, (T1)v[2]!, (T2)v[3]!)), [x, y])!;

    /// <summary>A function of three arguments with its own forward rule: from the arguments and their tangents to the result and its tangent.</summary>
    /// <inheritdoc cref="CustomJvp{T, TResult}"/>
    public static Func<T1, T2, T3, TResult> CustomJvp<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, Func<T1, T2, T3, T1, T2, T3, (TResult, TResult)> rule) =>
        (x, y, z) => (TResult)CustomRules.Jvp(
            Of(function), new Callable(rule, v => rule((T1)v[0]!, (T2)v[1]!, (T3)v[2]!, (T1)v[3]!, (T2)v[4]!, (T3)v[5]!)), [x, y, z])!;
}
