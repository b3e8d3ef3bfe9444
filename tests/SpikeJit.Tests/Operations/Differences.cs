using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>Where the recorded results are not the standard, and why.</summary>
internal static class Differences
{
    /// <summary>Where JAX rounds or approximates by more than the tolerance; the standard is the same operation in F64.</summary>
    private static readonly Dictionary<string, string> s_inexact = new()
    {
        ["exp2"] = "JAX: exp(x·log 2), wrong by 4e-6 at -104",
        ["sinh"] = "JAX is wrong by 1.5e-6 near overflow",
        ["cosh"] = "JAX is wrong by 1.5e-6 near overflow",
        ["acosh"] = "JAX's derivative is 0 where x² overflows",
        ["soft_sign"] = "JAX's derivative cancels for large x",
        ["atan2"] = "JAX's derivative is off by rounding where it is 0",
        ["div"] = "JAX's derivative overflows on the way",
        ["gelu_tanh"] = "JAX loses digits of 1 + tanh for negative x",
        ["silu"] = "JAX flushes the sigmoid under it",
        ["logaddexp"] = "JAX: exp(a - r) + exp(b - r), where r has lost its log 2",
        ["lgamma"] = "JAX is wrong by 5e-7 absolutely",
        ["digamma"] = "JAX is wrong by 1e-6",
        ["standardize"] = "JAX's variance E x² - (E x)² cancels",
        ["sinc"] = "JAX's derivative cancels near 0",
        ["std"] = "JAX has NaN where there is no deviation, we have 0",
        ["pow"] = "JAX's derivatives at a base of 0 are NaN",
        ["hypot"] = "JAX's derivative at (0, 0) is 1 and overflows for subnormal sides",
        ["xlogy"] = "JAX's derivative at x = 0 is log y even where that is infinite or NaN",
    };

    /// <summary>Why a case's derivative of a kind is not compared; null if it is.</summary>
    public static string? OtherDerivative(JsonElement c, string kind) => (c.Text("op"), c.Text("note"), kind) switch
    {
        ("index", "x[i] out of range", "vjp") => "JAX's vjp drops what its jvp reads at a clamped position; ours is the transpose of the jvp",
        ("max" or "min", "non-finite", "vjp") => "where the result is NaN, JAX's vjp is NaN for all elements (0·∞), ours is 0 for those that are not",
        ("linalg_norm", _, _) when c.Tensors("inputs")[0].Doubles.All(x => x == 0) => "JAX has NaN at 0, we have 0, a subgradient",
        _ => null,
    };

    /// <summary>
    /// JAX flushes subnormal numbers to zero on CPUs and we keep them, so where one comes in or out, the standard is the same operation in F64. It also is
    /// for the operations listed as inexact.
    /// </summary>
    public static bool ComparedWithTruth(string op, float[] operands, float result) =>
        s_inexact.ContainsKey(op) || operands.Any(IsSubnormal) || IsSubnormal(result);

    /// <summary>Entries that have no right value.</summary>
    public static bool Undefined(string op, bool derivative, float[] operands) => op switch
    {
        // The limit, 0, needs a quotient that JAX squares before.
        "div" => derivative && float.IsInfinity(operands[1]),
        // b·a^(b-1) and x·log y overflow on the way.
        "pow" or "xlogy" => derivative && operands.Any(IsSubnormal),
        _ => false,
    };

    /// <summary>Integer division by 0, and integer powers that JAX does not carry through: negative exponents, exponents of 2³¹ - 1 and more.</summary>
    public static bool Undefined(string op, double b) => op switch
    {
        "floor_divide" or "mod" => b == 0,
        "pow" => b is < 0 or >= int.MaxValue,
        _ => false,
    };

    /// <summary>
    /// Rows that are nearly constant cancel nearly all digits of the derivative of standardize; 1 - tanh² has lost digits where tanh is near 1, in JAX more than here.
    /// </summary>
    public static double DerivativeTolerance(string op) => op switch { "standardize" => 1e-3, "tanh" => 1e-4, _ => 1e-5 };

    public static bool IsSubnormal(float x) => x != 0 && Math.Abs(x) <= 1.1754945e-38f;
}
