using System.Runtime.InteropServices;
using SpikeJit.Tracing;
using SpikeJit.Trees;

namespace SpikeJit.Compilation;

/// <summary>The arguments and captured values of one call of a jitted function. Instances are used again, so that calls make no garbage.</summary>
internal sealed class JitCall
{
    [ThreadStatic] private static JitCall? t_free;

    private readonly List<TreeShape> _shapes = [];
    private readonly List<Tensor> _tensors = [];
    private readonly List<object?> _statics = [];
    private readonly List<object> _seen = [];

    /// <summary>The number of tensors in the arguments.</summary>
    public int Leaves { get; private set; }

    /// <summary>Whether a tensor belongs to a function that is being traced.</summary>
    public bool IsTraced { get; private set; }

    /// <summary>Tensors that the function captures.</summary>
    public Tensor[] Tracked => CollectionsMarshal.AsSpan(_tensors)[Leaves..].ToArray();

    public static JitCall Begin()
    {
        JitCall call = t_free ?? new JitCall();
        // A function that is called inside this one takes another.
        t_free = null;
        return call;
    }

    public void End()
    {
        _shapes.Clear();
        _tensors.Clear();
        _statics.Clear();
        _seen.Clear();
        t_free = this;
    }

    public void Read(object?[] values, Delegate function)
    {
        foreach (object? value in values) _shapes.Add(Tree.Flatten(value, _tensors));
        Leaves = _tensors.Count;
        ClosureReader.Read(function, _tensors, _statics, _seen);
        bool traced = false;
        foreach (ref Tensor tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            if (Trace.AnyOpen) tensor = Trace.Resolve(tensor);
            traced |= tensor.IsSymbolic;
        }
        IsTraced = traced;
    }

    /// <summary>What is given to the compiled code: leaves, tracked tensors, then these.</summary>
    public ReadOnlySpan<Tensor> Inputs(Tensor[] captures)
    {
        _tensors.AddRange(captures);
        return CollectionsMarshal.AsSpan(_tensors);
    }

    public JitKey Key() => new([.. _shapes], [.. _tensors.Select(t => t.Type)], [.. _statics]);

    /// <summary>Whether this call is one for which that compilation was made.</summary>
    public bool Matches(JitKey key)
    {
        if (key.Types.Length != _tensors.Count) return false;
        for (int i = 0; i < key.Types.Length; i++)
            if (key.Types[i] != _tensors[i].Type) return false;
        return CollectionsMarshal.AsSpan(_shapes).SequenceEqual(key.Shapes) && CollectionsMarshal.AsSpan(_statics).SequenceEqual(key.Statics);
    }
}
