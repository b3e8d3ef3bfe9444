namespace SpikeJit.Cpu;

/// <summary>Functions of one double that have no place in <see cref="Math"/>, good to a few ulp; constants are minimax fits.</summary>
internal static partial class SpecialFunctions
{
    /// <summary>(erf(x) / x) - 1 for |x| ≤ 0.9, in powers of x².</summary>
    private static ReadOnlySpan<double> ErfNear =>
    [
        0.12837916709551259, -0.37612638903183726, 0.11283791670953704, -0.026866170644806647, 0.0052239776216032882,
        -0.00085483267549214662, 0.00012055321042213657, -1.4925299739231647e-5, 1.6455213920763361e-6, -1.6275475964314759e-7,
        1.4046046348857602e-8, -8.4818475673961568e-10,
    ];

    /// <summary>erfc(x)·e^(x²)·(1 + 2x) for 0.9 ≤ x ≤ 2.5, in powers of (x - 1.5) / (x + 1.5).</summary>
    private static ReadOnlySpan<double> ErfcMiddle =>
    [
        1.2863416658172699, -0.033962514064815687, -0.23773759845371348, 0.11410569700035342, 0.021019182562790156,
        -0.018028364946533908, -0.0073880058093431606, 0.0018222900313176207, 0.0023601557999926239, 0.00052776978400769945,
        -0.00037337566787201118, -0.00034018395034107215, -8.2015093929878164e-5, 5.7096971070810213e-5, 5.3508310472873068e-5,
    ];

    /// <summary>The same for 2.5 ≤ x ≤ 28, in powers of (x - 6) / (x + 6).</summary>
    private static ReadOnlySpan<double> ErfcFar =>
    [
        1.2060953814069986, -0.12277751707924156, 0.059685211645816298, -0.0048399305429611596, -0.035822708609071448,
        0.05994608838356745, -0.068627536040330367, 0.065426766156935157, -0.054968793581659202, 0.041640285495843574,
        -0.028728764968078736, 0.018117333520685168, -0.010437266079724302, 0.005469672171314029, -0.0025858596647146447,
        0.0010870930663834442, -0.00039574978333409522, 0.00011803135300231285, -2.5470165744433967e-5, 2.8995311619968707e-6,
    ];

    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a < 0.9)
            return Math.FusedMultiplyAdd(x, Polynomial(ErfNear, x * x), x);
        return Math.CopySign(1d - ErfcPositive(a), x);
    }

    public static double Erfc(double x)
    {
        if (Math.Abs(x) < 0.9)
            return x < 0.5 ? 1d - Erf(x) : 0.5 - (Erf(x) - 0.5);
        return x < 0d ? 2d - ErfcPositive(-x) : ErfcPositive(x);
    }

    private static double ErfcPositive(double x)
    {
        if (x > 28d)
            return 0d;
        var p = x < 2.5 ? Polynomial(ErfcMiddle, (x - 1.5) / (x + 1.5)) : Polynomial(ErfcFar, (x - 6d) / (x + 6d));
        // e^(-x²) with the low part of x², which a plain square would lose.
        var square = x * x;
        var low = Math.FusedMultiplyAdd(x, x, -square);
        var e = Math.Exp(-square);
        return Math.FusedMultiplyAdd(-low, e, e) * (p / (1d + 2d * x));
    }

    /// <summary>
    /// M. Giles, "Approximating the erfinv function", GPU Computing Gems, 2011: the double-precision polynomials.
    /// </summary>
    public static double ErfInv(double x)
    {
        var a = Math.Abs(x);
        if (a >= 1d)
            return a == 1d ? Math.CopySign(double.PositiveInfinity, x) : double.NaN;
        var w = -(a < 0.5 ? VectorMath.Log1p(-x * x) : VectorMath.Log((1d - a) * (1d + a)));
        if (w < 6.25)
            return x * Polynomial(ErfInvCentral, w - 3.125);
        w = Math.Sqrt(w);
        return x * (w < 4d ? Polynomial(ErfInvTail, w - 3.25) : Polynomial(ErfInvFarTail, w - 5d));
    }

    private static ReadOnlySpan<double> ErfInvCentral =>
    [
        1.6536545626831027356, 0.24015818242558961693, -0.0060336708714301490533, -0.00074070253416626697512, 0.0001867342080340571352,
        -1.3882523362786468719e-05, -1.3654692000834678645e-06, 4.2347877827932403518e-07, -2.9070369957882005086e-08,
        -4.1126339803469836976e-09, 1.051212273321532285e-09, -5.4154120542946279317e-11, -1.2975133253453532498e-11,
        2.6335093153082322977e-12, -8.1519341976054721522e-14, -4.0545662729752068639e-14, 6.6376381343583238325e-15,
        2.0972767875968561637e-17, -1.333171662854620906e-16, 1.115787767802518096e-17, 1.2858480715256400167e-18,
        -1.685059138182016589e-19, -3.6444120640178196996e-21,
    ];

    private static ReadOnlySpan<double> ErfInvTail =>
    [
        3.0838856104922207635, 1.0052589676941592334, 0.005370914553590063617, -0.0037512085075692412107, 0.0024914420961078508066,
        -0.0016882755560235047313, 0.00095328937973738049703, -0.0003550375203628474796, 2.4031110387097893999e-05,
        6.8284851459573175448e-05, -4.7318229009055733981e-05, 1.2475304481671778723e-05, 2.9234449089955446044e-06,
        -4.013867526981545969e-06, 1.5027403968909827627e-06, 1.8239629214389227755e-08, -2.7517406297064545428e-07,
        9.0756561938885390979e-08, 2.2137376921775787049e-09,
    ];

    private static ReadOnlySpan<double> ErfInvFarTail =>
    [
        4.8499064014085844221, 1.0103004648645343977, -0.00013871931833623122026, -0.00021503011930044477347, 7.5995277030017761139e-05,
        -1.9681778105531670567e-05, 4.5260625972231537039e-06, -9.9298272942317002539e-07, 2.2900482228026654717e-07,
        -6.7711997758452339498e-08, 2.9147953450901080826e-08, -1.4960026627149240478e-08, 7.6157012080783393804e-09,
        -3.7894654401267369937e-09, 1.5076572693500548083e-09, -2.5556418169965252055e-10, -2.7109920616438573243e-11,
    ];

    /// <summary>Coefficients from the constant term upwards.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var y = 0d;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            y = Math.FusedMultiplyAdd(y, x, coefficients[i]);
        return y;
    }
}
