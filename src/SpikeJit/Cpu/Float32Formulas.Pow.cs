using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>x^y with the special cases of IEEE 754.</summary>
internal static partial class Float32Formulas
{
    [MethodImpl(Inline)]
    public static T Pow<T>(T x, T y) where T : struct, IFloat32Lanes<T>
    {
        var a = T.Abs(x);
        var magnitude = T.InDouble<PowerOfPositive>(a, y);

        var zero = T.Same(a, 0f);
        var infinite = T.Same(a, float.PositiveInfinity);
        var grows = (infinite & (y > 0f)) | (zero & (y < 0f));
        magnitude = T.Select(zero | infinite, T.Select(grows, float.PositiveInfinity, 0f), magnitude);
        magnitude = T.Select(T.Same(a, 1f), 1f, magnitude);

        var half = y * 0.5f;
        var whole = T.Same(T.Truncate(y), y);
        var even = T.Same(T.Truncate(half), half);
        // A huge y is even; halving a subnormal may round to zero, but then y is not whole.
        var negativeResult = T.Select(even, 0f, whole & x & T.Bits(SignBit));
        var result = T.Select((x < 0f) & (a < float.PositiveInfinity), T.Select(whole, magnitude, float.NaN), magnitude) ^ negativeResult;

        result = T.Select(T.Same(x, x) & T.Same(y, y), result, x + y);
        return T.Select(T.Same(y, 0f) | T.Same(x, 1f), 1f, result);
    }

    /// <summary>2^(y·log2 x) for finite x above 0, good to 2^-33, which leaves the rounding to single precision as the only visible error.</summary>
    private readonly struct PowerOfPositive : IFloat64BinaryFormula
    {
        [MethodImpl(Inline)]
        public static T Apply<T>(T x, T y) where T : struct, IFloat64Lanes<T>
        {
            var exponent = T.SubtractBits(x, T.Bits(BitConverter.DoubleToInt64Bits(0.70710678118654752)));
            var f = T.SubtractBits(x, exponent & T.Bits(unchecked((long)0xFFF0000000000000))) - 1d;
            var k = T.BitsToNumber(T.ShiftRight(exponent, 52));
            var s = f / (f + 2d);
            var z = s * s;
            var p = T.Fma(z, 0.28289946825612111, 0.31990574581748088);
            p = T.Fma(p, z, 0.41220925113180296);
            p = T.Fma(p, z, 0.57707794237847176);
            p = T.Fma(p, z, 0.96179669411328628);
            p = T.Fma(p, z, 2.8853900817778499);
            var t = T.Clamp(y * T.Fma(s, p, k), -200d, 200d);

            const double shifter = 6755399441055744d;
            var n = t + shifter - shifter;
            var r = t - n;
            var q = T.Fma(r, 1.3262272322684550e-6, 1.5310049791327475e-5);
            q = T.Fma(q, r, 0.00015403420648592674);
            q = T.Fma(q, r, 0.0013333450753079156);
            q = T.Fma(q, r, 0.0096181292129189442);
            q = T.Fma(q, r, 0.055504109408707585);
            q = T.Fma(q, r, 0.24022650695577449);
            q = T.Fma(q, r, 0.69314718054610303);
            return T.Scale(T.Fma(q, r, 1d), n);
        }
    }
}
