using SpikeJit.Compilation.Scheduling;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit.Compilation.Passes;

/// <summary>One scan being taken apart: where each value of its body now is, and the equations that replace the scan, recorded in the open trace.</summary>
internal sealed class ScanSplit
{
    private readonly Scan _scan;
    private readonly Graph _body;
    private readonly Tensor[] _operands;
    private readonly bool[] _isZero;
    private readonly ScanComponents _components;
    private readonly Dictionary<Value, Timed> _values = [];
    private readonly Dictionary<Value, List<Equation>> _readers = [];
    private readonly HashSet<Value> _returned;
    private readonly Tensor?[] _last;
    private readonly HashSet<int> _attached = [];

    /// <summary>A value of the body: the same at all steps, or one element of a first axis for each step.</summary>
    private readonly record struct Timed(Tensor Tensor, bool Stacked);

    public ScanSplit(Scan scan, Tensor[] operands, bool[] isZero)
    {
        (_scan, _body, _operands, _isZero) = (scan, scan.Body, operands, isZero);
        _components = new ScanComponents(scan);
        _last = new Tensor?[scan.Carries];
        _returned = [.. _body.Outputs];
        foreach (Equation e in _body.Equations)
            foreach (Value v in e.Inputs.Distinct())
            {
                if (!_readers.TryGetValue(v, out List<Equation>? list)) _readers[v] = list = [];
                list.Add(e);
            }
        for (int i = 0; i < operands.Length; i++)
            if (i < scan.Constants || i >= scan.Constants + scan.Carries) _values[_body.Inputs[i]] = new Timed(operands[i], i >= scan.Constants);
    }

    public Tensor[] Run()
    {
        // A single cycle that holds everything is what it was.
        if (_components.Accumulators.Count == 0 && _components.Ordered is [{ IsCycle: true }]) return Tensor.Bind(_scan, _operands);
        foreach (ScanComponent component in _components.Ordered)
        {
            if (component.IsCycle) Loop(component.Equations, component.Carries);
            else if (component.Carries is [var carry]) Delay(carry);
            else AllSteps(component.Equations[0]);
        }
        foreach (Accumulator a in _components.Accumulators)
            if (!_attached.Contains(a.Carry)) _last[a.Carry] = Total(a);
        for (int c = 0; c < _scan.Carries; c++) _last[c] ??= LastOf(_values[_body.Outputs[c]]);
        return [.. _last.Select(t => t!), .. _body.Outputs[_scan.Carries..].Select(Stacked)];
    }

    private int Length => _scan.Length;

    private int FirstStep => _scan.Reverse ? Length - 1 : 0;

    private int LastStep => _scan.Reverse ? 0 : Length - 1;

    private Tensor LastOf(Timed value) => value.Stacked ? value.Tensor[LastStep] : value.Tensor;

    private Tensor Stacked(Value v) => _values[v] is var (tensor, stacked) && stacked ? tensor : _values[v].Tensor.Repeated(Length);

    /// <summary>An equation on no cycle: all steps at once.</summary>
    private void AllSteps(Equation e)
    {
        Timed[] operands = Array.ConvertAll(e.Inputs, v => _values[v]);
        Tensor[] tensors = Array.ConvertAll(operands, o => o.Tensor);
        bool[] stacked = Array.ConvertAll(operands, o => o.Stacked);
        if (!stacked.Contains(true))
        {
            Set(e, Tensor.Bind(e.Primitive, tensors), new bool[e.Outputs.Length]);
            return;
        }
        // Branches and loops would run for all lanes at once, and what a checkpoint computes again would be kept for all steps; they stay step by step.
        if (e.Primitive is Switch or While or Checkpoint)
        {
            Loop([e], []);
            return;
        }
        (Tensor[] results, bool[] batched) = e.Primitive.Batch(Length, tensors, stacked);
        Set(e, results, batched);
    }

    private void Set(Equation e, Tensor[] results, bool[] stacked)
    {
        for (int o = 0; o < results.Length; o++) _values[e.Outputs[o]] = new Timed(results[o], stacked[o]);
    }

