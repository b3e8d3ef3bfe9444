using SpikeJit.Compilation.Execution;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>A function that compiles itself for each structure and type of its arguments, and for the values its closure holds.</summary>
internal abstract class JittedFunction(Callable f)
{
    // A function that is called with new shapes for ever must not fill the memory.
    private const int KeptCompilations = 256;

    private readonly Dictionary<JitKey, Compiled> _compiled = [];
    private Compiled? _last;

    private sealed record Compiled(JitKey Key, Executable Code, TreeShape Result, Tensor[] Captures);

    /// <summary>The function itself, whose closure holds what it captures.</summary>
    public Delegate Function => f.Original;

    /// <summary>The jitted function behind a delegate.</summary>
    public static JittedFunction Of(Delegate jitted) => jitted.Target as JittedFunction
        ?? throw new ArgumentException("Explain, Profile: the function was not made by Fn.Jit. Call Fn.Jit(f) and ask that.", nameof(jitted));

    protected object? Call(object?[] values)
    {
        JitCall call = JitCall.Begin();
        try
        {
            call.Read(values, f.Original);
            // Inside another function's trace this function is part of it.
            if (call.IsTraced) return f.Invoke(values);
            Compiled compiled = Find(call);
            // So it is when it reads a value of that trace in a way that its closure does not show.
            if (Array.Exists(compiled.Captures, t => t.IsSymbolic)) return f.Invoke(values);
            return compiled.Result.Build(compiled.Code.Run(call.Inputs(compiled.Captures)));
        }
        finally
        {
            call.End();
        }
    }

    /// <summary>The schedule for these arguments, as text.</summary>
    public string Explain(object?[] values) => Ready(values).Code.Explain();

    /// <summary>The schedule for these arguments with measured times, as text.</summary>
    public string Profile(object?[] values)
    {
        (Executable code, Tensor[] inputs) = Ready(values);
        return code.Profile(inputs);
    }

    private (Executable Code, Tensor[] Inputs) Ready(object?[] values)
    {
        JitCall call = JitCall.Begin();
        try
        {
            call.Read(values, f.Original);
            Compiled compiled = Find(call);
            return (compiled.Code, call.Inputs(compiled.Captures).ToArray());
        }
        finally
        {
            call.End();
        }
    }

    private Compiled Find(JitCall call)
    {
        if (_last is { } last && call.Matches(last.Key)) return last;
        lock (_compiled)
        {
            WarmUp.Start();
            JitKey key = call.Key();
            if (_compiled.TryGetValue(key, out Compiled? found)) return _last = found;
            TracedCall traced = f.Trace(key.Shapes, key.Types[..call.Leaves], call.Tracked);
            // Captured tensors that the closure reader does not know are constants of this compilation.
            found = new Compiled(key, Executable.For(traced.Graph), traced.Result, traced.Captures);
            if (Array.Exists(traced.Captures, t => t.IsSymbolic)) return found;
            if (_compiled.Count >= KeptCompilations) _compiled.Clear();
            return _last = _compiled[key] = found;
        }
    }
}
