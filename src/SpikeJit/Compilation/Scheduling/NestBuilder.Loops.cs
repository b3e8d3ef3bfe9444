using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>The body of a time loop, seen from inside a kernel.</summary>
internal sealed class LoopBody
{
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, Value> _outside = [];
    private readonly HashSet<Value> _steps = [];
    private readonly HashSet<Value> _members;

    public LoopBody(Scan scan, Equation equation)
    {
        Value[] inputs = scan.Body.Inputs;
        _members = [.. inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (i >= scan.Constants && i < scan.Constants + scan.Carries) continue;
            _outside[inputs[i]] = equation.Inputs[i];
            if (i >= scan.Constants) _steps.Add(inputs[i]);
        }
        foreach (Equation e in scan.Body.Equations)
            foreach (Value v in e.Outputs)
            {
                _definitions[v] = e;
                _members.Add(v);
            }
    }

    public bool Contains(Value v) => _members.Contains(v);

    public Equation? Definition(Value v) => _definitions.GetValueOrDefault(v);

    /// <summary>The value outside that a constant or step of the body is (part of); null for a carry.</summary>
    public Value? Outside(Value v) => _outside.GetValueOrDefault(v);

    /// <summary>Whether a value is one step of a sequence.</summary>
    public bool IsStep(Value v) => _steps.Contains(v);
}

internal sealed partial class NestBuilder
{
    private readonly Dictionary<Equation, Lowering> _lowerings = new(ReferenceEqualityComparer.Instance);

    /// <summary>The scope of the time loop whose body a value belongs to; null for a value of the graph.</summary>
    private Scope? Owner(Value v)
    {
        for (Scope? s = _scope; s is not null; s = s.Parent)
            if (s.Loop?.Contains(v) == true) return s;
        return null;
    }

    private Equation? DefinitionOf(Value v) => Owner(v)?.Loop!.Definition(v) ?? _facts.Definition(v);

    private Lowering LoweringOf(Equation e)
    {
        if (_lowerings.TryGetValue(e, out Lowering? lowering)) return lowering;
        return _lowerings[e] = e.Primitive.Lower(Array.ConvertAll(e.Inputs, v => v.Type), Array.ConvertAll(e.Outputs, v => v.Type));
    }

    private Affine TimeOf(Scope loop) => Affine.Variable(_group.Lanes.Rank + loop.Loops - 1);

    /// <summary>A constant or step of a time loop; carries are registers, and known.</summary>
    private int Bound(LoopBody loop, Value v, IndexMap index)
    {
        Value outer = loop.Outside(v) ?? throw new InvalidOperationException("A time loop reads a carry of another lane.");
        return Compute(outer, loop.IsStep(v) ? new IndexMap([TimeOf(Owner(v)!), .. index.Axes]) : index);
    }

    private void TimeLoop(Scan scan, Equation e)
    {
        int[] initial = [.. e.Inputs[scan.Constants..(scan.Constants + scan.Carries)].Select(v => Compute(v, _lane))];
        var body = new Scope(_scope, _scope.Loops + 1) { Loop = new LoopBody(scan, e) };
        var current = new int[scan.Carries];
        for (int c = 0; c < current.Length; c++)
        {
            Value carry = scan.Body.Inputs[scan.Constants + c];
            current[c] = Register(carry.Type.DType);
            body.Known[(carry, _lane)] = current[c];
        }
        _scope = body;
        int[] next = [.. scan.Body.Outputs[..scan.Carries].Select(v => Compute(v, _lane))];
        for (int o = scan.Carries; o < e.Outputs.Length; o++)
        {
            Value stack = e.Outputs[o];
            var index = new IndexMap([TimeOf(body), .. _lane.Axes]);
            if (_plan.IsStored(stack)) Emit(new StoreInstruction(Compute(scan.Body.Outputs[o], _lane), AddressOf(stack, index.Flat(stack.Type.Shape))));
            else if (_facts.Consumers(stack).Count > 0)
            {
                _scratchOf[stack] = _scratch.Count;
                _scratch.Add(new ScratchArray(stack.Type.DType, scan.Length));
                Emit(new StoreScratchInstruction(Compute(scan.Body.Outputs[o], _lane), _scratchOf[stack], 0, LoopSteps(TimeOf(body))));
            }
        }
        _scope = body.Parent!;
        var states = new LoopState[scan.Carries];
        for (int c = 0; c < states.Length; c++)
        {
            int final = Register(e.Outputs[c].Type.DType);
            states[c] = new LoopState(initial[c], current[c], next[c], final);
            _scope.Known[(e.Outputs[c], _lane)] = final;
        }
        Emit(new LoopInstruction(scan.Length, scan.Reverse, states, body.Body));
    }
}
