using System.Reflection;
using System.Runtime.Intrinsics;
using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

/// <summary>The methods of <see cref="VectorMath"/> by name and operand type, as an emitter finds them.</summary>
internal static class Functions
{
    public static readonly string[] Unary =
    [
        "Exp", "Expm1", "Log", "Log1p", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh", "Sigmoid",
        "Erf", "Erfc", "ErfInv", "ErfInvOfDraw", "Lgamma", "Digamma", "Cbrt", "Rsqrt", "Sign",
    ];

    public static readonly string[] Binary = ["Pow", "Atan2", "NextAfter", "Rem", "Max", "Min"];

    public delegate void Replacement<T>(ref T x);

    public static Func<T, T> Scalar<T>(string name) => Find(name, typeof(T)).CreateDelegate<Func<T, T>>();

    /// <summary>The results for whole vectors of x (and y) at one width: 0 is the scalar method.</summary>
    public static T[] Apply<T>(string name, int width, T[] x, T[] y) where T : struct => width switch
    {
        0 => Each(name, x, y, 1, static (values, i) => values[i], static (value, target, i) => target[i] = value),
        128 => Each(name, x, y, Vector128<T>.Count, static (values, i) => Vector128.Create(values, i), static (value, target, i) => value.CopyTo(target, i)),
        256 => Each(name, x, y, Vector256<T>.Count, static (values, i) => Vector256.Create(values, i), static (value, target, i) => value.CopyTo(target, i)),
        _ => Each(name, x, y, Vector512<T>.Count, static (values, i) => Vector512.Create(values, i), static (value, target, i) => value.CopyTo(target, i)),
    };

    private static T[] Each<T, TPack>(string name, T[] x, T[] y, int count, Func<T[], int, TPack> load, Action<TPack, T[], int> store)
    {
        var binary = Binary.Contains(name);
        var one = binary ? null : Find(name, typeof(TPack)).CreateDelegate<Func<TPack, TPack>>();
        var two = binary ? Find(name, typeof(TPack), typeof(TPack)).CreateDelegate<Func<TPack, TPack, TPack>>() : null;
        var result = new T[x.Length];
        for (var i = 0; i < x.Length; i += count)
            store(binary ? two!(load(x, i), load(y, i)) : one!(load(x, i)), result, i);
        return result;
    }

    /// <summary>The method that replaces a vector by its image.</summary>
    public static Replacement<TPack> InPlace<TPack>(string name) => Find(name, typeof(TPack).MakeByRefType()).CreateDelegate<Replacement<TPack>>();

    private static MethodInfo Find(string name, params Type[] operands)
        => typeof(VectorMath).GetMethod(name, operands) ?? throw new InvalidOperationException($"VectorMath.{name}({operands[0]}) is missing.");
}
