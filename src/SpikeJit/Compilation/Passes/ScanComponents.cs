using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Passes;

/// <summary>Equations and carries of a scan's body that depend on each other, or a single one that is on no cycle.</summary>
internal sealed record ScanComponent(IReadOnlyList<Equation> Equations, IReadOnlyList<int> Carries, bool IsCycle);

/// <summary>A carry to which something is added at each step, and which nobody reads meanwhile.</summary>
internal readonly record struct Accumulator(int Carry, Equation Add, Value Term);

/// <summary>The strongly connected components of a scan's body in topological order (Tarjan, 1972); carries lead from one step to the next.</summary>
internal sealed class ScanComponents
{
    private readonly Scan _scan;
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly Dictionary<Value, int> _carryOf = [];

    public ScanComponents(Scan scan)
    {
        _scan = scan;
        foreach (Equation e in scan.Body.Equations)
            foreach (Value v in e.Outputs) _definitions[v] = e;
        for (int c = 0; c < scan.Carries; c++) _carryOf[scan.Body.Inputs[scan.Constants + c]] = c;
        Accumulators = FindAccumulators();
        Ordered = Order();
    }

    public IReadOnlyList<Accumulator> Accumulators { get; }

    public IReadOnlyList<ScanComponent> Ordered { get; }

    public Equation? Definition(Value v) => _definitions.GetValueOrDefault(v);

    private List<Accumulator> FindAccumulators()
    {
        Graph body = _scan.Body;
        var uses = new Dictionary<Value, int>();
        foreach (Value v in body.Equations.SelectMany(e => e.Inputs).Concat(body.Outputs)) uses[v] = uses.GetValueOrDefault(v) + 1;
        var found = new List<Accumulator>();
        for (int c = 0; c < _scan.Carries; c++)
        {
            Value carry = body.Inputs[_scan.Constants + c], next = body.Outputs[c];
            if (!_definitions.TryGetValue(next, out Equation? add) || add.Primitive is not Add) continue;
            if (uses.GetValueOrDefault(carry) != 1 || uses[next] != 1 || !add.Inputs.Contains(carry)) continue;
            found.Add(new Accumulator(c, add, add.Inputs[add.Inputs[0] == carry ? 1 : 0]));
        }
        return found;
    }

    private List<ScanComponent> Order()
    {
        HashSet<object> left = [.. Accumulators.Select(a => (object)a.Add)];
        HashSet<int> summed = [.. Accumulators.Select(a => a.Carry)];
        object[] nodes = [.. _scan.Body.Equations.Where(e => !left.Contains(e)), .. Enumerable.Range(0, _scan.Carries).Where(c => !summed.Contains(c)).Select(c => (object)c)];
        var place = new Dictionary<Equation, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < _scan.Body.Equations.Length; i++) place[_scan.Body.Equations[i]] = i;

        var index = new Dictionary<object, int>(NodeComparer.Instance);
        var low = new Dictionary<object, int>(NodeComparer.Instance);
        var stack = new Stack<object>();
        var onStack = new HashSet<object>(NodeComparer.Instance);
        var result = new List<ScanComponent>();

        void Visit(object node)
        {
            index[node] = low[node] = index.Count;
            stack.Push(node);
            onStack.Add(node);
            foreach (object needed in Needs(node))
            {
                if (!index.ContainsKey(needed))
                {
                    Visit(needed);
                    low[node] = Math.Min(low[node], low[needed]);
                }
                else if (onStack.Contains(needed)) low[node] = Math.Min(low[node], index[needed]);
            }
            if (low[node] != index[node]) return;
            var members = new List<object>();
            object member;
            do
            {
                member = stack.Pop();
                onStack.Remove(member);
                members.Add(member);
            }
            while (!NodeComparer.Instance.Equals(member, node));
            bool cycle = members.Count > 1 || Needs(node).Contains(node, NodeComparer.Instance);
            result.Add(new ScanComponent([.. members.OfType<Equation>().OrderBy(e => place[e])], [.. members.OfType<int>().Order()], cycle));
        }

        foreach (object node in nodes)
            if (!index.ContainsKey(node)) Visit(node);
        return result;
    }

    /// <summary>What a node is computed from: an equation from its operands, a carry from what the step before returned for it.</summary>
    private IEnumerable<object> Needs(object node)
    {
        IEnumerable<Value> values = node is Equation e ? e.Inputs : [_scan.Body.Outputs[(int)node]];
        foreach (Value v in values)
        {
            if (_definitions.TryGetValue(v, out Equation? definition)) yield return definition;
            else if (_carryOf.TryGetValue(v, out int carry)) yield return carry;
        }
    }

    /// <summary>Equations by identity, carries by number.</summary>
    private sealed class NodeComparer : IEqualityComparer<object>
    {
        public static readonly NodeComparer Instance = new();

        public new bool Equals(object? a, object? b) => a is int x && b is int y ? x == y : ReferenceEquals(a, b);

        public int GetHashCode(object node) => node is int carry ? carry : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(node);
    }
}
