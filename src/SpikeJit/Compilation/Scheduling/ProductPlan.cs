using SpikeJit.Cpu;
using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>A product as the backend takes it: strides into two arrays, where they start (in elements), and the array of the result.</summary>
internal sealed record ProductPlan(ProductSpec Spec, Value Left, long LeftOffset, Value Right, long RightOffset, Value Result)
{
    public static ProductPlan For(GraphFacts facts, Equation e)
    {
        var dot = (Dot)e.Primitive;
        (Value a, Value b) = (e.Inputs[0], e.Inputs[1]);
        StridedView left = StridedView.Resolve(a, facts.Definition)!, right = StridedView.Resolve(b, facts.Definition)!;
        (int batch, long leftBatch) = left.Join(a.Type.Shape, dot.LeftBatch)!.Value;
        (_, long rightBatch) = right.Join(b.Type.Shape, dot.RightBatch)!.Value;
        (int m, long leftRow) = left.Join(a.Type.Shape, new Ints(dot.LeftFree(a.Type.Shape.Rank)))!.Value;
        (int n, long rightColumn) = right.Join(b.Type.Shape, new Ints(dot.RightFree(b.Type.Shape.Rank)))!.Value;
        (int k, long leftInner) = left.Join(a.Type.Shape, dot.LeftContract)!.Value;
        (_, long rightInner) = right.Join(b.Type.Shape, dot.RightContract)!.Value;
        var spec = new ProductSpec(e.Outputs[0].Type.DType, batch, m, n, k,
            new ProductStrides(leftBatch, leftRow, leftInner), new ProductStrides(rightBatch, rightInner, rightColumn), new ProductStrides((long)m * n, n, 1),
            Bools: a.Type.DType == b.Type.DType ? ProductSide.None : a.Type.DType == DType.Bool ? ProductSide.Left : ProductSide.Right);
        return new ProductPlan(spec, left.Array, left.Offset, right.Array, right.Offset, e.Outputs[0]);
    }
}
