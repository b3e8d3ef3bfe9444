using SpikeJit.Primitives;
using SpikeJit.Tracing;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>
    /// Inside of a function that <c>Fn.VMap(f, axisName: "i")</c> maps, the sum over all examples; each of them gets it. Differentiable: its transpose is
    /// itself. JAX: <c>lax.psum</c>.
    /// </summary>
    /// <param name="tree">The example's values, a tree of tensors. Bool is counted as I32.</param>
    /// <param name="axisName">The name of the mapped axis.</param>
    /// <exception cref="TraceException">No axis of that name is being mapped here.</exception>
    public static T SumOver<T>(T tree, string axisName)
    {
        int size = NamedAxes.SizeOf(nameof(SumOver), axisName);
        return Tree.Map(x => Tensor.Bind1(new SumOver(axisName, size), x.DType == DType.Bool ? x.As(DType.I32) : x), tree);
    }

    /// <summary>The mean over all examples of a mapped axis; each of them gets it. JAX: <c>lax.pmean</c>.</summary>
    /// <inheritdoc cref="SumOver{T}(T, string)"/>
    public static T MeanOver<T>(T tree, string axisName)
    {
        int size = NamedAxes.SizeOf(nameof(MeanOver), axisName);
        return Tree.Map(x => SumOver(x.DType.IsFloat() ? x : x.As(DType.F32), axisName) / (double)size, tree);
    }

    /// <summary>The largest value among all examples of a mapped axis; examples that tie for it share the derivative. JAX: <c>lax.pmax</c>.</summary>
    /// <inheritdoc cref="SumOver{T}(T, string)"/>
    public static T MaxOver<T>(T tree, string axisName)
    {
        var extreme = new ExtremeOver(axisName, NamedAxes.SizeOf(nameof(MaxOver), axisName), Largest: true);
        return Tree.Map(x => Tensor.Bind1(extreme, x), tree);
    }

    /// <summary>The smallest value among all examples of a mapped axis; examples that tie for it share the derivative. JAX: <c>lax.pmin</c>.</summary>
    /// <inheritdoc cref="SumOver{T}(T, string)"/>
    public static T MinOver<T>(T tree, string axisName)
    {
        var extreme = new ExtremeOver(axisName, NamedAxes.SizeOf(nameof(MinOver), axisName), Largest: false);
        return Tree.Map(x => Tensor.Bind1(extreme, x), tree);
    }

    /// <summary>The values of all examples of a mapped axis, <c>[…] → [n, …]</c>; each of them gets all. JAX: <c>lax.all_gather</c>.</summary>
    /// <inheritdoc cref="SumOver{T}(T, string)"/>
    public static T GatherOver<T>(T tree, string axisName)
    {
        int size = NamedAxes.SizeOf(nameof(GatherOver), axisName);
        return Tree.Map(x => Tensor.Bind1(new GatherOver(axisName, size), x), tree);
    }

    /// <summary>
    /// Values sent from example to example of a mapped axis: who is the target of a pair gets the source's value, who is of none gets zeros. JAX:
    /// <c>lax.ppermute</c>.
    /// </summary>
    /// <param name="tree">The example's values, a tree of tensors.</param>
    /// <param name="axisName">The name of the mapped axis.</param>
    /// <param name="pairs">Pairs of places along the axis; no target may come twice.</param>
    /// <exception cref="TraceException">No axis of that name is being mapped here.</exception>
    /// <exception cref="ArgumentException">A place is outside of the axis, or is the target of two pairs.</exception>
    public static T PermuteOver<T>(T tree, string axisName, params (int Source, int Target)[] pairs)
    {
        int size = NamedAxes.SizeOf(nameof(PermuteOver), axisName);
        int[] sources = new int[size];
        Array.Fill(sources, -1);
        foreach ((int source, int target) in pairs)
        {
            if (source < 0 || source >= size || target < 0 || target >= size)
                throw new ArgumentException($"PermuteOver: the pair ({source}, {target}) leaves the axis '{axisName}' of {size} examples. Use places 0 … {size - 1}.", nameof(pairs));
            if (sources[target] >= 0) throw new ArgumentException($"PermuteOver: {target} is the target of {sources[target]} and of {source}. Send one value to each.", nameof(pairs));
            sources[target] = source;
        }
        Tensor mine = Tensor.From(sources)[IndexOver(axisName)];
        return Tree.Map(x =>
        {
            Tensor sent = GatherOver(x, axisName)[Tensor.Maximum(mine, 0)];
            return Tensor.Select((mine >= 0).BroadcastTo(sent.Shape), sent, Tensor.ZerosLike(sent));
        }, tree);
    }

    /// <summary>The place of this example along a mapped axis, an I32 scalar. JAX: <c>lax.axis_index</c>.</summary>
    /// <exception cref="TraceException">No axis of that name is being mapped here.</exception>
    public static Tensor IndexOver(string axisName) => Tensor.Bind1(new IndexOver(axisName, NamedAxes.SizeOf(nameof(IndexOver), axisName)));

    /// <summary>The number of examples along a mapped axis. JAX: <c>lax.axis_size</c>.</summary>
    /// <exception cref="TraceException">No axis of that name is being mapped here.</exception>
    public static int SizeOver(string axisName) => NamedAxes.SizeOf(nameof(SizeOver), axisName);
}