    /// <summary>A carry that is read one step late: its history, shifted.</summary>
    private void Delay(int carry)
    {
        Tensor first = _operands[_scan.Constants + carry].ExpandDims(0);
        Tensor history = Stacked(_body.Outputs[carry]);
        Tensor shifted = _scan.Reverse
            ? Tensor.Concatenate([history.SliceAxis(0, 1, Length - 1), first])
            : Tensor.Concatenate([first, history.SliceAxis(0, 0, Length - 1)]);
        _values[_body.Inputs[_scan.Constants + carry]] = new Timed(shifted, true);
    }

    /// <summary>A cycle: a scan of its own over what it reads.</summary>
    private void Loop(IReadOnlyList<Equation> equations, IReadOnlyList<int> carries)
    {
        var members = new HashSet<Value>(equations.SelectMany(e => e.Outputs));
        members.UnionWith(carries.Select(c => _body.Inputs[_scan.Constants + c]));
        Accumulator[] sums = [.. Attachable(equations, carries, members)];
        IEnumerable<Value> read = equations.SelectMany(e => e.Inputs).Concat(carries.Select(c => _body.Outputs[c])).Concat(sums.Select(s => s.Term));
        Value[] outside = [.. read.Where(v => !members.Contains(v)).Distinct()];
        Value[] fixedValues = [.. outside.Where(v => !_values[v].Stacked)], steps = [.. outside.Where(v => _values[v].Stacked)];
        HashSet<Equation> inside = new(equations.Concat(sums.Select(s => s.Add)), ReferenceEqualityComparer.Instance);
        (Value[] kept, Value[] again) = new KeptValues(this, equations, carries, members, inside).Choose();

        Graph body;
        using (Trace trace = Trace.Open("split"))
        {
            var inner = new Dictionary<Value, Tensor>();
            foreach (Value v in fixedValues) inner[v] = trace.NewInput(v.Type);
            foreach (int c in carries) inner[_body.Inputs[_scan.Constants + c]] = trace.NewInput(_body.Inputs[_scan.Constants + c].Type);
            Tensor[] totals = [.. sums.Select(s => trace.NewInput(s.Term.Type))];
            foreach (Value v in steps) inner[v] = trace.NewInput(v.Type);
            foreach (Equation e in equations)
            {
                Tensor[] results = Tensor.Bind(e.Primitive, Array.ConvertAll(e.Inputs, v => inner[v]));
                for (int o = 0; o < results.Length; o++) inner[e.Outputs[o]] = results[o];
            }
            body = trace.Close([.. carries.Select(c => inner[_body.Outputs[c]]), .. sums.Select((s, i) => totals[i] + inner[s.Term]), .. kept.Select(v => inner[v])]).Alone;
        }
        int all = carries.Count + sums.Length;
        Tensor[] found = Tensor.Bind(new Scan(Length, _scan.Reverse, fixedValues.Length, all, body),
        [
            .. fixedValues.Select(v => _values[v].Tensor),
            .. carries.Concat(sums.Select(s => s.Carry)).Select(c => _operands[_scan.Constants + c]),
            .. steps.Select(v => _values[v].Tensor),
        ]);
        for (int i = 0; i < carries.Count; i++) _last[carries[i]] = found[i];
        for (int i = 0; i < sums.Length; i++)
        {
            _last[sums[i].Carry] = found[carries.Count + i];
            _attached.Add(sums[i].Carry);
        }
        for (int i = 0; i < kept.Length; i++) _values[kept[i]] = new Timed(found[all + i], true);
        foreach (Value v in again) ComputeAgain(v, members);
    }

    private void ComputeAgain(Value v, HashSet<Value> members)
    {
        if (_values.ContainsKey(v) || !members.Contains(v)) return;
        Equation e = _components.Definition(v)!;
        foreach (Value x in e.Inputs) ComputeAgain(x, members);
        AllSteps(e);
    }

    /// <summary>Sums of what an elementwise loop computes: one more register in it.</summary>
    private IEnumerable<Accumulator> Attachable(IReadOnlyList<Equation> equations, IReadOnlyList<int> carries, HashSet<Value> members)
    {
        if (carries.Count == 0 || equations.Any(e => e.Primitive is not (Elementwise or Nullary or Broadcast))) return [];
        Shape lanes = _body.Inputs[_scan.Constants + carries[0]].Type.Shape;
        return _components.Accumulators.Where(a => members.Contains(a.Term) && a.Term.Type.Shape == lanes && !_attached.Contains(a.Carry));
    }

