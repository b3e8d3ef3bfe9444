using System.Runtime.CompilerServices;

namespace SpikeJit.Snn;

/// <summary>Checks of numbers that constructors take: a value that fails is named, with what is accepted.</summary>
internal static class Check
{
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw Out(name, value, "a finite number");

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Out(name, value, "a finite number above 0");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Out(name, value, "a finite number of 0 or more");

    /// <summary>In [0, 1].</summary>
    public static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Out(name, value, "from 0 to 1");

    /// <summary>In [0, 1).</summary>
    public static double Decay(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw Out(name, value, "from 0 to below 1");

    public static int Count(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 ? value : throw Out(name, value, "1 or more");

    public static T Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "") where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Out(name, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    public static Tensor Float(Tensor x, string what) =>
        x.DType.IsFloat() ? x : throw new DTypeException($"{what} is {x.Type}, not a floating-point tensor. Convert it with As(DType.F32).");

    private static ArgumentOutOfRangeException Out(string name, object value, string accepted) =>
        new(name, value, $"{name} is {value}; it must be {accepted}.");
}
