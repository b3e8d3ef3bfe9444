using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>The function for many examples at once: each mapped argument has one more axis, over which the examples run.</summary>
    /// <param name="f">The function of one example; all its arguments are mapped over their first axis.</param>
    /// <param name="axisName">A name for the axis, by which the function can combine its examples: <see cref="SumOver{T}(T, string)"/>.</param>
    /// <exception cref="ShapeException">Mapped axes differ in extent, are out of range, or there are none (thrown when the result is called).</exception>
    public static Func<T1, TResult> VMap<T1, TResult>(this Func<T1, TResult> f, string? axisName = null) =>
        a1 => (TResult)Functions.VMap(Of(f), [0], 0, axisName, null, [a1])!;

    /// <summary>The function for many examples at once.</summary>
    /// <param name="f">The function of one example.</param>
    /// <param name="inAxes">For each argument the axis over which examples run; null for one that all share.</param>
    /// <param name="outAxes">The examples' axis in the result, by default the first; null for a result that is the same for all.</param>
    /// <param name="axisName">A name for the axis, by which the function can combine its examples: <see cref="SumOver{T}(T, string)"/>.</param>
    /// <param name="axisSize">The number of examples; needed only where no argument is mapped.</param>
    /// <exception cref="ShapeException">Mapped axes differ in extent, are out of range, or there are none (thrown when the result is called).</exception>
    /// <exception cref="TreeException">Axes were given for each leaf, and their number is not that of the leaves (thrown when the result is called).</exception>
    public static Func<T1, TResult> VMap<T1, TResult>(this Func<T1, TResult> f, Axes? inAxes, Axes? outAxes, string? axisName = null, int? axisSize = null) =>
        a1 => (TResult)Functions.VMap(Of(f), [inAxes], outAxes, axisName, axisSize, [a1])!;

    /// <summary>The function for many examples at once, whose axis is the first of the result.</summary>
    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, TResult> VMap<T1, TResult>(this Func<T1, TResult> f, Axes? inAxes) => VMap(f, inAxes, 0);

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, string)"/>
    public static Func<T1, T2, TResult> VMap<T1, T2, TResult>(this Func<T1, T2, TResult> f, string? axisName = null) =>
        (a1, a2) => (TResult)Functions.VMap(Of(f), [0, 0], 0, axisName, null, [a1, a2])!;

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, TResult> VMap<T1, T2, TResult>(this Func<T1, T2, TResult> f, (Axes?, Axes?) inAxes, Axes? outAxes, string? axisName = null, int? axisSize = null) =>
        (a1, a2) => (TResult)Functions.VMap(Of(f), [inAxes.Item1, inAxes.Item2], outAxes, axisName, axisSize, [a1, a2])!;

    /// <summary>The function for many examples at once, whose axis is the first of the result.</summary>
    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, TResult> VMap<T1, T2, TResult>(this Func<T1, T2, TResult> f, (Axes?, Axes?) inAxes) => VMap(f, inAxes, 0);

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, string)"/>
    public static Func<T1, T2, T3, TResult> VMap<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, string? axisName = null) =>
        (a1, a2, a3) => (TResult)Functions.VMap(Of(f), [0, 0, 0], 0, axisName, null, [a1, a2, a3])!;

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, TResult> VMap<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, (Axes?, Axes?, Axes?) inAxes, Axes? outAxes, string? axisName = null, int? axisSize = null) =>
        (a1, a2, a3) => (TResult)Functions.VMap(Of(f), [inAxes.Item1, inAxes.Item2, inAxes.Item3], outAxes, axisName, axisSize, [a1, a2, a3])!;

    /// <summary>The function for many examples at once, whose axis is the first of the result.</summary>
    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, TResult> VMap<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, (Axes?, Axes?, Axes?) inAxes) => VMap(f, inAxes, 0);

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, string)"/>
    public static Func<T1, T2, T3, T4, TResult> VMap<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, string? axisName = null) =>
        (a1, a2, a3, a4) => (TResult)Functions.VMap(Of(f), [0, 0, 0, 0], 0, axisName, null, [a1, a2, a3, a4])!;

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, T4, TResult> VMap<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, (Axes?, Axes?, Axes?, Axes?) inAxes, Axes? outAxes, string? axisName = null, int? axisSize = null) =>
        (a1, a2, a3, a4) => (TResult)Functions.VMap(Of(f), [inAxes.Item1, inAxes.Item2, inAxes.Item3, inAxes.Item4], outAxes, axisName, axisSize, [a1, a2, a3, a4])!;

    /// <summary>The function for many examples at once, whose axis is the first of the result.</summary>
    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, T4, TResult> VMap<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, (Axes?, Axes?, Axes?, Axes?) inAxes) => VMap(f, inAxes, 0);

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, string)"/>
    public static Func<T1, T2, T3, T4, T5, TResult> VMap<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, string? axisName = null) =>
        (a1, a2, a3, a4, a5) => (TResult)Functions.VMap(Of(f), [0, 0, 0, 0, 0], 0, axisName, null, [a1, a2, a3, a4, a5])!;

    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, T4, T5, TResult> VMap<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, (Axes?, Axes?, Axes?, Axes?, Axes?) inAxes, Axes? outAxes, string? axisName = null, int? axisSize = null) =>
        (a1, a2, a3, a4, a5) => (TResult)Functions.VMap(Of(f), [inAxes.Item1, inAxes.Item2, inAxes.Item3, inAxes.Item4, inAxes.Item5], outAxes, axisName, axisSize, [a1, a2, a3, a4, a5])!;

    /// <summary>The function for many examples at once, whose axis is the first of the result.</summary>
    /// <inheritdoc cref="VMap{T1, TResult}(Func{T1, TResult}, Axes, Axes, string, int?)"/>
    public static Func<T1, T2, T3, T4, T5, TResult> VMap<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, (Axes?, Axes?, Axes?, Axes?, Axes?) inAxes) => VMap(f, inAxes, 0);
}
