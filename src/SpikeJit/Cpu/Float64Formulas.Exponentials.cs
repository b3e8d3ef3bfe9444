using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>e^x and what is made of it.</summary>
internal static partial class Float64Formulas
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.69314718055994529;
    private const double Ln2Low = 2.3190468138462996e-17;

    [MethodImpl(Inline)]
    public static T Exp<T>(T x) where T : struct, IFloat64Lanes<T> => ExpWithin(T.Clamp(x, -746d, 710d));

    /// <summary>e^x for -746 ≤ x ≤ 710.</summary>
    [MethodImpl(Inline)]
    private static T ExpWithin<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (n, r) = ReduceByLn2(x);
        return T.Scale(T.Fma(r * r, ExpTail(r), r) + 1d, n);
    }

    /// <summary>x = n·ln 2 + r.</summary>
    [MethodImpl(Inline)]
    private static (T N, T R) ReduceByLn2<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var n = T.Fma(x, Log2E, Shifter) - Shifter;
        return (n, T.Fma(n, -Ln2Low, T.Fma(n, -Ln2High, x)));
    }

    /// <summary>(e^r - 1 - r) / r² for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(Inline)]
    private static T ExpTail<T>(T r) where T : struct, IFloat64Lanes<T>
    {
        var p = T.Fma(r, 2.0934323118209269e-9, 2.5112468074783418e-8);
        p = T.Fma(p, r, 2.7557209897467235e-7);
        p = T.Fma(p, r, 2.7557233590236376e-6);
        p = T.Fma(p, r, 2.4801587400990731e-5);
        p = T.Fma(p, r, 0.00019841269897697092);
        p = T.Fma(p, r, 0.0013888888888844461);
        p = T.Fma(p, r, 0.0083333333333164856);
        p = T.Fma(p, r, 0.041666666666666755);
        p = T.Fma(p, r, 0.16666666666666685);
        return T.Fma(p, r, 0.5);
    }

    [MethodImpl(Inline)]
    public static T Expm1<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var (n, r) = ReduceByLn2(T.Clamp(x, -60d, 710d));
        var p = T.Fma(r * r, ExpTail(r), r);
        // 2^n(1 + p) - 1, halved so that 2^1024 does not overflow early.
        var half = T.Scale(0.5, n);
        var y = T.Fma(half, p, half - 0.5);
        return T.Select(T.Abs(x) < 1e-17, x, y + y);
    }

    [MethodImpl(Inline)]
    public static T Tanh<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var a = T.Abs(x);
        var e = Expm1(T.Clamp(a + a, 0d, 44d));
        var far = (T)1d - (T)2d / (e + 2d);
        return T.Select(a < 0.5, e / (e + 2d), far) ^ (x & T.Bits(SignBit));
    }

    [MethodImpl(Inline)]
    public static T Sigmoid<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        // e^-|x| ≤ 1 cannot overflow, and left of 0 the sigmoid is e^x / (1 + e^x), which keeps its subnormals.
        var e = ExpWithin(T.Clamp((T)0d - T.Abs(x), -746d, 0d));
        return T.Select(x < 0d, e, 1d) / (e + 1d);
    }
}
