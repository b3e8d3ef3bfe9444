namespace SpikeJit.Tests.Transforms;

/// <summary>A recorded result that needs an operation which is not built.</summary>
internal sealed record NotYet(string Program, string Transform, string Needs)
{
    public static IReadOnlyList<NotYet> All { get; } =
    [
        new("vmap_of_operations", "x -> convolve(x,k3,same)", "convolution"),
        new("vmap_of_operations", "m -> conv2d(m[1,1,3,3], K[1,1,2,2]) over S", "convolution"),
        new("ties", "grad median", "median"),
        new("ties", "grad top_k(2) summed", "top_k"),
    ];
}
