using SpikeJit.Transforms;

namespace SpikeJit;

/// <summary>Which argument to differentiate by.</summary>
public static class Wrt
{
    /// <summary>The type of a choice; each has its own, so that results are typed.</summary>
    public sealed class Choice<TWhich>
    {
        internal Choice()
        {
        }
    }

    /// <summary>Marks the second argument.</summary>
    public static Choice<IsSecond> Second { get; } = new();

    /// <summary>Marks the third argument.</summary>
    public static Choice<IsThird> Third { get; } = new();

    /// <summary>Marks the fourth argument.</summary>
    public static Choice<IsFourth> Fourth { get; } = new();

    /// <summary>Marks the fifth argument.</summary>
    public static Choice<IsFifth> Fifth { get; } = new();

    /// <summary>Marks all arguments.</summary>
    public static Choice<IsAll> All { get; } = new();

    /// <summary>Names a choice.</summary>
    public readonly struct IsSecond;

    /// <summary>Names a choice.</summary>
    public readonly struct IsThird;

    /// <summary>Names a choice.</summary>
    public readonly struct IsFourth;

    /// <summary>Names a choice.</summary>
    public readonly struct IsFifth;

    /// <summary>Names a choice.</summary>
    public readonly struct IsAll;
}

public static partial class Fn
{
    /// <summary>The gradient of a scalar function by its first argument.</summary>
    /// <remarks>The gradient has the structure of the argument, a tree of floating-point tensors.</remarks>
    /// <exception cref="DifferentiationException">The result is not one scalar (thrown when the gradient is called).</exception>
    /// <exception cref="DTypeException">The argument or the result is not of a floating-point type.</exception>
    public static Func<T1, T1> Grad<T1>(this Func<T1, Tensor> f) => a1 => (T1)Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1]).Gradients[0]!;

    /// <summary>The gradients of a scalar function by arguments given by number, 0 being the first; one tree for each.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, object?[]> Grad<T1>(this Func<T1, Tensor> f, params int[] arguments)
    {
        int[] by = Numbers(arguments, 1);
        return a1 => Functions.ValueAndGrad(Of(f), by, auxiliary: false, [a1]).Gradients;
    }

    /// <summary>The gradient of a scalar function by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T1> Grad<T1, T2>(this Func<T1, T2, Tensor> f) =>
        (a1, a2) => (T1)Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T2> Grad<T1, T2>(this Func<T1, T2, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2) => (T2)Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2]).Gradients[0]!;

    /// <summary>The gradients of a scalar function by all its arguments.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, (T1, T2)> Grad<T1, T2>(this Func<T1, T2, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2) =>
        {
            object?[] g = Functions.ValueAndGrad(Of(f), [0, 1], auxiliary: false, [a1, a2]).Gradients;
            return ((T1)g[0]!, (T2)g[1]!);
        };

    /// <summary>The gradients of a scalar function by arguments given by number, 0 being the first; one tree for each.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, object?[]> Grad<T1, T2>(this Func<T1, T2, Tensor> f, params int[] arguments)
    {
        int[] by = Numbers(arguments, 2);
        return (a1, a2) => Functions.ValueAndGrad(Of(f), by, auxiliary: false, [a1, a2]).Gradients;
    }

    /// <summary>The gradient of a scalar function by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T1> Grad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f) =>
        (a1, a2, a3) => (T1)Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T2> Grad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3) => (T2)Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T3> Grad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3) => (T3)Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3]).Gradients[0]!;

    /// <summary>The gradients of a scalar function by all its arguments.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, (T1, T2, T3)> Grad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3) =>
        {
            object?[] g = Functions.ValueAndGrad(Of(f), [0, 1, 2], auxiliary: false, [a1, a2, a3]).Gradients;
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!);
        };

    /// <summary>The gradients of a scalar function by arguments given by number, 0 being the first; one tree for each.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, object?[]> Grad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, params int[] arguments)
    {
        int[] by = Numbers(arguments, 3);
        return (a1, a2, a3) => Functions.ValueAndGrad(Of(f), by, auxiliary: false, [a1, a2, a3]).Gradients;
    }

    /// <summary>The gradient of a scalar function by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T1> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f) =>
        (a1, a2, a3, a4) => (T1)Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3, a4]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T2> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3, a4) => (T2)Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3, a4]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T3> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3, a4) => (T3)Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3, a4]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its fourth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T4> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsFourth> by) =>
        (a1, a2, a3, a4) => (T4)Functions.ValueAndGrad(Of(f), [3], auxiliary: false, [a1, a2, a3, a4]).Gradients[0]!;

    /// <summary>The gradients of a scalar function by all its arguments.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (T1, T2, T3, T4)> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3, a4) =>
        {
            object?[] g = Functions.ValueAndGrad(Of(f), [0, 1, 2, 3], auxiliary: false, [a1, a2, a3, a4]).Gradients;
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!);
        };

    /// <summary>The gradients of a scalar function by arguments given by number, 0 being the first; one tree for each.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, object?[]> Grad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, params int[] arguments)
    {
        int[] by = Numbers(arguments, 4);
        return (a1, a2, a3, a4) => Functions.ValueAndGrad(Of(f), by, auxiliary: false, [a1, a2, a3, a4]).Gradients;
    }

    /// <summary>The gradient of a scalar function by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, T1> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f) =>
        (a1, a2, a3, a4, a5) => (T1)Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, T2> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3, a4, a5) => (T2)Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, T3> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3, a4, a5) => (T3)Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its fourth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, T4> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsFourth> by) =>
        (a1, a2, a3, a4, a5) => (T4)Functions.ValueAndGrad(Of(f), [3], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients[0]!;

    /// <summary>The gradient of a scalar function by its fifth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, T5> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsFifth> by) =>
        (a1, a2, a3, a4, a5) => (T5)Functions.ValueAndGrad(Of(f), [4], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients[0]!;

    /// <summary>The gradients of a scalar function by all its arguments.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            object?[] g = Functions.ValueAndGrad(Of(f), [0, 1, 2, 3, 4], auxiliary: false, [a1, a2, a3, a4, a5]).Gradients;
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!, (T5)g[4]!);
        };

    /// <summary>The gradients of a scalar function by arguments given by number, 0 being the first; one tree for each.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, object?[]> Grad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, params int[] arguments)
    {
        int[] by = Numbers(arguments, 5);
        return (a1, a2, a3, a4, a5) => Functions.ValueAndGrad(Of(f), by, auxiliary: false, [a1, a2, a3, a4, a5]).Gradients;
    }

    private static int[] Numbers(int[] arguments, int count)
    {
        int[] numbers = [.. arguments.Select(a => a < 0 ? a + count : a)];
        foreach (int a in numbers)
            if ((uint)a >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(arguments), $"Grad: there is no argument {a}; the function has {count}, numbered from 0.");
        return numbers.Distinct().Count() == numbers.Length && numbers.Length > 0
            ? numbers
            : throw new ArgumentException("Grad: name at least one argument, and each only once.", nameof(arguments));
    }
}
