using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>Where the recorded results are not the standard, and why.</summary>
internal static class Differences
{
    /// <summary>Recorded operations that are not offered.</summary>
    public static readonly Dictionary<string, string> Skipped = new()
    {
        ["lax_round_away"] = "only rounding of halves to even is offered",
        ["at_divide"] = "multiply by the reciprocal",
        ["at_power"] = "not offered",
        ["at_get"] = "positions outside are clamped; there is no fill value",
    };

    /// <summary>Operations whose values are compared, but not their derivatives.</summary>
    public static readonly Dictionary<string, string> NoDerivative = new();

    public static bool SkippedCase(JsonElement c) => false;

    /// <summary>JAX flushes subnormal numbers to zero on CPUs and we keep them, so where one comes in, the standard is the same operation in F64.</summary>
    public static bool ComparedWithTruth(string op, string kind, float[] operands) => operands.Any(IsSubnormal);

    public static bool IsSubnormal(float x) => float.IsSubnormal(x);
}
