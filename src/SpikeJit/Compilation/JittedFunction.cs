using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>A function that compiles itself for each structure and type of its arguments, and for the values its closure holds.</summary>
internal abstract class JittedFunction
{
    // A function that is called with new shapes for ever must not fill the memory.
    private const int KeptCompilations = 256;

    private readonly Callable _function, _unwrapping;
    private readonly bool[] _static, _donated;
    private readonly Dictionary<JitKey, Compiled> _compiled = [];
    private readonly RetraceCounter _retraces;

    private sealed record Compiled(Executable Code, TreeShape Result, Tensor[] Captures, bool HasEffect);

    protected JittedFunction(Callable f, JitOptions? options, int arguments)
    {
        _function = f;
        _unwrapping = f with { Invoke = values => f.Invoke(Array.ConvertAll(values, v => v is StaticArgument s ? s.Value : v)) };
        _static = Flags(options?.StaticArguments, arguments, nameof(JitOptions.StaticArguments));
        _donated = Flags(options?.DonatedArguments, arguments, nameof(JitOptions.DonatedArguments));
        for (int a = 0; a < arguments; a++)
            if (_static[a] && _donated[a]) throw new ArgumentException($"Jit of {f.Name}: argument {a} is both static and donated. A static argument has no memory to give.", nameof(options));
        _retraces = new RetraceCounter(f.Name);
    }

    private bool[] Flags(IReadOnlyList<int>? numbers, int arguments, string what)
    {
        var flags = new bool[arguments];
        foreach (int a in numbers ?? [])
            flags[a >= 0 && a < arguments ? a : throw new ArgumentOutOfRangeException(what, a, $"Jit of {_function.Name}: the function has {arguments} arguments. Number them from 0.")] = true;
        return flags;
    }

    /// <summary>The function itself, whose closure holds what it captures.</summary>
    public Delegate Function => _function.Original;

    /// <summary>The jitted function behind a delegate.</summary>
    public static JittedFunction Of(Delegate jitted) => jitted.Target as JittedFunction
        ?? throw new ArgumentException("Explain, Profile: the function was not made by Fn.Jit. Call Fn.Jit(f) and ask that.", nameof(jitted));

    protected object? Call(object?[] values)
    {
        // What combines the examples of a mapped axis is part of the function that is mapped.
        if (NamedAxes.Any) return _function.Invoke(values);
        (Arguments arguments, List<Tensor> tracked, List<object?> statics) = Read(values);
        // Inside another function's trace this function is part of it.
        if (Array.Exists(arguments.Leaves, t => t.IsSymbolic) || tracked.Exists(t => t.IsSymbolic)) return _function.Invoke(values);
        Compiled compiled = Find(arguments, tracked, statics);
        // So it is when it reads a value of that trace in a way that its closure does not show, or when it prints each time that trace's function runs.
        if (Array.Exists(compiled.Captures, t => t.IsSymbolic) || (compiled.HasEffect && Trace.AnyOpen)) return _function.Invoke(values);
        Tensor[] inputs = [.. arguments.Leaves, .. tracked, .. compiled.Captures];
        Tensor[] results = _donated.Contains(true) ? RunAndDonate(compiled.Code, arguments, inputs) : compiled.Code.Run(inputs);
        return compiled.Result.Build(results);
    }

    private Tensor[] RunAndDonate(Executable code, Arguments arguments, Tensor[] inputs)
    {
        bool[] donated = [.. arguments.Owner.Select(a => _donated[a]), .. new bool[inputs.Length - arguments.Leaves.Length]];
        for (int i = 0; i < arguments.Leaves.Length; i++)
            if (donated[i] && Array.FindIndex(inputs, t => ReferenceEquals(t, inputs[i])) is var first && (first != i || Array.LastIndexOf(inputs, inputs[i]) != i))
                throw new DonationException(
                    $"Jit of {_function.Name}: {arguments.PathOf(i)} is donated, but the same tensor is passed or captured a second time. " +
                    "Donate a tensor that the function gets once.");
        Tensor[] results = code.Run(inputs, donated);
        for (int i = 0; i < arguments.Leaves.Length; i++)
            if (donated[i]) inputs[i].Donate($"{_function.Name} as {arguments.PathOf(i)}", results);
        return results;
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
        (Arguments arguments, List<Tensor> tracked, List<object?> statics) = Read(values);
        Compiled compiled = Find(arguments, tracked, statics);
        return (compiled.Code, [.. arguments.Leaves, .. tracked, .. compiled.Captures]);
    }

    /// <summary>The arguments taken apart, and what the function captures.</summary>
    private (Arguments Arguments, List<Tensor> Tracked, List<object?> Statics) Read(object?[] values)
    {
        Arguments arguments = Arguments.Of(!_static.Contains(true)
            ? values
            : [.. values.Select((v, a) => _static[a] ? new StaticArgument(v, _function.Name, a) : v)]);
        var tracked = new List<Tensor>();
        var statics = new List<object?>();
        ClosureReader.Read(_function.Original, tracked, statics);
        for (int i = 0; i < tracked.Count; i++) tracked[i] = Trace.Resolve(tracked[i]);
        return (arguments, tracked, statics);
    }

    private Compiled Find(Arguments arguments, List<Tensor> tracked, List<object?> statics)
    {
        var key = new JitKey([.. arguments.Shapes], [.. arguments.Types, .. tracked.Select(t => t.Type)], [.. statics]);
        lock (_compiled)
        {
            if (_compiled.TryGetValue(key, out Compiled? found)) return found;
            TracedCall traced = _unwrapping.Trace(arguments.Shapes, arguments.Types, tracked);
            // Captured tensors that the closure reader does not know are constants of this compilation.
            found = new Compiled(Executable.For(traced.Graph), traced.Result, traced.Captures, traced.Graph.HasEffect);
            if (Array.Exists(traced.Captures, t => t.IsSymbolic)) return found;
            _retraces.Count(key);
            if (_compiled.Count >= KeptCompilations) _compiled.Clear();
            return _compiled[key] = found;
        }
    }
}
