using SpikeJit.Compilation.Execution;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>A function that compiles itself for each structure and type of its arguments, and for the values its closure holds.</summary>
internal abstract class JittedFunction
{
    // A function that is called with new shapes for ever must not fill the memory.
    private const int KeptCompilations = 256;

    private readonly Callable _function;
    private readonly DeclaredArguments _declared;
    private readonly Dictionary<JitKey, Compiled> _compiled = [];
    private readonly RetraceCounter _retraces;
    private Compiled? _last;

    private sealed record Compiled(JitKey Key, Executable Code, TreeShape Result, Tensor[] Captures, bool HasEffect);

    protected JittedFunction(Callable f, JitOptions? options, int arguments)
    {
        _function = f;
        _declared = new DeclaredArguments(f, options, arguments);
        _retraces = new RetraceCounter(f.Name);
    }

    /// <summary>The function itself, whose closure holds what it captures.</summary>
    public Delegate Function => _function.Original;

    /// <summary>The jitted function behind a delegate.</summary>
    public static JittedFunction Of(Delegate jitted) => jitted.Target as JittedFunction
        ?? throw new ArgumentException("Explain, Profile: the function was not made by Fn.Jit. Call Fn.Jit(f) and ask that.", nameof(jitted));

    protected object? Call(object?[] values)
    {
        // What combines the examples of a mapped axis is part of the function that is mapped, and what uses keys of the function that is checked.
        if (NamedAxes.Any || Primitives.KeyLedger.Active is not null) return _function.Invoke(values);
        JitCall call = JitCall.Begin();
        try
        {
            call.Read(_declared.Wrap(values), _function.Original);
            // Inside another function's trace this function is part of it.
            if (call.IsTraced) return _function.Invoke(values);
            Compiled compiled = Find(call);
            // So it is when it reads a value of that trace in a way that its closure does not show, or when it is to print each time that function runs.
            if (Array.Exists(compiled.Captures, t => t.IsSymbolic) || (compiled.HasEffect && Trace.AnyOpen)) return _function.Invoke(values);
            ReadOnlySpan<Tensor> inputs = call.Inputs(compiled.Captures);
            return compiled.Result.Build(_declared.Donates ? _declared.RunAndDonate(compiled.Code, compiled.Key.Shapes, inputs) : compiled.Code.Run(inputs));
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
            call.Read(_declared.Wrap(values), _function.Original);
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
            JitKey key = call.Key();
            if (_compiled.TryGetValue(key, out Compiled? found)) return _last = found;
            WarmUp.Start();
            TracedCall traced = _declared.Function.Trace(key.Shapes, key.Types[..call.Leaves], call.Tracked);
            // Captured tensors that the closure reader does not know are constants of this compilation.
            found = new Compiled(key, Executable.For(traced.Graph), traced.Result, traced.Captures, traced.Graph.HasEffect);
            if (Array.Exists(traced.Captures, t => t.IsSymbolic)) return found;
            _retraces.Count(key);
            if (_compiled.Count >= KeptCompilations) _compiled.Clear();
            return _last = _compiled[key] = found;
        }
    }
}
