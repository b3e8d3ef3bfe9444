using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>e^x and what is made of it.</summary>
internal static partial class Float32Formulas
{
    private const float Log2E = 1.44269504f;
    // 16 bits, so that n·Ln2High is exact.
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;

    [MethodImpl(Inline)]
    public static T Exp<T>(T x) where T : struct, IFloat32Lanes<T> => ExpWithin(T.Clamp(x, -104f, 89f));

    /// <summary>e^x for -104 ≤ x ≤ 89.</summary>
    [MethodImpl(Inline)]
    private static T ExpWithin<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (n, r) = ReduceByLn2(x);
        return T.Scale(T.Fma(r * r, ExpTail(r), r) + 1f, n);
    }

    /// <summary>e^x rounded, and what the rounding dropped; -104 ≤ x ≤ 88.</summary>
    [MethodImpl(Inline)]
    private static (T Value, T Low) ExpInParts<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (n, r) = ReduceByLn2(x);
        var p = T.Fma(r * r, ExpTail(r), r);
        var value = p + 1f;
        return (T.Scale(value, n), T.Scale((T)1f - value + p, n));
    }

    /// <summary>x = n·ln 2 + r.</summary>
    [MethodImpl(Inline)]
    private static (T N, T R) ReduceByLn2<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var n = T.Fma(x, Log2E, Shifter) - Shifter;
        return (n, T.Fma(n, -Ln2Low, T.Fma(n, -Ln2High, x)));
    }

    /// <summary>(e^r - 1 - r) / r² for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(Inline)]
    private static T ExpTail<T>(T r) where T : struct, IFloat32Lanes<T>
    {
        var p = T.Fma(r, 0.00138482812f, 0.00837002881f);
        p = T.Fma(p, r, 0.041668009f);
        p = T.Fma(p, r, 0.166665092f);
        return T.Fma(p, r, 0.49999994f);
    }

    [MethodImpl(Inline)]
    public static T Expm1<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var (n, r) = ReduceByLn2(T.Clamp(x, -30f, 89f));
        var p = T.Fma(r * r, ExpTail(r), r);
        // 2^n(1 + p) - 1, halved so that 2^128 does not overflow early.
        var half = T.Scale(0.5f, n);
        var y = T.Fma(half, p, half - 0.5f);
        return T.Select(T.Abs(x) < 1e-8f, x, y + y);
    }

    [MethodImpl(Inline)]
    public static T Tanh<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        // 1 - 2 / (e^2a + 1); the division is given what the sum below it dropped.
        var (e, low) = ExpInParts(T.Clamp(a + a, 0f, 20f));
        var sum = e + 1f;
        var dropped = e - sum + 1f + low;
        var q = (T)2f / sum;
        var far = (T)1f - T.Fma(q * q * -0.5f, dropped, q);
        var z = a * a;
        var p = T.Fma(z, -0.00569227757f, 0.0206281599f);
        p = T.Fma(p, z, -0.0537365153f);
        p = T.Fma(p, z, 0.133314058f);
        p = T.Fma(p, z, -0.333332807f);
        var near = T.Fma(z * a, p, a);
        return T.Select(a < 0.625f, near, far) ^ (x & T.Bits(SignBit));
    }

    [MethodImpl(Inline)]
    public static T Sigmoid<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        // e^-|x| ≤ 1 cannot overflow, and left of 0 the sigmoid is e^x / (1 + e^x), which keeps its subnormals.
        var e = ExpWithin(T.Clamp((T)0f - T.Abs(x), -104f, 0f));
        var left = x < 0f;
        var y = T.Select(left, e, 1f) / (e + 1f);
        // e / (1 + e) = e - e·y, where the rounding of the sum counts for less.
        return T.Select(left, T.Fma((T)0f - e, y, e), y);
    }
}
