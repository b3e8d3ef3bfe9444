using SpikeJit.Compilation;
using SpikeJit.Tracing;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// Gets a message when one jitted function has been traced again more than 8 times, with the argument that differs and how. By default it goes to the
    /// standard error stream; null keeps silent.
    /// </summary>
    public static Action<string>? RetraceWarning { get; set; } = message => Console.Error.WriteLine(message);

    /// <summary>The function compiled to machine code, once for each structure, shape and dtype of its arguments.</summary>
    /// <remarks>
    /// Variables that the function captures are read at each call: captured tensors are inputs, and a captured number, string or structure that has changed
    /// compiles anew. Not seen are changes of static fields and of fields of captured objects. Numbers inside argument trees are static, too.
    /// A function that is traced often, because shapes or static values keep changing, says so to <see cref="RetraceWarning"/>.
    /// </remarks>
    /// <param name="f">The function.</param>
    /// <param name="options">Which arguments are static, and which are given away.</param>
    /// <exception cref="ArgumentException">The options name an argument that is not there, or one as both static and donated.</exception>
    public static Func<T1, TResult> Jit<T1, TResult>(this Func<T1, TResult> f, JitOptions? options = null) => new Jitted<T1, TResult>(Of(f), options).Invoke;

    /// <summary>The schedule of a jitted function for these arguments: kernels, fused operations, buffers, bytes, flops.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Explain<T1, TResult>(this Func<T1, TResult> jitted, T1 a1) => JittedFunction.Of(jitted).Explain([a1]);

    /// <summary>The schedule of a jitted function for these arguments with the median time, GFLOP/s and GB/s of each kernel; runs the function for about 0.1 s.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Profile<T1, TResult>(this Func<T1, TResult> jitted, T1 a1) => JittedFunction.Of(jitted).Profile([a1]);

    private sealed class Jitted<T1, TResult>(Callable f, JitOptions? options) : JittedFunction(f, options, 1)
    {
        public TResult Invoke(T1 a1) => (TResult)Call([a1])!;
    }

    /// <inheritdoc cref="Jit{T1, TResult}(Func{T1, TResult}, JitOptions)"/>
    public static Func<T1, T2, TResult> Jit<T1, T2, TResult>(this Func<T1, T2, TResult> f, JitOptions? options = null) => new Jitted<T1, T2, TResult>(Of(f), options).Invoke;

    /// <summary>The schedule of a jitted function for these arguments: kernels, fused operations, buffers, bytes, flops.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Explain<T1, T2, TResult>(this Func<T1, T2, TResult> jitted, T1 a1, T2 a2) => JittedFunction.Of(jitted).Explain([a1, a2]);

    /// <summary>The schedule of a jitted function for these arguments with the median time, GFLOP/s and GB/s of each kernel; runs the function for about 0.1 s.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Profile<T1, T2, TResult>(this Func<T1, T2, TResult> jitted, T1 a1, T2 a2) => JittedFunction.Of(jitted).Profile([a1, a2]);

    private sealed class Jitted<T1, T2, TResult>(Callable f, JitOptions? options) : JittedFunction(f, options, 2)
    {
        public TResult Invoke(T1 a1, T2 a2) => (TResult)Call([a1, a2])!;
    }

    /// <inheritdoc cref="Jit{T1, TResult}(Func{T1, TResult}, JitOptions)"/>
    public static Func<T1, T2, T3, TResult> Jit<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, JitOptions? options = null) => new Jitted<T1, T2, T3, TResult>(Of(f), options).Invoke;

    /// <summary>The schedule of a jitted function for these arguments: kernels, fused operations, buffers, bytes, flops.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Explain<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> jitted, T1 a1, T2 a2, T3 a3) => JittedFunction.Of(jitted).Explain([a1, a2, a3]);

    /// <summary>The schedule of a jitted function for these arguments with the median time, GFLOP/s and GB/s of each kernel; runs the function for about 0.1 s.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Profile<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> jitted, T1 a1, T2 a2, T3 a3) => JittedFunction.Of(jitted).Profile([a1, a2, a3]);

    private sealed class Jitted<T1, T2, T3, TResult>(Callable f, JitOptions? options) : JittedFunction(f, options, 3)
    {
        public TResult Invoke(T1 a1, T2 a2, T3 a3) => (TResult)Call([a1, a2, a3])!;
    }

    /// <inheritdoc cref="Jit{T1, TResult}(Func{T1, TResult}, JitOptions)"/>
    public static Func<T1, T2, T3, T4, TResult> Jit<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, JitOptions? options = null) => new Jitted<T1, T2, T3, T4, TResult>(Of(f), options).Invoke;

    /// <summary>The schedule of a jitted function for these arguments: kernels, fused operations, buffers, bytes, flops.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Explain<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> jitted, T1 a1, T2 a2, T3 a3, T4 a4) => JittedFunction.Of(jitted).Explain([a1, a2, a3, a4]);

    /// <summary>The schedule of a jitted function for these arguments with the median time, GFLOP/s and GB/s of each kernel; runs the function for about 0.1 s.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Profile<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> jitted, T1 a1, T2 a2, T3 a3, T4 a4) => JittedFunction.Of(jitted).Profile([a1, a2, a3, a4]);

    private sealed class Jitted<T1, T2, T3, T4, TResult>(Callable f, JitOptions? options) : JittedFunction(f, options, 4)
    {
        public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4) => (TResult)Call([a1, a2, a3, a4])!;
    }

    /// <inheritdoc cref="Jit{T1, TResult}(Func{T1, TResult}, JitOptions)"/>
    public static Func<T1, T2, T3, T4, T5, TResult> Jit<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, JitOptions? options = null) => new Jitted<T1, T2, T3, T4, T5, TResult>(Of(f), options).Invoke;

    /// <summary>The schedule of a jitted function for these arguments: kernels, fused operations, buffers, bytes, flops.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Explain<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> jitted, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5) => JittedFunction.Of(jitted).Explain([a1, a2, a3, a4, a5]);

    /// <summary>The schedule of a jitted function for these arguments with the median time, GFLOP/s and GB/s of each kernel; runs the function for about 0.1 s.</summary>
    /// <exception cref="ArgumentException">The function was not made by Jit.</exception>
    public static string Profile<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> jitted, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5) => JittedFunction.Of(jitted).Profile([a1, a2, a3, a4, a5]);

    private sealed class Jitted<T1, T2, T3, T4, T5, TResult>(Callable f, JitOptions? options) : JittedFunction(f, options, 5)
    {
        public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5) => (TResult)Call([a1, a2, a3, a4, a5])!;
    }
}
