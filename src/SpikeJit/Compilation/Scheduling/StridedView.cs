using SpikeJit.Graphs;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Scheduling;

/// <summary>A value as a strided part of an array in memory: <c>array[Offset + Σ Steps[a]·index[a]]</c>.</summary>
internal sealed record StridedView(Value Array, long Offset, long[] Steps)
{
    /// <summary>Follows views down to the array they address; null where they end in numbers that are in no memory.</summary>
    public static StridedView? Resolve(Value v, Func<Value, Equation?> definition)
    {
        int rank = v.Type.Shape.Rank;
        Affine? flat = null;
        IndexMap index = IndexMap.Identity(rank);
        while (definition(v) is { } e)
        {
            switch (e.Primitive.Lower(System.Array.ConvertAll(e.Inputs, x => x.Type), System.Array.ConvertAll(e.Outputs, x => x.Type)))
            {
                case Lowering.Generate: return null;
                case Lowering.View view when flat is null: index = index.Through(view.Axes); break;
                case Lowering.View: return null;
                case Lowering.SameOrder:
                    if (flat is null && index.Through(v.Type.Shape, e.Inputs[0].Type.Shape) is { } inner) index = inner;
                    else flat ??= index.Flat(v.Type.Shape);
                    break;
                default: return At(v, flat ?? index.Flat(v.Type.Shape), rank);
            }
            v = e.Inputs[0];
        }
        return At(v, flat ?? index.Flat(v.Type.Shape), rank);
    }

    private static StridedView At(Value array, Affine flat, int rank) => new(array, flat.Constant, [.. Enumerable.Range(0, rank).Select(a => flat[a])]);

    /// <summary>Some axes as one: extent and step, if one step leads from each element to the next.</summary>
    public (int Extent, long Step)? Join(Shape shape, Ints axes)
    {
        int extent = 1;
        long step = 0;
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            int axis = axes[i];
            if (shape[axis] == 1) continue;
            if (extent == 1) step = Steps[axis];
            else if (Steps[axis] != step * extent) return null;
            extent *= shape[axis];
        }
        return (extent, step);
    }
}
