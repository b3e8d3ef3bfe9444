using System.Runtime.Intrinsics;
using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

/// <summary>Measures the single-precision functions against double precision over a lattice of all 2^32 bit patterns.</summary>
internal static class UlpSweep
{
    private static readonly Dictionary<string, (Func<Vector512<float>, Vector512<float>> Function, Func<double, double> Oracle)> s_functions = new()
    {
        ["Exp"] = (VectorMath.Exp, Math.Exp),
        ["Expm1"] = (VectorMath.Expm1, Expm1),
        ["Log"] = (VectorMath.Log, Math.Log),
        ["Log1p"] = (VectorMath.Log1p, Log1p),
        ["Sin"] = (VectorMath.Sin, Math.Sin),
        ["Cos"] = (VectorMath.Cos, Math.Cos),
        ["Tan"] = (VectorMath.Tan, Math.Tan),
        ["Asin"] = (VectorMath.Asin, Math.Asin),
        ["Acos"] = (VectorMath.Acos, Math.Acos),
        ["Atan"] = (VectorMath.Atan, Math.Atan),
        ["Sinh"] = (VectorMath.Sinh, Math.Sinh),
        ["Cosh"] = (VectorMath.Cosh, Math.Cosh),
        ["Tanh"] = (VectorMath.Tanh, Math.Tanh),
        ["Asinh"] = (VectorMath.Asinh, Math.Asinh),
        ["Acosh"] = (VectorMath.Acosh, Math.Acosh),
        ["Atanh"] = (VectorMath.Atanh, Math.Atanh),
        ["Sigmoid"] = (VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        ["Erf"] = (VectorMath.Erf, ErfOracle.Erf),
        ["Erfc"] = (VectorMath.Erfc, ErfOracle.Erfc),
        ["ErfInv"] = (VectorMath.ErfInv, ErfOracle.ErfInv),
        ["Cbrt"] = (VectorMath.Cbrt, Math.Cbrt),
        ["Rsqrt"] = (VectorMath.Rsqrt, x => 1 / Math.Sqrt(x)),
    };

    public static IEnumerable<string> Names => s_functions.Keys;

    /// <summary>The largest error in units of the last place of the exact result, and where it is; infinite if a NaN or an infinity is wrong.</summary>
    public static (double Ulp, float At) Run(string name, uint stride)
    {
        var (function, oracle) = s_functions[name];
        (double Ulp, float At) worst = (0, 0);
        var lanes = (uint)Vector512<float>.Count;
        for (ulong start = 0; start <= uint.MaxValue; start += (ulong)stride * lanes)
        {
            // The last pack wraps round and measures a few patterns once more.
            var patterns = Vector512.Create((uint)start) + Vector512<uint>.Indices * stride;
            var x = patterns.AsSingle();
            var y = function(x);
            for (var lane = 0; lane < lanes; lane++)
            {
                var exact = oracle(x[lane]);
                // Most results are the nearest number, within half a unit.
                if (worst.Ulp >= 0.5 && y[lane] == (float)exact)
                    continue;
                var error = Error(y[lane], exact);
                if (error > worst.Ulp)
                    worst = (error, x[lane]);
            }
        }

        return worst;
    }

    /// <summary>The distance in units of the last place of the exact result; 0 or infinite where one of them is not finite.</summary>
    public static double Error(float actual, double exact)
    {
        var rounded = (float)exact;
        if (!float.IsFinite(rounded) || !float.IsFinite(actual))
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        var exponent = Math.Max(exact == 0 ? -126 : Math.ILogB(exact), -126);
        return Math.Abs(actual - exact) * Math.ScaleB(1, 23 - exponent);
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x * (1 + x * (0.5 + x / 6)) : Math.Exp(x) - 1;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x * (1 - x * (0.5 - x / 3)) : Math.Log(1 + x);
}
