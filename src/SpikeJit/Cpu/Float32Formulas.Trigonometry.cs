using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>Sine and cosine.</summary>
internal static partial class Float32Formulas
{
    /// <summary>Beyond this the three-part reduction by π/2 is no longer good to the last bit.</summary>
    private const float FarAngle = 100_000f;

    [MethodImpl(Inline)]
    public static unsafe T Sin<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        var (quadrant, sine, cosine) = SineAndCosine(a);
        var odd = T.ShiftRight(T.ShiftLeft(quadrant, 31), 31);
        var sign = (T.ShiftLeft(quadrant, 30) ^ x) & T.Bits(SignBit);
        var y = T.Select(odd, cosine, sine) ^ sign;
        var far = a > FarAngle;
        return T.Any(far) ? Patch(y, far, x, &FarSin) : y;
    }

    [MethodImpl(Inline)]
    public static unsafe T Cos<T>(T x) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        var (quadrant, sine, cosine) = SineAndCosine(a);
        var odd = T.ShiftRight(T.ShiftLeft(quadrant, 31), 31);
        var sign = T.ShiftLeft(T.AddBits(quadrant, T.Bits(1)), 30) & T.Bits(SignBit);
        var y = T.Select(odd, sine, cosine) ^ sign;
        var far = a > FarAngle;
        return T.Any(far) ? Patch(y, far, x, &FarCos) : y;
    }

    /// <summary>The number of quarter turns in the low bits, and both functions of what remains, |r| ≤ π/4.</summary>
    [MethodImpl(Inline)]
    private static (T Quadrant, T Sine, T Cosine) SineAndCosine<T>(T a) where T : struct, IFloat32Lanes<T>
    {
        var quadrant = T.Fma(a, 0.636619772f, Shifter);
        var n = quadrant - Shifter;
        // π/2 in three parts; the first difference is exact, and what rounding r drops is kept in the low part.
        var high = T.Fma(n, -1.57079637f, a);
        var product = n * 4.37113883e-8f;
        var r = high + product;
        var low = product - (r - high) + T.Fma(n, 4.37113883e-8f, (T)0f - product);
        low = T.Fma(n, 1.71512451e-15f, low);

        var z = r * r;
        var s = T.Fma(z, -0.000195078435f, 0.00833210628f);
        s = T.Fma(s, z, -0.166666538f);
        var sine = r + T.Fma(z * r, s, low);

        var c = T.Fma(z, 2.44306739e-5f, -0.00138873013f);
        c = T.Fma(c, z, 0.0416666456f);
        // 1 - z/2 is rounded; what the rounding drops goes into the small terms.
        var half = z * 0.5f;
        var w = (T)1f - half;
        var dropped = (T)1f - w - half;
        var cosine = w + (dropped + T.Fma(z * z, c, (T)0f - r * low));
        return (quadrant, sine, cosine);
    }

    private static float FarSin(float x) => (float)Math.Sin(x);

    private static float FarCos(float x) => (float)Math.Cos(x);
}
