using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>Tangent and the inverse trigonometric functions.</summary>
internal static partial class WideFormulas
{
    internal readonly struct Tan : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static unsafe T Apply<T>(T x) where T : struct, IFloat64Lanes<T>
        {
            var a = T.Abs(x);
            var (quadrant, sine, cosine) = Float64Formulas.SineAndCosine(a);
            var odd = T.ShiftRight(T.ShiftLeft(quadrant, 63), 63);
            var y = Signed(T.Select(odd, (T)0d - cosine, sine) / T.Select(odd, sine, cosine), x);
            var far = a > Float64Formulas.FarAngle;
            return T.Any(far) ? Float64Formulas.Patch(y, far, x, &Math.Tan) : y;
        }
    }

    internal readonly struct Atan2 : IFloat64BinaryFormula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T y, T x) where T : struct, IFloat64Lanes<T>
        {
            var a = T.Abs(y);
            var b = T.Abs(x);
            var bothInfinite = T.Same(a, double.PositiveInfinity) & T.Same(b, double.PositiveInfinity);
            a = T.Select(bothInfinite, 1d, a);
            b = T.Select(bothInfinite, 1d, b);

            var steep = a > b;
            var small = T.Select(steep, b, a);
            var large = T.Select(steep, a, b);
            large = T.Select(T.Same(large, 0d), 1d, large);
            // Above tan(π/8): atan t = π/4 + atan((t - 1) / (t + 1)).
            var upper = small > large * 0.41421356237309503;
            var t = T.Select(upper, small - large, small) / T.Select(upper, small + large, large);
            var z = t * t;
            var p = T.Fma(z, 0.030891575800727804, -0.058908584596613515);
            p = T.Fma(p, z, 0.075684885236022376);
            p = T.Fma(p, z, -0.090791307839157065);
            p = T.Fma(p, z, 0.11110449491639847);
            p = T.Fma(p, z, -0.14285693577385952);
            p = T.Fma(p, z, 0.19999999685294448);
            p = T.Fma(p, z, -0.33333333331695264);
            var angle = T.Fma(t * z, p, t) + T.Select(upper, Math.PI / 4, 0d);

            angle = T.Select(steep, (T)(Math.PI / 2) - angle, angle);
            angle = T.Select(T.ShiftRight(x, 63), (T)Math.PI - angle, angle);
            return Signed(angle, y);
        }
    }

    internal readonly struct Atan : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T> => Atan2.Apply(x, (T)1d);
    }

    internal readonly struct Asin : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T> => Atan2.Apply(x, Leg(x));
    }

    internal readonly struct Acos : IFloat64Formula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x) where T : struct, IFloat64Lanes<T> => Atan2.Apply(Leg(x), x);
    }

    /// <summary>√(1 - x²); NaN for |x| above 1.</summary>
    [MethodImpl(Inline)]
    private static T Leg<T>(T x) where T : struct, IFloat64Lanes<T> => T.Sqrt(((T)1d - x) * (x + 1d));
}
