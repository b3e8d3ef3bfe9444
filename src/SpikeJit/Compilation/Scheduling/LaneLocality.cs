using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>
/// Whether a scan is lane-local: every carry and output has the same shape, and each of its elements depends only on the same element of the carries
/// (and on anything of what does not change). Then each lane can run its whole loop by itself, state in registers.
/// </summary>
internal static class LaneLocality
{
    public static Shape Lanes(Scan scan) => scan.Body.Outputs.Length > 0 ? scan.Body.Outputs[0].Type.Shape : Shape.Scalar;

    public static bool Check(Scan scan)
    {
        Shape lanes = Lanes(scan);
        Graph body = scan.Body;
        if (body.Outputs.Length == 0 || body.Outputs.Any(v => v.Type.Shape != lanes)) return false;
        if (body.Inputs[scan.Constants..(scan.Constants + scan.Carries)].Any(v => v.Type.Shape != lanes)) return false;
        var facts = new Visitor(scan, lanes);
        IndexMap identity = IndexMap.Identity(lanes.Rank);
        return body.Outputs.All(v => facts.IsLocal(v, identity));
    }

    private sealed class Visitor
    {
        private readonly Dictionary<Value, Equation> _definitions = [];
        private readonly HashSet<Value> _carries;
        private readonly HashSet<(Value, IndexMap)> _seen = [];
        private readonly IndexMap _identity;

        public Visitor(Scan scan, Shape lanes)
        {
            foreach (Equation e in scan.Body.Equations)
                foreach (Value v in e.Outputs) _definitions[v] = e;
            _carries = [.. scan.Body.Inputs[scan.Constants..(scan.Constants + scan.Carries)]];
            _identity = IndexMap.Identity(lanes.Rank);
        }

        public bool IsLocal(Value v, IndexMap index)
        {
            if (!_seen.Add((v, index))) return true;
            if (_carries.Contains(v)) return index.Equals(_identity);
            if (!_definitions.TryGetValue(v, out Equation? e)) return true;
            switch (e.Primitive.Lower(Array.ConvertAll(e.Inputs, x => x.Type), Array.ConvertAll(e.Outputs, x => x.Type)))
            {
                case Lowering.Generate: return true;
                case Lowering.Scalars: return e.Inputs.All(x => IsLocal(x, index));
                case Lowering.View view: return IsLocal(e.Inputs[0], index.Through(view.Axes));
                case Lowering.SameOrder: return IsUnchanging(e.Inputs[0]) || (index.Through(v.Type.Shape, e.Inputs[0].Type.Shape) is { } inner && IsLocal(e.Inputs[0], inner));
                default: return false;
            }
        }

        /// <summary>An input of the body that is no carry has an array in memory, which any shape can address.</summary>
        private bool IsUnchanging(Value v) => !_carries.Contains(v) && !_definitions.ContainsKey(v);
    }
}
