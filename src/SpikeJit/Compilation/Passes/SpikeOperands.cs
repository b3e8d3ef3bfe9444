using SpikeJit.Compilation.Scheduling;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using Convert = SpikeJit.Primitives.Convert;

namespace SpikeJit.Compilation.Passes;

/// <summary>
/// Products read spikes as truth values, one byte each, of which the backend adds up the rows that are selected, instead of numbers. A value is a spike if
/// it is zero or one by the way it is made: from truth values, constants, layout, stacking by a loop. <c>{ a w . c = convert[f32] a; d = dot c w; return d }</c>
/// → <c>{ a w . d = dot a w; return d }</c>.
/// </summary>
internal sealed class SpikeOperands
{
    // Smaller products are done before their spikes are counted.
    private const double SmallestProduct = 200_000;
    private const int FewestRows = 16;

    private readonly Graph _graph;
    private readonly List<Equation> _equations = [];
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, Value?> _truths = [];
    private readonly ILookup<Value, Equation> _consumers;
    private readonly HashSet<Value> _outputs;

    private SpikeOperands(Graph graph)
    {
        _graph = graph;
        _consumers = graph.Equations.SelectMany(e => e.Inputs.Distinct().Select(v => (v, e))).ToLookup(p => p.v, p => p.e);
        _outputs = [.. graph.Outputs];
    }

    public static Graph Run(Graph graph) => DeadCode.Remove(new SpikeOperands(graph).Rewrite(graph.Outputs));

    /// <summary>Whether a value of a graph is zero or one by the way it is made.</summary>
    public static bool IsSpike(Graph graph, Value v)
    {
        var pass = new SpikeOperands(graph);
        pass.Rewrite([]);
        return pass.Truth(v) is not null;
    }

    private Graph Rewrite(Value[] outputs)
    {
        foreach (Equation e in _graph.Equations)
        {
            switch (e.Primitive)
            {
                case Dot dot: Add(Product(e, dot)); break;
                case Scan scan: Loop(e, scan); break;
                default: Add(e with { Primitive = Subgraphs.Rewrite(e.Primitive, Run) }); break;
            }
        }
        return new Graph(_graph.Inputs, [.. _equations], outputs);
    }

    private void Add(Equation e)
    {
        _equations.Add(e);
        foreach (Value v in e.Outputs) _definitions[v] = e;
    }

    private Value Add(Primitive primitive, params Value[] inputs)
    {
        var result = new Value(primitive.Infer(Array.ConvertAll(inputs, v => v.Type))[0]);
        Add(new Equation(primitive, inputs, [result]));
        return result;
    }

    private Equation Product(Equation e, Dot dot)
    {
        if (IsWorth(e, dot, 0) && Truth(e.Inputs[0]) is { } left) return e with { Inputs = [left, e.Inputs[1]] };
        if (IsWorth(e, dot, 1) && Truth(e.Inputs[1]) is { } right) return e with { Inputs = [e.Inputs[0], right] };
        return e;
    }

    private static bool IsWorth(Equation e, Dot dot, int operand)
    {
        if (!e.Inputs[0].Type.DType.IsFloat() || !e.Inputs[1].Type.DType.IsFloat()) return false;
        Shape shape = e.Inputs[operand].Type.Shape;
        int rows = 1, depth = 1;
        foreach (int a in operand == 0 ? dot.LeftFree(shape.Rank) : dot.RightFree(shape.Rank)) rows *= shape[a];
        foreach (int a in operand == 0 ? dot.LeftContract : dot.RightContract) depth *= shape[a];
        return rows >= FewestRows && (double)e.Outputs[0].Type.Size * depth >= SmallestProduct;
    }

    /// <summary>A loop carries and stacks spikes that products read as truth values.</summary>
    private void Loop(Equation e, Scan scan)
    {
        Value[] inputs = [.. scan.Body.Inputs], outputs = [.. scan.Body.Outputs], operands = [.. e.Inputs], results = [.. e.Outputs];
        SpikeOperands body = Body(e, scan, inputs);
        for (int c = 0; c < scan.Carries; c++)
        {
            int i = scan.Constants + c;
            if (inputs[i] == scan.Body.Inputs[i]) continue;
            operands[i] = Truth(operands[i])!;
            outputs[c] = body.Truth(outputs[c])!;
        }
        for (int o = scan.Carries; o < outputs.Length; o++)
            if (FeedsProducts(results[o]) && body.Truth(outputs[o]) is { } truth) outputs[o] = truth;
        for (int o = 0; o < results.Length; o++)
            if (outputs[o].Type.DType != scan.Body.Outputs[o].Type.DType) results[o] = new Value(results[o].Type with { DType = DType.Bool });

        Graph rewritten = DeadCode.Remove(new Graph(inputs, [.. body._equations], outputs));
        Add(new Equation(scan with { Body = rewritten }, operands, results));
        for (int o = 0; o < results.Length; o++)
            if (results[o] != e.Outputs[o]) Add(new Equation(new Convert(e.Outputs[o].Type.DType), [results[o]], [e.Outputs[o]]));
    }

