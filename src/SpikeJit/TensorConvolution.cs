using SpikeJit.Primitives;

namespace SpikeJit;

/// <summary>How windows move over the spatial axes of a tensor: one number, or pair, for each of them. What is left out is 1, paddings 0.</summary>
public sealed record Windows
{
    /// <summary>How far the window moves.</summary>
    public int[]? Strides { get; init; }

    /// <summary>Elements added before and after; negative numbers cut.</summary>
    public (int Before, int After)[]? Padding { get; init; }

    /// <summary>The distance of the window's elements.</summary>
    public int[]? Dilation { get; init; }

    /// <summary>The distance to which the input's elements are spread; more than 1 makes a transposed (fractionally strided) convolution.</summary>
    public int[]? InputDilation { get; init; }

    /// <summary>Pads so that there are ⌈extent / stride⌉ windows, an odd element at the end.</summary>
    public bool Same { get; init; }

    /// <summary>Into how many groups channels are divided that do not see each other.</summary>
    public int Groups { get; init; } = 1;
}

public sealed partial class Tensor
{
    /// <summary>
    /// Convolution as neural networks mean it, a correlation: the kernel is not mirrored. <c>[N, C, …] * [O, C / groups, …] → [N, O, …]</c>, with any number
    /// of spatial axes.
    /// </summary>
    /// <param name="kernel">Output channels, input channels of a group, window.</param>
    /// <param name="windows">How the kernel moves; step 1 without padding when left out.</param>
    /// <exception cref="ShapeException">The operands do not fit each other or the windows.</exception>
    public Tensor Convolve(Tensor kernel, Windows? windows = null)
    {
        (Tensor x, Tensor w) = Matched(this, kernel);
        windows ??= new Windows();
        int groups = windows.Groups, channels = Rank < 2 ? 0 : Shape[1];
        if (Rank < 3 || kernel.Rank != Rank || groups < 1 || channels % groups != 0 || kernel.Shape[1] != channels / groups || kernel.Shape[0] % groups != 0)
            throw new ShapeException(
                $"Convolve: {Type} with a kernel of {kernel.Type} in {groups} groups. The input is [N, C, …] with spatial axes, the kernel [O, C / groups, …] of the same rank, and O a multiple of the groups.");
        (List<Tensor> parts, int[] outer) = x.Patches("Convolve", [.. kernel.Shape.Skip(2)], windows, 0);
        Tensor patches = Stack(parts);
        int n = Shape[0], filters = kernel.Shape[0] / groups, points = outer.Aggregate(1, (a, b) => a * b), window = patches.Shape[0];
        // [window, N, C, …] → [groups, N, C/groups, window, points] · [groups, filters, C/groups, window]
        Tensor columns = patches.Reshape([window, n, groups, channels / groups, points]);
        Tensor weights = w.Reshape([groups, filters, channels / groups, window]);
        Tensor product = Bind1(new Dot([2, 3], [3, 0], [0], [2]), weights, columns);
        // [groups, filters, N, points]
        return product.MoveAxis(2, 0).Reshape([n, groups * filters, .. outer]);
    }

    /// <summary>
    /// Transposed convolution: the input's elements are spread by the strides and convolved, so that extents grow. <c>[N, C, …] * [O, C, …] → [N, O, …]</c>.
    /// </summary>
    /// <param name="kernel">Output channels, input channels, window.</param>
    /// <param name="strides">By how much each spatial axis grows.</param>
    /// <param name="same">Whether the result's extents are input extent · stride; otherwise every element the kernel reaches is there.</param>
    /// <param name="dilation">The distance of the kernel's elements, 1 when left out.</param>
    /// <exception cref="ShapeException">The operands do not fit each other or the strides.</exception>
    public Tensor ConvolveTransposed(Tensor kernel, int[] strides, bool same = true, int[]? dilation = null)
    {
        if (Rank < 3 || kernel.Rank != Rank || strides.Length != Rank - 2 || (dilation is not null && dilation.Length != Rank - 2))
            throw new ShapeException($"ConvolveTransposed: {Type} with a kernel of {kernel.Type} and strides ({string.Join(", ", strides)}). The input is [N, C, ...], the kernel of the same rank, with a stride for each spatial axis.");
        (int, int) Padding(int axis)
        {
            int reach = (kernel.Shape[axis + 2] - 1) * (dilation?[axis] ?? 1) + 1, stride = strides[axis];
            int total = reach + stride - 2 + (same ? 0 : Math.Max(reach - stride, 0));
            int before = !same ? reach - 1 : stride > reach - 1 ? reach - 1 : (total + 1) / 2;
            return (before, total - before);
        }
        return Convolve(kernel, new Windows { InputDilation = strides, Dilation = dilation, Padding = [.. Enumerable.Range(0, strides.Length).Select(Padding)] });
    }

