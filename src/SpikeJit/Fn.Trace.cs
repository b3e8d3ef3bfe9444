using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>The same function, whose way back keeps only its arguments, and what the policy names, and computes everything else again: memory for time.</summary>
    /// <param name="f">The function.</param>
    /// <param name="policy">What to keep beside the arguments; by default nothing.</param>
    public static Func<T1, TResult> Checkpoint<T1, TResult>(this Func<T1, TResult> f, CheckpointPolicy? policy = null) =>
        a1 => (TResult)Functions.Checkpoint(Of(f), policy, [a1])!;

    /// <summary>The function's graph for given arguments; <c>Fn.Trace(f)(x).ToString()</c> prints it.</summary>
    public static Func<T1, TracedProgram> Trace<T1, TResult>(this Func<T1, TResult> f) =>
        a1 => TracedProgram.Of(Of(f), [a1]);

    /// <inheritdoc cref="Checkpoint{T1, TResult}(Func{T1, TResult}, CheckpointPolicy)"/>
    public static Func<T1, T2, TResult> Checkpoint<T1, T2, TResult>(this Func<T1, T2, TResult> f, CheckpointPolicy? policy = null) =>
        (a1, a2) => (TResult)Functions.Checkpoint(Of(f), policy, [a1, a2])!;

    /// <summary>The function's graph for given arguments; <c>Fn.Trace(f)(x).ToString()</c> prints it.</summary>
    public static Func<T1, T2, TracedProgram> Trace<T1, T2, TResult>(this Func<T1, T2, TResult> f) =>
        (a1, a2) => TracedProgram.Of(Of(f), [a1, a2]);

    /// <inheritdoc cref="Checkpoint{T1, TResult}(Func{T1, TResult}, CheckpointPolicy)"/>
    public static Func<T1, T2, T3, TResult> Checkpoint<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, CheckpointPolicy? policy = null) =>
        (a1, a2, a3) => (TResult)Functions.Checkpoint(Of(f), policy, [a1, a2, a3])!;

    /// <summary>The function's graph for given arguments; <c>Fn.Trace(f)(x).ToString()</c> prints it.</summary>
    public static Func<T1, T2, T3, TracedProgram> Trace<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f) =>
        (a1, a2, a3) => TracedProgram.Of(Of(f), [a1, a2, a3]);

    /// <inheritdoc cref="Checkpoint{T1, TResult}(Func{T1, TResult}, CheckpointPolicy)"/>
    public static Func<T1, T2, T3, T4, TResult> Checkpoint<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, CheckpointPolicy? policy = null) =>
        (a1, a2, a3, a4) => (TResult)Functions.Checkpoint(Of(f), policy, [a1, a2, a3, a4])!;

    /// <summary>The function's graph for given arguments; <c>Fn.Trace(f)(x).ToString()</c> prints it.</summary>
    public static Func<T1, T2, T3, T4, TracedProgram> Trace<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f) =>
        (a1, a2, a3, a4) => TracedProgram.Of(Of(f), [a1, a2, a3, a4]);

    /// <inheritdoc cref="Checkpoint{T1, TResult}(Func{T1, TResult}, CheckpointPolicy)"/>
    public static Func<T1, T2, T3, T4, T5, TResult> Checkpoint<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, CheckpointPolicy? policy = null) =>
        (a1, a2, a3, a4, a5) => (TResult)Functions.Checkpoint(Of(f), policy, [a1, a2, a3, a4, a5])!;

    /// <summary>The function's graph for given arguments; <c>Fn.Trace(f)(x).ToString()</c> prints it.</summary>
    public static Func<T1, T2, T3, T4, T5, TracedProgram> Trace<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f) =>
        (a1, a2, a3, a4, a5) => TracedProgram.Of(Of(f), [a1, a2, a3, a4, a5]);
}
