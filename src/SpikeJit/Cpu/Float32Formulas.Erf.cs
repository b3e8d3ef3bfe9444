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
    /// x times a polynomial in w = -ln(1 - x²), in the tails in √w, as in M. Giles, "Approximating the erfinv function", GPU Computing Gems, 2011. The
    /// coefficients are fitted to the relative error (2⁻²⁵); 1 - x² is rounded once, and the polynomial's whole part is added last.
    /// </summary>
    [MethodImpl(Inline)]
    public static T ErfInv<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        var w = (T)0f - Log(T.Fma((T)0f - a, a, 1f));
        var tail = w >= 5f;
        var v = w - 2.5f;
        var p = T.Fma(-8.7933465e-09f, v, 2.32339215e-08f);
        p = T.Fma(p, v, 4.66202408e-07f);
        p = T.Fma(p, v, -3.46272054e-06f);
        p = T.Fma(p, v, -4.96349412e-06f);
        p = T.Fma(p, v, 0.000218344503f);
        p = T.Fma(p, v, -0.00125274167f);
        p = T.Fma(p, v, -0.00417738687f);
        p = T.Fma(p, v, 0.24664028f);
        p = T.Fma(p, v, 0.501409352f);
        var result = T.Fma(a, p, a);
        if (T.Any(tail)) result = T.Select(T.Same(a, 1f), float.PositiveInfinity, T.Select(tail, T.Fma(a, ErfInvTail(T.Sqrt(w) - 3f), a + a), result));
        return result ^ (x & T.Bits(SignBit));
    }

    [MethodImpl(Inline)]
    private static T ErfInvTail<T>(T u) where T : struct, IFloat32Lanes<T>
    {
        var p = T.Fma(0.000130046043f, u, -0.000319302955f);
        p = T.Fma(p, u, -7.82333591e-05f);
        p = T.Fma(p, u, 0.00149650464f);
        p = T.Fma(p, u, -0.00358616095f);
        p = T.Fma(p, u, 0.00568295782f);
        p = T.Fma(p, u, -0.00763957016f);
        p = T.Fma(p, u, 0.00944570452f);
        p = T.Fma(p, u, 1.00167513f);
        return T.Fma(p, u, 0.832976818f);
    }

    /// <summary>
    /// The formula of Giles with his coefficients and the roundings of XLA, so that normal draws are those of JAX. In the tails, where x² is rounded before
    /// it is taken from 1, it is up to 65 units in the last place off.
    /// </summary>
    [MethodImpl(Inline)]
    public static T ErfInvOfDraw<T>(T x) where T : struct, IFloat32Lanes<T>
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
        if (T.Any(tail)) p = T.Select(T.Same(T.Abs(x), 1f), float.PositiveInfinity, T.Select(tail, TailOfDraw(T.Sqrt(w) - 3f), p));
        return x * p;
    }

    [MethodImpl(Inline)]
    private static T TailOfDraw<T>(T w) where T : struct, IFloat32Lanes<T>
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
