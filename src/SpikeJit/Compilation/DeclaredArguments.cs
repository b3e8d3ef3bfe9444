using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>Which arguments of a jitted function are static, and which are given away.</summary>
internal sealed class DeclaredArguments
{
    private readonly string _name;
    private readonly bool[] _static, _donated;

    public DeclaredArguments(Callable f, JitOptions? options, int arguments)
    {
        _name = f.Name;
        _static = Flags(options?.StaticArguments, arguments, nameof(JitOptions.StaticArguments));
        _donated = Flags(options?.DonatedArguments, arguments, nameof(JitOptions.DonatedArguments));
        for (int a = 0; a < arguments; a++)
            if (_static[a] && _donated[a]) throw new ArgumentException($"Jit of {_name}: argument {a} is both static and donated. A static argument has no memory to give.", nameof(options));
        Function = !_static.Contains(true) ? f : f with { Invoke = values => f.Invoke(Array.ConvertAll(values, v => v is StaticArgument s ? s.Value : v)) };
        Donates = _donated.Contains(true);
    }

    private bool[] Flags(IReadOnlyList<int>? numbers, int arguments, string what)
    {
        var flags = new bool[arguments];
        foreach (int a in numbers ?? [])
            flags[a >= 0 && a < arguments ? a : throw new ArgumentOutOfRangeException(what, a, $"Jit of {_name}: the function has {arguments} arguments. Number them from 0.")] = true;
        return flags;
    }

    /// <summary>The function of arguments as <see cref="Wrap"/> leaves them.</summary>
    public Callable Function { get; }

    /// <summary>Whether any argument is given away.</summary>
    public bool Donates { get; }

    /// <summary>The arguments with static ones in one piece.</summary>
    public object?[] Wrap(object?[] values) => !_static.Contains(true)
        ? values
        : [.. values.Select((v, a) => _static[a] ? new StaticArgument(v, _name, a) : v)];

    /// <summary>Runs code, and takes their memory from the tensors of donated arguments.</summary>
    /// <param name="code">The compiled function.</param>
    /// <param name="shapes">The structures of the arguments.</param>
    /// <param name="inputs">The arguments' tensors, then captured ones.</param>
    public Tensor[] RunAndDonate(Executable code, TreeShape[] shapes, ReadOnlySpan<Tensor> inputs)
    {
        var donated = new bool[inputs.Length];
        for (int a = 0, leaf = 0; a < shapes.Length; leaf += shapes[a].Leaves, a++)
            donated.AsSpan(leaf, shapes[a].Leaves).Fill(_donated[a]);
        string PathOf(int leaf) => shapes.SelectMany((s, a) => s.Paths($"argument {a}")).ElementAt(leaf);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!donated[i]) continue;
            for (int other = 0; other < inputs.Length; other++)
                if (other != i && ReferenceEquals(inputs[other], inputs[i]))
                    throw new DonationException(
                        $"Jit of {_name}: {PathOf(i)} is donated, but the same tensor is passed or captured a second time. Donate a tensor that the function gets once.");
        }
        Tensor[] results = code.Run(inputs, donated);
        for (int i = 0; i < inputs.Length; i++)
            if (donated[i]) inputs[i].Donate($"{_name} as {PathOf(i)}", results);
        return results;
    }
}
