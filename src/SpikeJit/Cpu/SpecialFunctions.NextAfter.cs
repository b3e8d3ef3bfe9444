namespace SpikeJit.Cpu;

/// <summary>The next representable number.</summary>
internal static partial class SpecialFunctions
{
    /// <summary>The neighbour of x towards y; y itself where they are equal; NaN where either is.</summary>
    public static float NextAfter(float x, float y)
        => float.IsNaN(x) || float.IsNaN(y) ? float.NaN : x == y ? y : x < y ? MathF.BitIncrement(x) : MathF.BitDecrement(x);

    /// <inheritdoc cref="NextAfter(float, float)"/>
    public static double NextAfter(double x, double y)
        => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : x == y ? y : x < y ? Math.BitIncrement(x) : Math.BitDecrement(x);
}
