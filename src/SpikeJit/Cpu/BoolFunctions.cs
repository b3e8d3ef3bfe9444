namespace SpikeJit.Cpu;

/// <summary>What the scalar operations mean on Bool; a method has the name of its <see cref="Compilation.ScalarOp"/>. A sum is an or, a product an
/// and.</summary>
internal static class BoolFunctions
{
    public static bool Not(bool x) => !x;

    public static bool Add(bool a, bool b) => a | b;

    public static bool Mul(bool a, bool b) => a & b;

    public static bool Max(bool a, bool b) => a | b;

    public static bool Min(bool a, bool b) => a & b;

    public static bool And(bool a, bool b) => a & b;

    public static bool Or(bool a, bool b) => a | b;

    public static bool Xor(bool a, bool b) => a ^ b;

    public static bool Equal(bool a, bool b) => a == b;

    public static bool NotEqual(bool a, bool b) => a != b;

    public static bool Less(bool a, bool b) => !a & b;

    public static bool LessEqual(bool a, bool b) => !a | b;

    public static bool Select(bool condition, bool a, bool b) => condition ? a : b;
}
