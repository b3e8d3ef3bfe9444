namespace SpikeJit.Tests.Transforms;

/// <summary>A recorded result that needs an operation which is not built.</summary>
internal sealed record NotYet(string Program, string Transform, string Needs)
{
    public static IReadOnlyList<NotYet> All { get; } =
    [
        new("vmap_axis_name", "x -> x - pmean(x)", "collectives over a named axis"),
        new("vmap_axis_name", "x -> psum(x)", "collectives over a named axis"),
        new("vmap_axis_name", "x -> pmax(x)", "collectives over a named axis"),
        new("vmap_axis_name", "x -> axis_index", "collectives over a named axis"),
        new("vmap_axis_name", "grad of sum of vmap(x -> psum(x)*x)", "collectives over a named axis"),
        new("associative_scan", "add over a", "associative scan"),
        new("associative_scan", "add reverse", "associative scan"),
        new("associative_scan", "add over axis 0 of M", "associative scan"),
        new("associative_scan", "add over axis 1 of M", "associative scan"),
        new("associative_scan", "linear recurrence (a,b)", "associative scan"),
        new("associative_scan", "grad sum(second) wrt (a,b)", "associative scan"),
        new("associative_scan", "xor over n", "associative scan"),
        new("associative_scan", "max over b", "associative scan"),
    ];
}
