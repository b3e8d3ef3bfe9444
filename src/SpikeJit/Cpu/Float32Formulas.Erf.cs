using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>The error function and its inverse.</summary>
internal static partial class Float32Formulas
{
    [MethodImpl(Inline)]
    public static T Erf<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        var z = a * a;
        var near = T.Fma(z, 7.80689807e-5f, -0.000799785252f);
        near = T.Fma(near, z, 0.0051871622f);
        near = T.Fma(near, z, -0.0268533472f);
        near = T.Fma(near, z, 0.112835787f);
        near = T.Fma(near, z, -0.37612626f);
        near = T.Fma(near, z, 0.128379166f);
        near = T.Fma(near, a, a);

        // erf a = 1 - e^-g(a); beyond 4 it rounds to 1.
        var b = T.Clamp(a, 0f, 4f);
        var g = T.Fma(b, 4.80186054e-6f, -4.39491014e-5f);
        g = T.Fma(g, b, -5.77464743e-5f);
        g = T.Fma(g, b, 0.00295224809f);
        g = T.Fma(g, b, -0.0227091238f);
        g = T.Fma(g, b, 0.105295129f);
        g = T.Fma(g, b, 0.635608971f);
        g = T.Fma(g, b, 1.12855518f);
        var far = (T)1f - ExpWithin((T)0f - g * b);
        return T.Select(a < 1f, near, far) ^ (x & T.Bits(SignBit));
    }

    /// <summary>
    /// M. Giles, "Approximating the erfinv function", GPU Computing Gems, 2011: the single-precision polynomials, which XLA uses too,
    /// so that normal draws agree with JAX.
    /// </summary>
    [MethodImpl(Inline)]
    public static T ErfInv<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var w = (T)0f - Log1p((T)0f - x * x);
        var tail = w >= 5f;
        var v = w - 2.5f;
        var p = T.Fma(2.81022636e-08f, v, 3.43273939e-07f);
        p = T.Fma(p, v, -3.5233877e-06f);
        p = T.Fma(p, v, -4.39150654e-06f);
        p = T.Fma(p, v, 0.00021858087f);
        p = T.Fma(p, v, -0.00125372503f);
        p = T.Fma(p, v, -0.00417768164f);
        p = T.Fma(p, v, 0.246640727f);
        p = T.Fma(p, v, 1.50140941f);
        // One number in 300 of a uniform draw.
        if (T.Any(tail)) p = T.Select(T.Same(T.Abs(x), 1f), float.PositiveInfinity, T.Select(tail, ErfInvTail(T.Sqrt(w) - 3f), p));
        return x * p;
    }

    [MethodImpl(Inline)]
    private static T ErfInvTail<T>(T w) where T : struct, IFloat32Lanes<T>
    {
        var p = T.Fma(-0.000200214257f, w, 0.000100950558f);
        p = T.Fma(p, w, 0.00134934322f);
        p = T.Fma(p, w, -0.00367342844f);
        p = T.Fma(p, w, 0.00573950773f);
        p = T.Fma(p, w, -0.0076224613f);
        p = T.Fma(p, w, 0.00943887047f);
        p = T.Fma(p, w, 1.00167406f);
        return T.Fma(p, w, 2.83297682f);
    }
}
