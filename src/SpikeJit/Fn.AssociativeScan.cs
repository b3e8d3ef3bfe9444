using SpikeJit.Trees;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// All running combinations of a sequence by an associative function: <c>y₀ = x₀, yₜ = combine(yₜ₋₁, xₜ)</c>, computed in about 2·log₂ T rounds, each of
    /// which combines many neighbours at once, where <see cref="Scan{TCarry, TStep, TOutput}(Func{TCarry, TStep, ValueTuple{TCarry, TOutput}}, TCarry, TStep, bool)"/>
    /// takes T steps (Blelloch, "Prefix sums and their applications", 1990). Differentiable in both directions. JAX: <c>lax.associative_scan</c>.
    /// </summary>
    /// <param name="combine">
    /// The function, of two trees like <paramref name="elements"/>. It gets many elements at once, <c>[k, …]</c> along the axis, and must work on each pair by
    /// itself, as elementwise operations do; of a function of single elements, take <c>combine.VMap()</c>.
    /// </param>
    /// <param name="elements">A tree of sequences of one length T along the axis.</param>
    /// <param name="axis">The axis of the sequence; negative counts from the end of each leaf.</param>
    /// <param name="reverse">From the last element to the first.</param>
    /// <exception cref="ShapeException">The sequences differ in length or have no such axis, or the function's result differs in type from its arguments.</exception>
    /// <exception cref="TreeException">There are no sequences, or the function's result differs in structure from its arguments.</exception>
    public static T AssociativeScan<T>(Func<T, T, T> combine, T elements, int axis = 0, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(combine);
        (List<Tensor> leaves, TreeShape shape) = Tree.Flatten(elements);
        if (leaves.Count == 0) throw new TreeException("AssociativeScan: there are no sequences to run over.");
        foreach (Tensor leaf in leaves)
        {
            if (axis >= leaf.Rank || axis < -leaf.Rank)
                throw new ShapeException($"AssociativeScan: a sequence is {leaf.Type}, which has no axis {axis}. Choose another axis.");
            if (leaf.Shape[axis] != leaves[0].Shape[axis])
                throw new ShapeException(
                    $"AssociativeScan: the sequences differ in length along axis {axis}: {leaves[0].Shape[axis]} and {leaf.Shape[axis]} ({leaves[0].Type} and {leaf.Type}). " +
                    "Give sequences of one length.");
        }
        Tensor[] Combined(Tensor[] a, Tensor[] b)
        {
            (List<Tensor> results, TreeShape found) = Tree.Flatten(combine((T)shape.Build(a)!, (T)shape.Build(b)!));
            if (!found.Equals(shape)) throw new TreeException($"AssociativeScan: the function got {shape} and returned {found}. Return a tree of the same structure.");
            for (int i = 0; i < a.Length; i++)
                if (results[i].Type != a[i].Type)
                    throw new ShapeException($"AssociativeScan: the function got {a[i].Type} and returned {results[i].Type}. Return the type that it gets (As, BroadcastTo).");
            return [.. results];
        }
        Tensor[] Flipped(IEnumerable<Tensor> tensors) => reverse ? [.. tensors.Select(t => t.Flip(axis))] : [.. tensors];
        return (T)shape.Build(Flipped(Running(Flipped(leaves), axis, Combined)))!;
    }

    /// <summary>Neighbours are combined in pairs; the running combinations of the pairs are those at odd places, and one more round gives those at even ones.</summary>
    private static Tensor[] Running(Tensor[] x, int axis, Func<Tensor[], Tensor[], Tensor[]> combine)
    {
        int n = x[0].Shape[axis];
        if (n < 2) return x;
        Tensor[] Every(Tensor[] tensors, int start, int count) => Array.ConvertAll(tensors, t => t.EveryAlong(axis, start, 2, count));
        Tensor[] Part(Tensor[] tensors, int start, int count) => Array.ConvertAll(tensors, t => t.SliceAxis(axis, start, count));
        Tensor[] odd = Running(combine(Every(x, 0, n / 2), Every(x, 1, n / 2)), axis, combine);
        int later = (n - 1) / 2;
        Tensor[] even = Part(x, 0, 1);
        if (later > 0)
        {
            Tensor[] rest = combine(Part(odd, 0, later), Every(x, 2, later));
            even = [.. even.Select((first, i) => Tensor.Concatenate([first, rest[i]], axis))];
        }
        return [.. even.Select((e, i) => Interleaved(e, odd[i], axis))];
    }

    /// <summary>e₀ o₀ e₁ o₁ … along an axis; of the first there may be one more.</summary>
    private static Tensor Interleaved(Tensor even, Tensor odd, int axis)
    {
        int place = even.Shape.Axis(axis), pairs = odd.Shape[axis];
        Tensor joined = Tensor.Stack([even.SliceAxis(axis, 0, pairs), odd], place + 1).Reshape(odd.Shape.Without(place).Insert(place, 2 * pairs));
        return even.Shape[axis] == pairs ? joined : Tensor.Concatenate([joined, even.SliceAxis(axis, pairs, 1)], axis);
    }
}