    /// <summary>The largest element of each window of the axes after the first two; padding never wins. Of elements that tie, the first has the derivative.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Tensor MaxPool(int[] window, Windows? windows = null) => Pool("MaxPool", window, windows, double.NegativeInfinity,
        parts => parts.Aggregate((best, next) => Select(next.Greater(best) | next.IsNaN(), next, best)));

    /// <summary>The smallest element of each window of the axes after the first two; padding never wins. Of elements that tie, the first has the derivative.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Tensor MinPool(int[] window, Windows? windows = null) => Pool("MinPool", window, windows, double.PositiveInfinity,
        parts => parts.Aggregate((best, next) => Select(next.Less(best) | next.IsNaN(), next, best)));

    /// <summary>The sum of each window of the axes after the first two.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Tensor SumPool(int[] window, Windows? windows = null) => Pool("SumPool", window, windows, 0, parts => Stack(parts).Sum(0));

    /// <summary>The sum of each window of the axes after the first two over the window's size; padding counts as zeros.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public Tensor AveragePool(int[] window, Windows? windows = null) => SumPool(window, windows) / (double)window.Aggregate(1L, (a, b) => a * b);

    private Tensor Pool(string name, int[] window, Windows? windows, double padding, Func<List<Tensor>, Tensor> reduce)
    {
        if (Rank != window.Length + 2) throw new ShapeException($"{name}: a window of {window.Length} axes over {Type}. The tensor is [N, C, …] with one spatial axis for each of the window.");
        (List<Tensor> parts, int[] outer) = AsFloat().Patches(name, window, windows ?? new Windows(), padding);
        return reduce(parts).Reshape([Shape[0], Shape[1], .. outer]);
    }

    /// <summary>For each element of a window the tensor as that element meets it: <c>[N, C, …]</c>, and the extents after C.</summary>
    private (List<Tensor> Patches, int[] Outer) Patches(string name, int[] window, Windows windows, double padding)
    {
        int axes = window.Length;
        int[] ones = [.. Enumerable.Repeat(1, axes)];
        int[] strides = windows.Strides ?? ones, dilation = windows.Dilation ?? ones, spread = windows.InputDilation ?? ones;
        if (strides.Length != axes || dilation.Length != axes || spread.Length != axes || (windows.Padding is { } given && given.Length != axes))
            throw new ShapeException($"{name}: the windows' strides, paddings and dilations do not have one entry for each of the {axes} spatial axes of {Type}.");
        if (strides.Concat(dilation).Concat(spread).Concat(window).Any(d => d < 1)) throw new ShapeException($"{name}: windows, strides and dilations are 1 or more.");

        Tensor x = this;
        var outer = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            int a = i + 2, extent = Math.Max((Shape[a] - 1) * spread[i] + 1, 0), reach = (window[i] - 1) * dilation[i] + 1;
            (int before, int after) = windows.Padding?[i] ?? (0, 0);
            if (windows.Same)
            {
                int missing = Math.Max(((extent + strides[i] - 1) / strides[i] - 1) * strides[i] + reach - extent, 0);
                (before, after) = (missing / 2, missing - missing / 2);
            }
            x = x.Spread(a, before, after, spread[i], padding);
            if (x.Shape[a] < reach) throw new ShapeException($"{name}: the window reaches over {reach} elements, but axis {a} of {Type} has {x.Shape[a]} with padding.");
            outer[i] = (x.Shape[a] - reach) / strides[i] + 1;
        }
        Ints steps = [1, 1, .. strides];
        Shape shape = [Shape[0], Shape[1], .. outer];
        var patches = new List<Tensor>();
        foreach (int[] at in Compilation.Interpreter.Indices(window))
            patches.Add(Bind1(new Slice([0, 0, .. at.Select((k, i) => k * dilation[i])], steps, shape), x));
        return (patches, outer);
    }

    /// <summary>The elements of an axis at a distance from each other, with padding around; negative padding cuts.</summary>
    private Tensor Spread(int axis, int before, int after, int distance, double padding)
    {
        if (before == 0 && after == 0 && distance == 1) return this;
        int inner = Math.Max((Shape[axis] - 1) * distance + 1, 0), extent = inner + Math.Max(before, 0) + Math.Max(after, 0);
        Ints starts = [.. Shape.Select((_, a) => a == axis ? Math.Max(before, 0) : 0)], steps = [.. Shape.Select((_, a) => a == axis ? distance : 1)];
        Tensor spread = Bind1(new Embed(starts, steps, [.. Shape.Select((d, a) => a == axis ? extent : d)]), this, Number(padding));
        int kept = extent + Math.Min(before, 0) + Math.Min(after, 0);
        return kept >= 0 ? spread.SliceAxis(axis, Math.Max(-before, 0), kept) : throw new ShapeException($"Paddings of {before} and {after} cut more than axis {axis} of {Type} has.");
    }
}
