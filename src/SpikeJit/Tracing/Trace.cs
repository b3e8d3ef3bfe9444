using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Tracing;

/// <summary>
/// An open recording: operations on its symbolic tensors append equations. Traces of a thread form a stack; an operation belongs to the deepest trace
/// among its operands, so what does not depend on an inner function's arguments is recorded outside of it, once.
/// </summary>
internal sealed class Trace : IDisposable
{
    [ThreadStatic] private static Trace? t_current;

    private readonly Trace? _parent;
    private readonly List<Value> _inputs = [];
    private readonly List<Equation> _equations = [];
    private readonly List<Tensor> _captures = [];
    private readonly List<Value> _captureValues = [];
    private readonly Dictionary<Tensor, Value> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, Tensor> _tracked = new(ReferenceEqualityComparer.Instance);

    private Trace(string function, bool isUsers)
    {
        Function = function;
        _parent = t_current;
        RecordsAll = !isUsers || _parent is { RecordsAll: true };
        Depth = _parent is null ? 0 : _parent.Depth + 1;
        t_current = this;
    }

    /// <summary>The name of the function being traced, for messages.</summary>
    public string Function { get; }

    public int Depth { get; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether operations on concrete tensors are recorded too: a transformation's graph must hold all that its rules compute.</summary>
    private bool RecordsAll { get; }

    public static bool AnyOpen => t_current is not null;

    /// <summary>The trace opened last and still open.</summary>
    public static Trace? Innermost => t_current;

    /// <summary>The trace that records operations on concrete tensors, if there is one.</summary>
    public static Trace? ForConcrete => t_current is { RecordsAll: true } trace ? trace : null;

    /// <summary>Opens a trace in which a transformation writes a graph.</summary>
    public static Trace Open(string transformation) => new(transformation, isUsers: false);

    /// <summary>Opens the trace of a user's function. What it computes from concrete tensors is computed at once.</summary>
    public static Trace OpenFunction(string name) => new(name, isUsers: true);

    public Tensor NewInput(TensorType type)
    {
        var value = new Value(type);
        _inputs.Add(value);
        return new Tensor(value, this);
    }

    /// <summary>Makes a concrete tensor stand for an input: while the trace is open, operations on it are recorded.</summary>
    public void Track(Tensor concrete, Tensor input) => _tracked[concrete] = input;

    /// <summary>The tensor as the open traces see it: itself, or the input it stands for.</summary>
    public static Tensor Resolve(Tensor tensor)
    {
        for (Trace? trace = t_current; trace is not null; trace = trace._parent)
            if (trace._tracked.Count > 0 && trace._tracked.TryGetValue(tensor, out Tensor? input)) return input;
        return tensor;
    }

    public Tensor[] Record(Primitive primitive, Tensor[] inputs)
    {
        TensorType[] types = primitive.Infer([.. inputs.Select(t => t.Type)]);
        var outputs = new Value[types.Length];
        for (int o = 0; o < outputs.Length; o++) outputs[o] = new Value(types[o]);
        var operands = new Value[inputs.Length];
        for (int i = 0; i < operands.Length; i++) operands[i] = ValueOf(inputs[i]);
        _equations.Add(new Equation(primitive, operands, outputs));
        return [.. outputs.Select(v => new Tensor(v, this))];
    }

    /// <summary>The value of this trace that a tensor is; tensors from outside become captures, numbers become equations.</summary>
    public Value ValueOf(Tensor tensor)
    {
        if (tensor.Trace == this) return tensor.Value!;
        if (_known.TryGetValue(tensor, out Value? value)) return value;
        if (tensor.Origin is { } origin) value = Record(origin, [])[0].Value!;
        else
        {
            tensor.CheckUsable();
            value = new Value(tensor.Type);
            _captures.Add(tensor);
            _captureValues.Add(value);
        }
        return _known[tensor] = value;
    }

    /// <summary>Ends the recording. The graph's inputs are this trace's inputs, then one for each captured tensor.</summary>
    public Closed Close(IEnumerable<Tensor> outputs)
    {
        Value[] values = [.. outputs.Select(t => ValueOf(Resolve(t)))];
        Dispose();
        return new Closed(new Graph([.. _inputs, .. _captureValues], [.. _equations], values), [.. _captures]);
    }

    public void Dispose()
    {
        if (!IsOpen) return;
        IsOpen = false;
        t_current = _parent;
    }
}

/// <summary>A graph together with the tensors that its last inputs stand for.</summary>
internal readonly record struct Closed(Graph Graph, Tensor[] Captures)
{
    /// <summary>The graph of a trace that must not have captured anything: the traces in which transformations write their graphs.</summary>
    public Graph Alone => Captures.Length == 0
        ? Graph
        : throw new InvalidOperationException("A transformation's rule used a tensor from outside its graph.");
}
