using SpikeJit.Transforms;

namespace SpikeJit;

public static partial class Fn
{
    /// <summary>A scalar function's value and its gradient by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, (Tensor Value, T1 Gradient)> ValueAndGrad<T1>(this Func<T1, Tensor> f) =>
        a1 =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1]);
            return ((Tensor)value!, (T1)g[0]!);
        };

    /// <summary>The gradient of the first of two results by the first argument; the second result is passed along.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, ((Tensor Value, TAux Aux) Result, T1 Gradient)> ValueAndGradWithAux<T1, TAux>(this Func<T1, (Tensor, TAux)> f) =>
        a1 =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: true, [a1]);
            return ((ValueTuple<Tensor, TAux>)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, (Tensor Value, T1 Gradient)> ValueAndGrad<T1, T2>(this Func<T1, T2, Tensor> f) =>
        (a1, a2) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2]);
            return ((Tensor)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, (Tensor Value, T2 Gradient)> ValueAndGrad<T1, T2>(this Func<T1, T2, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2]);
            return ((Tensor)value!, (T2)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its arguments, all of them.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, (Tensor Value, (T1, T2) Gradient)> ValueAndGrad<T1, T2>(this Func<T1, T2, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0, 1], auxiliary: false, [a1, a2]);
            return ((Tensor)value!, ((T1)g[0]!, (T2)g[1]!));
        };

    /// <summary>The gradient of the first of two results by the first argument; the second result is passed along.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, ((Tensor Value, TAux Aux) Result, T1 Gradient)> ValueAndGradWithAux<T1, T2, TAux>(this Func<T1, T2, (Tensor, TAux)> f) =>
        (a1, a2) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: true, [a1, a2]);
            return ((ValueTuple<Tensor, TAux>)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, (Tensor Value, T1 Gradient)> ValueAndGrad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f) =>
        (a1, a2, a3) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3]);
            return ((Tensor)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, (Tensor Value, T2 Gradient)> ValueAndGrad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3]);
            return ((Tensor)value!, (T2)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, (Tensor Value, T3 Gradient)> ValueAndGrad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3]);
            return ((Tensor)value!, (T3)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its arguments, all of them.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, (Tensor Value, (T1, T2, T3) Gradient)> ValueAndGrad<T1, T2, T3>(this Func<T1, T2, T3, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0, 1, 2], auxiliary: false, [a1, a2, a3]);
            return ((Tensor)value!, ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!));
        };

    /// <summary>The gradient of the first of two results by the first argument; the second result is passed along.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, ((Tensor Value, TAux Aux) Result, T1 Gradient)> ValueAndGradWithAux<T1, T2, T3, TAux>(this Func<T1, T2, T3, (Tensor, TAux)> f) =>
        (a1, a2, a3) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: true, [a1, a2, a3]);
            return ((ValueTuple<Tensor, TAux>)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (Tensor Value, T1 Gradient)> ValueAndGrad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3, a4]);
            return ((Tensor)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (Tensor Value, T2 Gradient)> ValueAndGrad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3, a4]);
            return ((Tensor)value!, (T2)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (Tensor Value, T3 Gradient)> ValueAndGrad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3, a4]);
            return ((Tensor)value!, (T3)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its fourth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (Tensor Value, T4 Gradient)> ValueAndGrad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsFourth> by) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [3], auxiliary: false, [a1, a2, a3, a4]);
            return ((Tensor)value!, (T4)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its arguments, all of them.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, (Tensor Value, (T1, T2, T3, T4) Gradient)> ValueAndGrad<T1, T2, T3, T4>(this Func<T1, T2, T3, T4, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0, 1, 2, 3], auxiliary: false, [a1, a2, a3, a4]);
            return ((Tensor)value!, ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!));
        };

    /// <summary>The gradient of the first of two results by the first argument; the second result is passed along.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, ((Tensor Value, TAux Aux) Result, T1 Gradient)> ValueAndGradWithAux<T1, T2, T3, T4, TAux>(this Func<T1, T2, T3, T4, (Tensor, TAux)> f) =>
        (a1, a2, a3, a4) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: true, [a1, a2, a3, a4]);
            return ((ValueTuple<Tensor, TAux>)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its first argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, T1 Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, (T1)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its second argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, T2 Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsSecond> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [1], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, (T2)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its third argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, T3 Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsThird> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [2], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, (T3)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its fourth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, T4 Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsFourth> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [3], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, (T4)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its fifth argument.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, T5 Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsFifth> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [4], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, (T5)g[0]!);
        };

    /// <summary>A scalar function's value and its gradient by its arguments, all of them.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, (Tensor Value, (T1, T2, T3, T4, T5) Gradient)> ValueAndGrad<T1, T2, T3, T4, T5>(this Func<T1, T2, T3, T4, T5, Tensor> f, Wrt.Choice<Wrt.IsAll> by) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0, 1, 2, 3, 4], auxiliary: false, [a1, a2, a3, a4, a5]);
            return ((Tensor)value!, ((T1)g[0]!, (T2)g[1]!, (T3)g[2]!, (T4)g[3]!, (T5)g[4]!));
        };

    /// <summary>The gradient of the first of two results by the first argument; the second result is passed along.</summary>
    /// <inheritdoc cref="Grad{T1}(Func{T1, Tensor})"/>
    public static Func<T1, T2, T3, T4, T5, ((Tensor Value, TAux Aux) Result, T1 Gradient)> ValueAndGradWithAux<T1, T2, T3, T4, T5, TAux>(this Func<T1, T2, T3, T4, T5, (Tensor, TAux)> f) =>
        (a1, a2, a3, a4, a5) =>
        {
            (object? value, object?[] g) = Functions.ValueAndGrad(Of(f), [0], auxiliary: true, [a1, a2, a3, a4, a5]);
            return ((ValueTuple<Tensor, TAux>)value!, (T1)g[0]!);
        };
}
