using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>Forward mode: the value at a point and its derivative in a direction.</summary>
    /// <exception cref="TreeException">The tangents' structure is not the arguments'.</exception>
    /// <exception cref="ShapeException">A tangent's shape is not its argument's.</exception>
    /// <exception cref="DTypeException">A tangent's dtype is not its argument's.</exception>
    public static (TResult Value, TResult Tangent) Jvp<T1, TResult>(this Func<T1, TResult> f, T1 primal, T1 tangent)
    {
        (object? value, object? tangents) = Functions.Jvp(Of(f), [primal], [tangent]);
        return ((TResult)value!, (TResult)tangents!);
    }

    /// <summary>The value at a point, and the linear function from directions to derivatives there.</summary>
    public static (TResult Value, Func<T1, TResult> Tangent) Linearize<T1, TResult>(this Func<T1, TResult> f, T1 a1)
    {
        (object? value, Func<object?[], object?> tangent) = Functions.Linearise(Of(f), [a1]);
        return ((TResult)value!, t => (TResult)tangent([t])!);
    }

    /// <summary>Reverse mode: the value at a point, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (TResult Value, Func<TResult, T1> Pullback) Vjp<T1, TResult>(this Func<T1, TResult> f, T1 a1)
    {
        (object? value, Func<object?, object?[]> pullback) = Functions.Vjp(Of(f), [a1]);
        return ((TResult)value!, ct =>
        {
            object?[] g = pullback(ct);
            return (T1)g[0]!;
        }
        );
    }

    /// <summary>Forward mode: the value at a point and its derivative in a direction.</summary>
    /// <exception cref="TreeException">The tangents' structure is not the arguments'.</exception>
    /// <exception cref="ShapeException">A tangent's shape is not its argument's.</exception>
    /// <exception cref="DTypeException">A tangent's dtype is not its argument's.</exception>
    public static (TResult Value, TResult Tangent) Jvp<T1, T2, TResult>(this Func<T1, T2, TResult> f, (T1, T2) primals, (T1, T2) tangents)
    {
        (object? value, object? tangent) = Functions.Jvp(Of(f), [primals.Item1, primals.Item2], [tangents.Item1, tangents.Item2]);
        return ((TResult)value!, (TResult)tangent!);
    }

    /// <summary>The value at a point, and the linear function from directions to derivatives there.</summary>
    public static (TResult Value, Func<(T1, T2), TResult> Tangent) Linearize<T1, T2, TResult>(this Func<T1, T2, TResult> f, T1 a1, T2 a2)
    {
        (object? value, Func<object?[], object?> tangent) = Functions.Linearise(Of(f), [a1, a2]);
        return ((TResult)value!, t => (TResult)tangent([t.Item1, t.Item2])!);
    }

    /// <summary>Reverse mode: the value at a point, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (TResult Value, Func<TResult, (T1, T2)> Pullback) Vjp<T1, T2, TResult>(this Func<T1, T2, TResult> f, T1 a1, T2 a2)
    {
        (object? value, Func<object?, object?[]> pullback) = Functions.Vjp(Of(f), [a1, a2]);
        return ((TResult)value!, ct =>
        {
            object?[] g = pullback(ct);
            return ((T1)g[0]!, (T2)g[1]!);
        }
        );
    }

    /// <summary>Forward mode: the value at a point and its derivative in a direction.</summary>
    /// <exception cref="TreeException">The tangents' structure is not the arguments'.</exception>
    /// <exception cref="ShapeException">A tangent's shape is not its argument's.</exception>
    /// <exception cref="DTypeException">A tangent's dtype is not its argument's.</exception>
    public static (TResult Value, TResult Tangent) Jvp<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, (T1, T2, T3) primals, (T1, T2, T3) tangents)
    {
        (object? value, object? tangent) = Functions.Jvp(Of(f), [primals.Item1, primals.Item2, primals.Item3], [tangents.Item1, tangents.Item2, tangents.Item3]);
        return ((TResult)value!, (TResult)tangent!);
    }

    /// <summary>The value at a point, and the linear function from directions to derivatives there.</summary>
    public static (TResult Value, Func<(T1, T2, T3), TResult> Tangent) Linearize<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, T1 a1, T2 a2, T3 a3)
    {
        (object? value, Func<object?[], object?> tangent) = Functions.Linearise(Of(f), [a1, a2, a3]);
        return ((TResult)value!, t => (TResult)tangent([t.Item1, t.Item2, t.Item3])!);
    }

    /// <summary>Reverse mode: the value at a point, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (TResult Value, Func<TResult, (T1, T2, T3)> Pullback) Vjp<T1, T2, T3, TResult>(this Func<T1, T2, T3, TResult> f, T1 a1, T2 a2, T3 a3)
    {
        (object? value, Func<object?, object?[]> pullback) = Functions.Vjp(Of(f), [a1, a2, a3]);
        return ((TResult)value!, ct =>
        {
            object?[] g = pullback(ct);
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!);
        }
        );
    }

    /// <summary>Forward mode: the value at a point and its derivative in a direction.</summary>
    /// <exception cref="TreeException">The tangents' structure is not the arguments'.</exception>
    /// <exception cref="ShapeException">A tangent's shape is not its argument's.</exception>
    /// <exception cref="DTypeException">A tangent's dtype is not its argument's.</exception>
    public static (TResult Value, TResult Tangent) Jvp<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, (T1, T2, T3, T4) primals, (T1, T2, T3, T4) tangents)
    {
        (object? value, object? tangent) = Functions.Jvp(Of(f), [primals.Item1, primals.Item2, primals.Item3, primals.Item4], [tangents.Item1, tangents.Item2, tangents.Item3, tangents.Item4]);
        return ((TResult)value!, (TResult)tangent!);
    }

    /// <summary>The value at a point, and the linear function from directions to derivatives there.</summary>
    public static (TResult Value, Func<(T1, T2, T3, T4), TResult> Tangent) Linearize<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, T1 a1, T2 a2, T3 a3, T4 a4)
    {
        (object? value, Func<object?[], object?> tangent) = Functions.Linearise(Of(f), [a1, a2, a3, a4]);
        return ((TResult)value!, t => (TResult)tangent([t.Item1, t.Item2, t.Item3, t.Item4])!);
    }

    /// <summary>Reverse mode: the value at a point, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (TResult Value, Func<TResult, (T1, T2, T3, T4)> Pullback) Vjp<T1, T2, T3, T4, TResult>(this Func<T1, T2, T3, T4, TResult> f, T1 a1, T2 a2, T3 a3, T4 a4)
    {
        (object? value, Func<object?, object?[]> pullback) = Functions.Vjp(Of(f), [a1, a2, a3, a4]);
        return ((TResult)value!, ct =>
        {
            object?[] g = pullback(ct);
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!);
        }
        );
    }

    /// <summary>Forward mode: the value at a point and its derivative in a direction.</summary>
    /// <exception cref="TreeException">The tangents' structure is not the arguments'.</exception>
    /// <exception cref="ShapeException">A tangent's shape is not its argument's.</exception>
    /// <exception cref="DTypeException">A tangent's dtype is not its argument's.</exception>
    public static (TResult Value, TResult Tangent) Jvp<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, (T1, T2, T3, T4, T5) primals, (T1, T2, T3, T4, T5) tangents)
    {
        (object? value, object? tangent) = Functions.Jvp(Of(f), [primals.Item1, primals.Item2, primals.Item3, primals.Item4, primals.Item5], [tangents.Item1, tangents.Item2, tangents.Item3, tangents.Item4, tangents.Item5]);
        return ((TResult)value!, (TResult)tangent!);
    }

    /// <summary>The value at a point, and the linear function from directions to derivatives there.</summary>
    public static (TResult Value, Func<(T1, T2, T3, T4, T5), TResult> Tangent) Linearize<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        (object? value, Func<object?[], object?> tangent) = Functions.Linearise(Of(f), [a1, a2, a3, a4, a5]);
        return ((TResult)value!, t => (TResult)tangent([t.Item1, t.Item2, t.Item3, t.Item4, t.Item5])!);
    }

    /// <summary>Reverse mode: the value at a point, and the function from cotangents of the value to cotangents of the arguments.</summary>
    public static (TResult Value, Func<TResult, (T1, T2, T3, T4, T5)> Pullback) Vjp<T1, T2, T3, T4, T5, TResult>(this Func<T1, T2, T3, T4, T5, TResult> f, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        (object? value, Func<object?, object?[]> pullback) = Functions.Vjp(Of(f), [a1, a2, a3, a4, a5]);
        return ((TResult)value!, ct =>
        {
            object?[] g = pullback(ct);
            return ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!, (T5)g[4]!);
        }
        );
    }
}