    /// <summary>
    /// The body rewritten, with truth values among its inputs for the carries that are spikes: they start as such and, if all of them are at the start of a
    /// step, are at its end.
    /// </summary>
    private SpikeOperands Body(Equation e, Scan scan, Value[] inputs)
    {
        var spikes = new List<int>();
        for (int c = 0; c < scan.Carries; c++)
        {
            Value carry = inputs[scan.Constants + c];
            if (carry.Type.DType.IsFloat() && IsReadByProducts(e, scan, carry) && Truth(e.Inputs[scan.Constants + c]) is not null) spikes.Add(c);
        }
        while (true)
        {
            var body = new SpikeOperands(scan.Body);
            foreach (int c in spikes)
            {
                Value carry = scan.Body.Inputs[scan.Constants + c];
                Value truth = inputs[scan.Constants + c] = new Value(carry.Type with { DType = DType.Bool });
                body.Add(new Equation(new Convert(carry.Type.DType), [truth], [carry]));
            }
            body.Rewrite([]);
            if (spikes.RemoveAll(c => body.Truth(scan.Body.Outputs[c]) is null) == 0) return body;
            scan.Body.Inputs.CopyTo(inputs, 0);
        }
    }

    /// <summary>Whether products inside of the loop read a carry, or products outside its history.</summary>
    private bool IsReadByProducts(Equation e, Scan scan, Value carry)
    {
        for (int o = scan.Carries; o < e.Outputs.Length; o++)
            if (scan.Body.Outputs[o] == carry && FeedsProducts(e.Outputs[o])) return true;
        foreach (Equation reader in scan.Body.Equations)
            if (reader.Primitive is Dot dot && reader.Inputs.Contains(carry) && IsWorth(reader, dot, reader.Inputs[0] == carry ? 0 : 1)) return true;
        return false;
    }

    /// <summary>Whether products read a value, and any other reader can turn truth values into numbers as it reads them.</summary>
    private bool FeedsProducts(Value v)
    {
        bool any = false;
        return IsReadInPlace(v, ref any) && any;
    }

    private bool IsReadInPlace(Value v, ref bool product)
    {
        if (_outputs.Contains(v)) return false;
        foreach (Equation reader in _consumers[v])
        {
            switch (reader.Primitive)
            {
                case Dot dot when IsWorth(reader, dot, reader.Inputs[0] == v ? 0 : 1):
                    product = true;
                    break;
                case Broadcast or Reshape or Permute or Slice:
                    if (!IsReadInPlace(reader.Outputs[0], ref product)) return false;
                    break;
                case Scan scan when Array.IndexOf(reader.Inputs, v) >= scan.Constants + scan.Carries && LaneLocality.Check(scan):
                case Elementwise or Reduction:
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    private Value? Truth(Value v)
    {
        if (v.Type.DType == DType.Bool) return v;
        if (_truths.TryGetValue(v, out Value? known)) return known;
        return _truths[v] = _definitions.TryGetValue(v, out Equation? e) ? Truth(e) : null;
    }

    private Value? Truth(Equation e)
    {
        switch (e.Primitive)
        {
            case Convert or Copy:
                return Truth(e.Inputs[0]);
            case Fill fill when IsNumber(e, 0) || IsNumber(e, 1):
                return Add(new Fill(fill.Type with { DType = DType.Bool }, fill.Bits == 0 ? 0UL : 1UL));
            case Select when IsConstant(e.Inputs[1], 1) && IsConstant(e.Inputs[2], 0):
                return e.Inputs[0];
            case Select when IsConstant(e.Inputs[1], 0) && IsConstant(e.Inputs[2], 1):
                return Add(new Not(), e.Inputs[0]);
            case Sub when IsConstant(e.Inputs[0], 1):
                return Truth(e.Inputs[1]) is { } inverted ? Add(new Not(), inverted) : null;
            case Mul or Min:
                return Truths(e) is { } factors ? Add(new And(), factors) : null;
            case Max:
                return Truths(e) is { } either ? Add(new Or(), either) : null;
            case Broadcast or Reshape or Permute or Slice or Concat or Embed:
                return Truths(e) is { } parts ? Add(e.Primitive, parts) : null;
            default:
                return null;
        }
    }

    private Value[]? Truths(Equation e)
    {
        var truths = new Value[e.Inputs.Length];
        for (int i = 0; i < truths.Length; i++)
        {
            if (Truth(e.Inputs[i]) is not { } truth) return null;
            truths[i] = truth;
        }
        return truths;
    }

    private bool IsConstant(Value v, int number) => _definitions.TryGetValue(v, out Equation? e) && e.Primitive switch
    {
        Fill => IsNumber(e, number),
        Broadcast or Reshape => IsConstant(e.Inputs[0], number),
        _ => false,
    };

    private static bool IsNumber(Equation e, int number) => e.Primitive is Fill fill && fill.Bits == Numbers.Bits(number, fill.Type.DType);
}
