using System.Runtime.CompilerServices;

namespace SpikeJit.Holonomic;

/// <summary>Checks that the adapters share. A symbolic tensor has no value yet, so only its type is checked.</summary>
internal static class Check
{
    public static void Count(int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 1) throw Out(name, value, "1 or more");
    }

    public static void Finite(Tensor value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        All(value, name, double.IsFinite, "a finite number");

    public static void Positive(Tensor value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        All(value, name, v => v > 0 && double.IsFinite(v), "a finite number above 0");

    public static void NotNegative(Tensor value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        All(value, name, v => v >= 0 && double.IsFinite(v), "a finite number of 0 or more");

    public static void Fraction(Tensor value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        All(value, name, v => v is >= 0 and <= 1, "from 0 to 1");

    public static void Above(Tensor value, double bound, [CallerArgumentExpression(nameof(value))] string name = "") =>
        All(value, name, v => v > bound && double.IsFinite(v), $"a finite number above {bound}");

    /// <summary>Numbers along one axis, all finite.</summary>
    public static void FiniteVector(Tensor value, int size, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.Rank != 1 || value.Size != size || !value.DType.IsFloat())
            throw new ShapeException($"{name} is {value.Type}; it must be a float vector of {size} numbers.");
        if (!value.IsSymbolic && !value.IsFinite().All().Item<bool>()) throw Out(name, value.ToString(), "all finite numbers");
    }

    /// <summary>The time step as a scalar of a dtype.</summary>
    public static Tensor TimeStep(Tensor dt, DType dtype)
    {
        ArgumentNullException.ThrowIfNull(dt);
        All(dt.DType.IsFloat() ? dt : dt.As(DType.F64), nameof(dt), v => v > 0 && double.IsFinite(v), "a finite number above 0");
        return dt.As(dtype);
    }

    private static void All(Tensor value, string name, Func<double, bool> accepts, string accepted)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.Rank != 0 || !value.DType.IsFloat()) throw new ShapeException($"{name} is {value.Type}; it must be a floating-point scalar.");
        if (value.IsSymbolic) return;
        double number = value.ToDouble();
        if (!accepts(number)) throw Out(name, number, accepted);
    }

    private static ArgumentOutOfRangeException Out(string name, object value, string accepted) =>
        new(name, value, $"{name} is {value}; it must be {accepted}.");
}
