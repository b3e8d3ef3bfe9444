using SpikeJit.Primitives;
using SpikeJit.Tests.Cpu;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Functions of elements that are floats.</summary>
internal static class ElementRows
{
    private static readonly (double, double) s_any = (-3, 3), s_positive = (0.1, 4), s_unit = (-0.95, 0.95);

    // Vectors and a rest, a scalar, nothing.
    public static readonly int[][] Shapes = [[5, 13], [], [0], [2, 0, 3]];

    public static IEnumerable<PrimitiveRow> All =>
    [
        One<Neg>(x => -x, x => -x),
        One<Abs>(x => x.Abs(), Math.Abs),
        One<Sign>(x => x.Sign(), x => Math.Sign(x)),
        One<Floor>(x => x.Floor(), Math.Floor),
        One<Ceiling>(x => x.Ceiling(), Math.Ceiling),
        One<Round>(x => x.Round(), x => Math.Round(x, MidpointRounding.ToEven)),
        One<RoundAway>(x => x.RoundAwayFromZero(), x => Math.Round(x, MidpointRounding.AwayFromZero)),
        One<Truncate>(x => x.Truncate(), Math.Truncate),
        One<Sqrt>(x => x.Sqrt(), Math.Sqrt, s_positive),
        One<Rsqrt>(x => x.Rsqrt(), x => 1 / Math.Sqrt(x), s_positive),
        One<Cbrt>(x => x.Cbrt(), Math.Cbrt, s_positive),
        One<IntegerPower>(x => x.Pow(3), x => x * x * x),
        One<Exp>(x => x.Exp(), Math.Exp),
        One<Expm1>(x => x.Expm1(), x => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1, sums: true),
        One<Log>(x => x.Log(), Math.Log, s_positive, sums: true),
        One<Log1p>(x => x.Log1p(), x => Math.Log(1 + x), (0.2, 3)),
        One<Sigmoid>(x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        One<Tanh>(x => x.Tanh(), Math.Tanh),
        One<Sinh>(x => x.Sinh(), Math.Sinh),
        One<Cosh>(x => x.Cosh(), Math.Cosh),
        One<Asinh>(x => x.Asinh(), Math.Asinh, sums: true),
        One<Acosh>(x => x.Acosh(), Math.Acosh, (1.2, 4)),
        One<Atanh>(x => x.Atanh(), Math.Atanh, s_unit, sums: true),
        One<Sin>(x => x.Sin(), Math.Sin, sums: true),
        One<Cos>(x => x.Cos(), Math.Cos, sums: true),
        One<Tan>(x => x.Tan(), Math.Tan, s_unit),
        One<Asin>(x => x.Asin(), Math.Asin, s_unit),
        One<Acos>(x => x.Acos(), Math.Acos, s_unit),
        One<Atan>(x => x.Atan(), Math.Atan),
        One<Erf>(x => x.Erf(), ErfOracle.Erf),
        One<Erfc>(x => x.Erfc(), ErfOracle.Erfc, (-2, 1.5)),
        One<ErfInv>(x => x.ErfInv(), InverseErf, s_unit, sums: true),
        One<ErfInvOfDraw>(x => x.ErfInvOfDraw(), InverseErf, s_unit, sums: true),
        One<Lgamma>(x => x.Lgamma(), LogGamma, (0.3, 6), sums: true),
        One<Digamma>(x => x.Digamma(), Digamma, (0.3, 6), sums: true),
        One<Primitives.IsFinite>(x => x.IsFinite(), x => 1),
        One<Primitives.StopGradient>(Fn.StopGradient, x => x, smooth: false),
        One<Named>(x => Fn.Name(x, "x"), x => x),
        One<Apart>(x => Tensor.Bind1(new Apart(1), x), x => x),
        One<Copy>(x => Tensor.Bind1(new Copy(), x), x => x, smooth: false),
        One<Primitives.Convert>(x => x.As(DType.F32).As(DType.F64), x => (float)x, smooth: false),
        One<Bitcast>(x => x.As(DType.F32).Bitcast(DType.I32), x => BitConverter.SingleToInt32Bits((float)x)),

        Two<Add>((a, b) => a + b, (a, b) => a + b, sums: true),
        Two<Sub>((a, b) => a - b, (a, b) => a - b, sums: true),
        Two<Mul>((a, b) => a * b, (a, b) => a * b),
        Two<Div>((a, b) => a / b, (a, b) => a / b, s_any, s_positive),
        Two<Rem>(Tensor.Remainder, (a, b) => a % b, s_any, (1.1, 1.4)) with { Sums = true },
        Two<Max>(Tensor.Maximum, Math.Max),
        Two<Min>(Tensor.Minimum, Math.Min),
        Two<Pow>((a, b) => a.Pow(b), Math.Pow, s_positive, s_any),
        Two<Hypot>(Tensor.Hypot, (a, b) => Math.Sqrt(a * a + b * b)),
        Two<Primitives.LogAddExp>(Tensor.LogAddExp, (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b)), sums: true),
        Two<Primitives.Atan2>(Tensor.Atan2, Math.Atan2, s_positive, s_any),
        Two<Primitives.NextAfter>((a, b) => (Tensor.NextAfter(a, b) - a).Sign(), (a, b) => Math.Sign(b - a)),
        Two<Primitives.Equal>((a, b) => a.Equal(b), (a, b) => a == b ? 1 : 0),
        Two<Primitives.NotEqual>((a, b) => a.NotEqual(b), (a, b) => a != b ? 1 : 0),
        Two<Less>((a, b) => a < b, (a, b) => a < b ? 1 : 0),
        Two<LessEqual>((a, b) => a <= b, (a, b) => a <= b ? 1 : 0),

        Many<Primitives.FusedMultiplyAdd>(x => Tensor.FusedMultiplyAdd(x[0], x[1], x[2]), x => Math.FusedMultiplyAdd(x[0], x[1], x[2]), s_any, s_any, s_any) with { Sums = true },
        new("Select", [typeof(Primitives.Select)], x => Tensor.Select(x[0], x[1], x[2]), x => Elements(x, e => e[0] != 0 ? e[1] : e[2]),
            [.. Shapes.Select(s => new Operand[] { new(DType.Bool, s, 0, 1), new(DType.F64, s, -3, 3), new(DType.F64, s, -3, 3) })]),
    ];

