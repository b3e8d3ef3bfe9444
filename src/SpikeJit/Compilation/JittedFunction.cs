using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>A function that compiles itself for each structure and type of its arguments, and for the values its closure holds.</summary>
internal abstract class JittedFunction(Callable f)
{
    // A function that is called with new shapes for ever must not fill the memory.
    private const int KeptCompilations = 256;

    private readonly Dictionary<JitKey, Compiled> _compiled = [];

    private sealed record Compiled(Executable Code, TreeShape Result, Tensor[] Captures);

    /// <summary>The function itself, whose closure holds what it captures.</summary>
    public Delegate Function => f.Original;

    /// <summary>The jitted function behind a delegate.</summary>
    public static JittedFunction Of(Delegate jitted) => jitted.Target as JittedFunction
        ?? throw new ArgumentException("Explain, Profile: the function was not made by Fn.Jit. Call Fn.Jit(f) and ask that.", nameof(jitted));

    protected object? Call(object?[] values)
    {
        Arguments arguments = Arguments.Of(values);
        var tracked = new List<Tensor>();
        var statics = new List<object?>();
        ClosureReader.Read(f.Original, tracked, statics);
        for (int i = 0; i < tracked.Count; i++) tracked[i] = Trace.Resolve(tracked[i]);
        // Inside another function's trace this function is part of it.
        if (Array.Exists(arguments.Leaves, t => t.IsSymbolic) || tracked.Exists(t => t.IsSymbolic)) return f.Invoke(values);
        Compiled compiled = Find(arguments, tracked, statics);
        // So it is when it reads a value of that trace in a way that its closure does not show.
        if (Array.Exists(compiled.Captures, t => t.IsSymbolic)) return f.Invoke(values);
        Tensor[] results = compiled.Code.Run([.. arguments.Leaves, .. tracked, .. compiled.Captures]);
        return compiled.Result.Build(results);
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
        Arguments arguments = Arguments.Of(values);
        var tracked = new List<Tensor>();
        var statics = new List<object?>();
        ClosureReader.Read(f.Original, tracked, statics);
        for (int i = 0; i < tracked.Count; i++) tracked[i] = Trace.Resolve(tracked[i]);
        Compiled compiled = Find(arguments, tracked, statics);
        return (compiled.Code, [.. arguments.Leaves, .. tracked, .. compiled.Captures]);
    }

    private Compiled Find(Arguments arguments, List<Tensor> tracked, List<object?> statics)
    {
        var key = new JitKey([.. arguments.Shapes], [.. arguments.Types, .. tracked.Select(t => t.Type)], [.. statics]);
        lock (_compiled)
        {
            if (_compiled.TryGetValue(key, out Compiled? found)) return found;
            TracedCall traced = f.Trace(arguments.Shapes, arguments.Types, tracked);
            // Captured tensors that the closure reader does not know are constants of this compilation.
            found = new Compiled(Executable.For(traced.Graph), traced.Result, traced.Captures);
            if (Array.Exists(traced.Captures, t => t.IsSymbolic)) return found;
            if (_compiled.Count >= KeptCompilations) _compiled.Clear();
            return _compiled[key] = found;
        }
    }
}

/// <summary>What a compilation depends on.</summary>
internal sealed class JitKey(TreeShape[] shapes, TensorType[] types, object?[] statics) : IEquatable<JitKey>
{
    private readonly int _hash = Hash(shapes, types, statics);

    private readonly TreeShape[] _shapes = shapes;
    private readonly TensorType[] _types = types;
    private readonly object?[] _statics = statics;

    public bool Equals(JitKey? other) =>
        other is not null && _hash == other._hash && _shapes.AsSpan().SequenceEqual(other._shapes) && _types.AsSpan().SequenceEqual(other._types) &&
        _statics.AsSpan().SequenceEqual(other._statics);

    public override bool Equals(object? obj) => Equals(obj as JitKey);

    public override int GetHashCode() => _hash;

    private static int Hash(TreeShape[] shapes, TensorType[] types, object?[] statics)
    {
        var hash = new HashCode();
        foreach (TreeShape shape in shapes) hash.Add(shape);
        foreach (TensorType type in types) hash.Add(type);
        foreach (object? value in statics) hash.Add(value);
        return hash.ToHashCode();
    }
}
