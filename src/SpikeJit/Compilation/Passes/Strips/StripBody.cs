using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Compilation.Passes.Strips;

/// <summary>Writes equations again for a part of the batch, in the open trace.</summary>
internal sealed class StripBody
{
    private readonly BatchAnalysis _analysis;
    private readonly int _examples;
    private readonly Func<Value, int, Tensor> _outside;
    private readonly Dictionary<Value, Tensor> _values = [];
    private readonly Dictionary<(Value, int), Tensor> _resized = [];

    /// <param name="analysis">What is known of the graph.</param>
    /// <param name="examples">Examples of a part.</param>
    /// <param name="outside">Gives values that no equation here computes: whole (axis -1), or the part's examples along an axis.</param>
    public StripBody(BatchAnalysis analysis, int examples, Func<Value, int, Tensor> outside) => (_analysis, _examples, _outside) = (analysis, examples, outside);

    public Tensor this[Value v] => _values[v];

    public void Set(Value v, Tensor tensor) => _values[v] = tensor;

    /// <summary>A value as a part needs it: its examples along an axis, or whole.</summary>
    public Tensor Operand(Value v, BatchState state)
    {
        if (_values.TryGetValue(v, out Tensor? known) && !(state.IsExamples && _analysis.StateOf(v).IsWhole)) return known;
        // Zeros are made inside, where passes see that they are.
        if (!state.IsExamples) return _analysis.Definition(v)?.Primitive is Nullary number ? _values[v] = Tensor.Bind1(number) : _outside(v, -1);
        return _analysis.CanResize(v, state.Axis) ? Resized(v, state.Axis) : _outside(v, state.Axis);
    }

    private Tensor Resized(Value v, int axis)
    {
        if (_resized.TryGetValue((v, axis), out Tensor? known)) return known;
        Equation e = _analysis.Definition(v)!;
        TensorType type = v.Type with { Shape = Smaller(v.Type.Shape, axis) };
        return _resized[(v, axis)] = e.Primitive switch
        {
            Fill fill => Tensor.Bind1(new Fill(type, fill.Bits)),
            Iota iota => Tensor.Bind1(new Iota(type, iota.Steps)),
            Broadcast broadcast => Tensor.Bind1(new Broadcast(type.Shape, broadcast.Axes), Operand(e.Inputs[0], BatchState.Whole)),
            var elementwise => Tensor.Bind1(elementwise, Array.ConvertAll(e.Inputs, x => Resized(x, axis))),
        };
    }

    private Shape Smaller(Shape shape, int axis) => [.. shape.Dims[..axis], _examples, .. shape.Dims[(axis + 1)..]];

    public void Add(Equation e)
    {
        Tensor[] results = e.Primitive is Scan scan ? Loop(e, scan) : [Single(e)];
        for (int o = 0; o < results.Length; o++) _values[e.Outputs[o]] = results[o];
    }

    private Tensor Single(Equation e)
    {
        BatchState result = _analysis.StateOf(e.Outputs[0]);
        Tensor[] Along(int axis) => Array.ConvertAll(e.Inputs, v => Operand(v, BatchState.Examples(axis)));
        Tensor[] AsTheyAre() => Array.ConvertAll(e.Inputs, v => Operand(v, _analysis.StateOf(v)));
        switch (e.Primitive)
        {
            case Elementwise when result.IsExamples: return Tensor.Bind1(e.Primitive, Along(result.Axis));
            case Concat: return Tensor.Bind1(e.Primitive, Along(result.Axis));
            case Dot dot: return Tensor.Bind1(dot, DotOperands(e, dot));
            case Broadcast broadcast: return Tensor.Bind1(new Broadcast(Smaller(broadcast.Shape, result.Axis), broadcast.Axes), AsTheyAre());
            case Reshape reshape: return Tensor.Bind1(new Reshape(Smaller(reshape.Shape, result.Axis)), AsTheyAre());
            case Slice slice: return Tensor.Bind1(slice with { Shape = Smaller(slice.Shape, result.Axis) }, AsTheyAre());
            case Embed embed: return Tensor.Bind1(embed with { Shape = Smaller(embed.Shape, result.Axis) }, AsTheyAre());
            default: return Tensor.Bind1(e.Primitive, AsTheyAre());
        }
    }

    /// <summary>Where one operand has the batch on an axis that runs together with one of the other's, the other is needed for the same examples.</summary>
    private Tensor[] DotOperands(Equation e, Dot dot)
    {
        BatchState left = _analysis.StateOf(e.Inputs[0]), right = _analysis.StateOf(e.Inputs[1]);
        int[] lefts = [.. dot.LeftContract, .. dot.LeftBatch], rights = [.. dot.RightContract, .. dot.RightBatch];
        if (left.IsExamples && Array.IndexOf(lefts, left.Axis) is >= 0 and int l) right = BatchState.Examples(rights[l]);
        else if (right.IsExamples && Array.IndexOf(rights, right.Axis) is >= 0 and int r) left = BatchState.Examples(lefts[r]);
        return [Operand(e.Inputs[0], left), Operand(e.Inputs[1], right)];
    }

    private Tensor[] Loop(Equation e, Scan scan)
    {
        BatchAnalysis inside = _analysis.Bodies[e];
        int before = scan.Constants + scan.Carries;
        var operands = new Tensor[e.Inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            BatchState state = inside.StateOf(scan.Body.Inputs[i]);
            operands[i] = Operand(e.Inputs[i], i >= before && state.IsExamples ? BatchState.Examples(state.Axis + 1) : state);
        }
        using Trace trace = Trace.Open("strip");
        var body = new StripBody(inside, _examples, (v, _) => throw new InvalidOperationException($"A loop's body reads a {v.Type} from outside."));
        for (int i = 0; i < operands.Length; i++)
        {
            Value input = scan.Body.Inputs[i];
            BatchState state = inside.StateOf(input);
            body.Set(input, trace.NewInput(state.IsExamples ? input.Type with { Shape = Smaller(input.Type.Shape, state.Axis) } : input.Type));
        }
        foreach (Equation inner in scan.Body.Equations)
        {
            if (inside.Region.Contains(inner)) body.Add(inner);
            else body.AddWhole(inner);
        }
        Tensor[] outputs = [.. scan.Body.Outputs.Select((v, o) => body.Operand(v, o < scan.Carries ? inside.StateOf(scan.Body.Inputs[scan.Constants + o]) : inside.StateOf(v)))];
        Graph graph = trace.Close(outputs).Alone;
        return Tensor.Bind(scan with { Body = graph }, operands);
    }

    /// <summary>An equation that has nothing to do with the batch.</summary>
    private void AddWhole(Equation e)
    {
        Tensor[] results = Tensor.Bind(e.Primitive, Array.ConvertAll(e.Inputs, v => Operand(v, BatchState.Whole)));
        for (int o = 0; o < results.Length; o++) _values[e.Outputs[o]] = results[o];
    }
}
