using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>
/// Double-precision formulas good to 40 bits or more: through them the rarer functions of single precision come out rounded almost exactly.
/// </summary>
internal static partial class WideFormulas
{
    private const MethodImplOptions Inline = Float64Formulas.Inline;

    /// <summary>The value with the sign of x.</summary>
    [MethodImpl(Inline)]
    private static T Signed<T>(T value, T x) where T : struct, IFloat64Lanes<T> => value ^ (x & T.Bits(Float64Formulas.SignBit));

    internal readonly struct Sinh : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            // e^a - e^-a = m + m / (m + 1) with m = e^a - 1; beyond 700 it is infinite in single precision anyway.
            var m = Float64Formulas.Expm1(T.Clamp(T.Abs(x), 0d, 700d));
            return Signed((m + m / (m + 1d)) * 0.5, x);
        }
    }

    internal readonly struct Cosh : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            var e = Float64Formulas.Exp(T.Abs(x));
            return (e + (T)1d / e) * 0.5;
        }
    }

    internal readonly struct Asinh : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            var a = T.Abs(x);
            // Squares of single-precision numbers do not overflow; of infinity, NaN must not arise.
            var bounded = T.Clamp(a, 0d, 1e40);
            var square = bounded * bounded;
            var y = Float64Formulas.Log1p(bounded + square / (T.Sqrt(square + 1d) + 1d));
            return Signed(T.Select(a < double.PositiveInfinity, y, a), x);
        }
    }

    internal readonly struct Acosh : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            var t = x - 1d;
            var y = Float64Formulas.Log1p(t + T.Sqrt(T.Fma(t, t, t + t)));
            return T.Select(x >= 1d, y, double.NaN);
        }
    }

    internal readonly struct Atanh : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            var a = T.Abs(x);
            var y = Float64Formulas.Log1p((a + a) / ((T)1d - a)) * 0.5;
            return Signed(T.Select(a <= 1d, y, double.NaN), x);
        }
    }

    internal readonly struct Cbrt : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
            => Signed(Float64Formulas.Exp(Float64Formulas.Log(T.Abs(x)) * (1d / 3d)), x);
    }
}