    /// <summary>A function of the elements at each place.</summary>
    public static Plain Elements(Plain[] x, Func<double[], double> f) => new(x[0].Shape, [.. x[0].Data.Select((_, i) => f([.. x.Select(t => t.Data[i])]))]);

    private static PrimitiveRow One<T>(Func<Tensor, Tensor> call, Func<double, double> f, (double, double)? range = null, bool sums = false, bool smooth = true) =>
        Many<T>(x => call(x[0]), x => f(x[0]), range ?? s_any) with { Sums = sums, Smooth = smooth };

    private static PrimitiveRow Two<T>(
        Func<Tensor, Tensor, Tensor> call, Func<double, double, double> f, (double, double)? first = null, (double, double)? second = null, bool sums = false) =>
        Many<T>(x => call(x[0], x[1]), x => f(x[0], x[1]), first ?? s_any, second ?? s_any) with { Sums = sums };

    private static PrimitiveRow Many<T>(Func<Tensor[], Tensor> call, Func<double[], double> f, params (double Low, double High)[] ranges) =>
        new(typeof(T).Name, [typeof(T)], call, x => Elements(x, f), [.. Shapes.Select(s => ranges.Select(r => new Operand(DType.F64, s, r.Low, r.High)).ToArray())]);

    /// <summary>By Newton's method.</summary>
    private static double InverseErf(double y)
    {
        double x = 0;
        for (int i = 0; i < 60; i++) x -= (ErfOracle.Erf(x) - y) * Math.Sqrt(Math.PI) / 2 * Math.Exp(x * x);
        return x;
    }

    /// <summary>By Stirling's series far out, and the recurrence from there.</summary>
    private static double LogGamma(double x)
    {
        double product = 1;
        for (; x < 20; x++) product *= x;
        return (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * Math.Pow(x, 3)) + 1 / (1260 * Math.Pow(x, 5)) - 1 / (1680 * Math.Pow(x, 7)) - Math.Log(product);
    }

    private static double Digamma(double x)
    {
        double sum = 0;
        for (; x < 40; x++) sum += 1 / x;
        return Math.Log(x) - 1 / (2 * x) - 1 / (12 * x * x) + 1 / (120 * Math.Pow(x, 4)) - 1 / (252 * Math.Pow(x, 6)) + 1 / (240 * Math.Pow(x, 8)) - sum;
    }
}