    /// <summary>The last value of a carry that is only added to. Sums over time re-associate.</summary>
    private Tensor Total(Accumulator a)
    {
        Tensor total = TimeSum(a.Term);
        return _isZero[_scan.Constants + a.Carry] ? total : _operands[_scan.Constants + a.Carry] + total;
    }

    /// <summary>The sum of a value over all steps; a product under it sums over time as well.</summary>
    private Tensor TimeSum(Value v)
    {
        Timed value = _values[v];
        if (!value.Stacked) return v.Type.DType.IsFloat() ? value.Tensor * (double)Length : value.Tensor * Length;
        Equation? e = _components.Definition(v);
        bool once = e is not null && _readers[v].Count == 1 && _body.Outputs.Count(o => o == v) == 0;
        switch (once ? e!.Primitive : null)
        {
            case Add: return TimeSum(e!.Inputs[0]) + TimeSum(e.Inputs[1]);
            case Permute permute: return Tensor.Bind1(permute, TimeSum(e!.Inputs[0]));
            case Reshape reshape: return Tensor.Bind1(reshape, TimeSum(e!.Inputs[0]));
            case ReduceSum sum when _values[e!.Inputs[0]].Stacked:
                return Tensor.Bind1(new ReduceSum([0, .. sum.Axes.Select(axis => axis + 1)]), _values[e.Inputs[0]].Tensor);
            case Dot dot when _values[e!.Inputs[0]].Stacked && _values[e.Inputs[1]].Stacked:
                static Ints Up(Ints axes) => [.. axes.Select(axis => axis + 1)];
                var product = new Dot([0, .. Up(dot.LeftContract)], [0, .. Up(dot.RightContract)], Up(dot.LeftBatch), Up(dot.RightBatch));
                return Tensor.Bind1(product, _values[e.Inputs[0]].Tensor, _values[e.Inputs[1]].Tensor);
            default: return value.Tensor.Sum([0]).As(v.Type.DType);
        }
    }

    /// <summary>
    /// Which values of a loop are stacked for readers outside of it, and which of those are cheaper to compute again from the others.
    /// </summary>
    private sealed class KeptValues(ScanSplit split, IReadOnlyList<Equation> equations, IReadOnlyList<int> carries, HashSet<Value> members, HashSet<Equation> inside)
    {
        private readonly HashSet<Value> _kept = [];

        public (Value[] Kept, Value[] Again) Choose()
        {
            Value[] candidates = [.. carries.Select(c => split._body.Inputs[split._scan.Constants + c]), .. equations.SelectMany(e => e.Outputs)];
            Value[] needed = [.. candidates.Where(IsNeeded)];
            // What a product, a reduction or the caller reads is an array in any case.
            foreach (Value v in needed)
                if (IsReadAsArray(v)) _kept.Add(v);
            var again = new List<Value>();
            foreach (Value v in needed)
            {
                if (_kept.Contains(v)) continue;
                if (split._components.Definition(v) is not null && IsCheap(v, 6)) again.Add(v);
                else _kept.Add(v);
            }
            return ([.. needed.Where(_kept.Contains)], [.. again]);
        }

        private bool IsNeeded(Value v) => OutsideReaders(v).Any() || split._body.Outputs.Where((o, i) => o == v && IsNeededOutput(i)).Any() ||
            split._components.Accumulators.Any(a => a.Term == v && !inside.Contains(a.Add));

        private bool IsNeededOutput(int output) => output >= split._scan.Carries || !carries.Contains(output);

        private IEnumerable<Equation> OutsideReaders(Value v) =>
            (split._readers.TryGetValue(v, out List<Equation>? list) ? list : []).Where(e => !inside.Contains(e));

        private bool IsReadAsArray(Value v) =>
            OutsideReaders(v).Any(e => e.Primitive is not (Elementwise or Broadcast));

        private bool IsCheap(Value v, int depth)
        {
            if (_kept.Contains(v) || !members.Contains(v)) return true;
            return depth > 0 && split._components.Definition(v) is { Primitive: Elementwise or Nullary or Broadcast } e && Costs.AreLow(e.Primitive) && e.Inputs.All(x => IsCheap(x, depth - 1));
        }
    }
}
