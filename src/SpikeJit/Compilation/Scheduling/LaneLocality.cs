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

    public static bool Check(Scan scan) => Reads(scan) is not null;

    /// <summary>
    /// Where a lane-local scan reads its constants and sequences: number of the operand, and its index in terms of the lanes, then time. The index is null
    /// where no affine one expresses it. Null for a scan that is not lane-local.
    /// </summary>
    public static IReadOnlyList<(int Operand, IndexMap? Index)>? Reads(Scan scan)
    {
        Shape lanes = Lanes(scan);
        Graph body = scan.Body;
        if (scan.IsStrips || body.HasEffect || body.Outputs.Length == 0 || body.Outputs.Any(v => v.Type.Shape != lanes)) return null;
        if (body.Inputs[scan.Constants..(scan.Constants + scan.Carries)].Any(v => v.Type.Shape != lanes)) return null;
        var visitor = new Visitor(scan, lanes);
        IndexMap identity = IndexMap.Identity(lanes.Rank);
        return body.Outputs.All(v => visitor.IsLocal(v, identity)) ? visitor.Reads : null;
    }

    private sealed class Visitor
    {
        private readonly Dictionary<Value, Equation> _definitions = [];
        private readonly HashSet<Value> _carries;
        private readonly HashSet<(Value, IndexMap)> _seen = [];
        private readonly Dictionary<Value, int> _operands = [];
        private readonly IndexMap _identity;
        private readonly Scan _scan;

        public Visitor(Scan scan, Shape lanes)
        {
            foreach (Equation e in scan.Body.Equations)
                foreach (Value v in e.Outputs) _definitions[v] = e;
            _carries = [.. scan.Body.Inputs[scan.Constants..(scan.Constants + scan.Carries)]];
            _identity = IndexMap.Identity(lanes.Rank);
            _scan = scan;
            for (int i = 0; i < scan.Body.Inputs.Length; i++) _operands[scan.Body.Inputs[i]] = i;
        }

        public List<(int Operand, IndexMap? Index)> Reads { get; } = [];

        public bool IsLocal(Value v, IndexMap index)
        {
            if (!_seen.Add((v, index))) return true;
            if (_carries.Contains(v)) return index.Equals(_identity);
            if (!_definitions.TryGetValue(v, out Equation? e)) return Read(v, index);
            switch (e.Primitive.Lower(Array.ConvertAll(e.Inputs, x => x.Type), Array.ConvertAll(e.Outputs, x => x.Type)))
            {
                case Lowering.Generate: return true;
                case Lowering.Scalars: return e.Inputs.All(x => IsLocal(x, index));
                case Lowering.View view: return IsLocal(e.Inputs[0], index.Through(view.Axes));
                case Lowering.SameOrder when IsUnchanging(e.Inputs[0]): return Read(e.Inputs[0], index.Through(v.Type.Shape, e.Inputs[0].Type.Shape));
                case Lowering.SameOrder: return index.Through(v.Type.Shape, e.Inputs[0].Type.Shape) is { } inner && IsLocal(e.Inputs[0], inner);
                default: return false;
            }
        }

        private bool Read(Value v, IndexMap? index)
        {
            int operand = _operands[v];
            if (index is { } lane && operand >= _scan.Constants) index = new IndexMap([Affine.Variable(_identity.Axes.Length), .. lane.Axes]);
            Reads.Add((operand, index));
            return true;
        }

        /// <summary>An input of the body that is no carry has an array in memory, which any shape can address.</summary>
        private bool IsUnchanging(Value v) => !_carries.Contains(v) && !_definitions.ContainsKey(v);
    }
}
