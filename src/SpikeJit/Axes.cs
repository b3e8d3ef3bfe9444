namespace SpikeJit;

/// <summary>
/// Over which axis <see cref="Fn"/>'s VMap maps the tensors of an argument or result: one axis for all of them, or one for each leaf
/// (<see cref="Each"/>). A negative axis counts from the end; null means that all examples share the value.
/// </summary>
public sealed class Axes
{
    private readonly int _all;
    private readonly int?[]? _each;

    private Axes(int all, int?[]? each) => (_all, _each) = (all, each);

    /// <summary>One axis, or null, for each leaf, in the order of <see cref="Tree.Leaves"/>.</summary>
    public static Axes Each(params int?[] leaves) => new(0, leaves);

    /// <summary>The same axis of every leaf.</summary>
    public static implicit operator Axes(int axis) => new(axis, null);

    internal static int?[] For(Axes? axes, int leaves, string what)
    {
        if (axes?._each is { } each)
            return each.Length == leaves ? each : throw new TreeException($"VMap: {what} has {leaves} tensors, but {each.Length} axes were given. Give one axis, or null, for each.");
        var result = new int?[leaves];
        Array.Fill(result, axes?._all);
        return result;
    }
}
