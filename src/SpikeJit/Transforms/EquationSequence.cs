using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Transforms;

/// <summary>
/// The equations of a graph in order, without those that only make numbers, each with a signature: equations of one signature do the same, up to where a
/// slice begins.
/// </summary>
internal sealed class EquationSequence
{
    private readonly Equation[] _equations;
    private readonly int[] _signatures;
    private readonly Dictionary<Value, (int Index, int Output)> _places = [];
    private readonly Dictionary<Value, Primitive> _numbers = [];

    public EquationSequence(Graph graph)
    {
        _equations = [.. graph.Equations.Where(e => e.Primitive is not Nullary)];
        foreach (Equation e in graph.Equations)
            if (e.Primitive is Nullary) _numbers[e.Outputs[0]] = e.Primitive;
        var known = new Dictionary<Key, int>();
        _signatures = new int[_equations.Length];
        for (int i = 0; i < _equations.Length; i++)
        {
            Equation e = _equations[i];
            for (int o = 0; o < e.Outputs.Length; o++) _places[e.Outputs[o]] = (i, o);
            var key = new Key(e);
            if (!known.TryGetValue(key, out int signature)) signature = known[key] = known.Count;
            _signatures[i] = signature;
        }
    }

    public int Count => _equations.Length;

    public Equation this[int index] => _equations[index];

    public int Signature(int index) => _signatures[index];

    /// <summary>Which equation defines a value, and as which output; null for inputs and numbers.</summary>
    public (int Index, int Output)? PlaceOf(Value v) => _places.TryGetValue(v, out (int, int) place) ? place : null;

    /// <summary>The operation that makes a number; null for other values.</summary>
    public Primitive? NumberOf(Value v) => _numbers.GetValueOrDefault(v);

    /// <summary>Distances at which signatures come again often enough, ascending.</summary>
    public IEnumerable<int> Periods(int fewest)
    {
        const int MostInOneTurn = 12;
        var periods = new SortedSet<int>();
        foreach (IGrouping<int, int> group in Enumerable.Range(0, Count).GroupBy(i => _signatures[i]))
        {
            int[] at = [.. group];
            for (int k = 1; k <= MostInOneTurn && k < at.Length; k++)
            {
                int same = 0;
                for (int i = k; i + k < at.Length && same < (fewest - 2) * k; i++)
                    same = at[i] - at[i - k] == at[i + k] - at[i] ? same + 1 : 0;
                if (same >= Math.Min(fewest - 2, at.Length - 2 * k) && same > 0)
                    for (int i = k; i + k < at.Length; i++)
                        if (at[i] - at[i - k] == at[i + k] - at[i]) periods.Add(at[i] - at[i - k]);
            }
        }
        return periods.Where(p => p * fewest <= Count);
    }

    private readonly struct Key(Equation equation) : IEquatable<Key>
    {
        private readonly Primitive _primitive = equation.Primitive is Slice slice ? slice with { Starts = [] } : equation.Primitive;
        private readonly Equation _equation = equation;

        public bool Equals(Key other)
        {
            Value[] a = _equation.Inputs, b = other._equation.Inputs;
            if (a.Length != b.Length || !_primitive.Equals(other._primitive)) return false;
            for (int i = 0; i < a.Length; i++)
                if (a[i].Type != b[i].Type) return false;
            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_primitive);
            foreach (Value v in _equation.Inputs) hash.Add(v.Type);
            return hash.ToHashCode();
        }
    }
}
