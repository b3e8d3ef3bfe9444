using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>Sine and cosine.</summary>
internal static partial class Float64Formulas
{
    /// <summary>Beyond this the three-part reduction by π/2 is no longer good to the last bit.</summary>
    internal const double FarAngle = 100_000d;

    [MethodImpl(Inline)]
    public static unsafe T Sin<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var a = T.Abs(x);
        var (quadrant, sine, cosine) = SineAndCosine(a);
        var odd = T.ShiftRight(T.ShiftLeft(quadrant, 63), 63);
        var sign = (T.ShiftLeft(quadrant, 62) ^ x) & T.Bits(SignBit);
        var y = T.Select(odd, cosine, sine) ^ sign;
        var far = a > FarAngle;
        return T.Any(far) ? Patch(y, far, x, &Math.Sin) : y;
    }

    [MethodImpl(Inline)]
    public static unsafe T Cos<T>(T x) where T : struct, IFloat64Lanes<T>
    {
        var a = T.Abs(x);
        var (quadrant, sine, cosine) = SineAndCosine(a);
        var odd = T.ShiftRight(T.ShiftLeft(quadrant, 63), 63);
        var sign = T.ShiftLeft(T.AddBits(quadrant, T.Bits(1)), 62) & T.Bits(SignBit);
        var y = T.Select(odd, sine, cosine) ^ sign;
        var far = a > FarAngle;
        return T.Any(far) ? Patch(y, far, x, &Math.Cos) : y;
    }

    /// <summary>The number of quarter turns in the low bits, and both functions of what remains, |r| ≤ π/4.</summary>
    [MethodImpl(Inline)]
    internal static (T Quadrant, T Sine, T Cosine) SineAndCosine<T>(T a) where T : struct, IFloat64Lanes<T>
    {
        var quadrant = T.Fma(a, 0.63661977236758138, Shifter);
        var n = quadrant - Shifter;
        // π/2 in three parts; the first difference is exact, and what rounding r drops is kept in the low part.
        var high = T.Fma(n, -1.5707963267948966, a);
        var product = n * -6.123233995736766e-17;
        var r = high + product;
        var low = product - (r - high) + T.Fma(n, -6.123233995736766e-17, (T)0d - product);
        low = T.Fma(n, 1.4973849048591698e-33, low);

        var z = r * r;
        var s = T.Fma(z, -7.5784028985498391e-13, 1.6058360432937449e-10);
        s = T.Fma(s, z, -2.5052104860724863e-8);
        s = T.Fma(s, z, 2.7557319214983979e-6);
        s = T.Fma(s, z, -0.00019841269841254649);
        s = T.Fma(s, z, 0.0083333333333333228);
        s = T.Fma(s, z, -0.16666666666666666);
        var sine = r + T.Fma(z * r, s, low);

        var c = T.Fma(z, -1.1359447632438448e-11, 2.0875719539317663e-9);
        c = T.Fma(c, z, -2.7557314325892663e-7);
        c = T.Fma(c, z, 2.4801587289394449e-5);
        c = T.Fma(c, z, -0.001388888888887399);
        c = T.Fma(c, z, 0.041666666666666602);
        // 1 - z/2 is rounded; what the rounding drops goes into the small terms.
        var half = z * 0.5;
        var w = (T)1d - half;
        var dropped = (T)1d - w - half;
        var cosine = w + (dropped + T.Fma(z * z, c, (T)0d - r * low));
        return (quadrant, sine, cosine);
    }
}
