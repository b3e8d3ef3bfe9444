using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>Every recorded case of JAX 0.10.2 whose operation exists: values, forward and reverse derivatives.</summary>
public sealed class JaxOperationTests
{
    private const double ValueTolerance = 1e-6;
    private const long ValueUlps = 2;

    // Sums of products of both signs: the error is that of the largest of them. Derivatives are such sums in two more groups.
    private static readonly HashSet<string> s_sums = ["dot", "conv", "pool", "reduce"], s_sumsInDerivatives = [.. s_sums, "softmax", "layout"];

    private static readonly string[] s_files = ["jax_ops.json", "jax_ops_arrays.json"];

    public static TheoryData<string, string, string> Operations
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (string file in s_files)
                foreach ((string group, string op) in Golden.Cases(file).Select(c => (c.Text("group")!, c.Text("op")!)).Distinct())
                    if (group != "promotion") all.Add(file, group, op);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Values_and_derivatives_are_those_of_JAX(string file, string group, string op)
    {
        var failures = new List<string>();
        int number = 0;
        foreach (JsonElement c in Golden.Cases(file).Where(c => c.Text("group") == group && c.Text("op") == op))
        {
            string what = $"{group}/{op} case {number++}";
            try
            {
                new Case(c, what).Check(failures);
            }
            catch (Exception e)
            {
                failures.Add($"{what}: {e.GetType().Name}: {e.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    [Fact]
    public void No_case_is_left_out_and_five_derivatives_are()
    {
        JsonElement[] all = [.. s_files.SelectMany(Golden.Cases)];
        string[] other = [.. all.SelectMany(c => new[] { Differences.OtherDerivative(c, "jvp"), Differences.OtherDerivative(c, "vjp") }.OfType<string>())];
        TestContext.Current.TestOutputHelper?.WriteLine($"{all.Length} cases compared, derivatives of {other.Length} not; {string.Join("; ", other.Distinct())}");
        Assert.Equal((1070, 5), (all.Length, other.Length));
    }

    private sealed class Case(JsonElement json, string what)
    {
        private readonly GoldenTensor[] _inputs = json.Tensors("inputs");
        private readonly OpParameters _parameters = new(json.TryGetProperty("params", out JsonElement p) ? p : default, json.Text("note") ?? "");
        private readonly int[] _wrt = json.TryGetProperty("wrt", out JsonElement w) ? [.. w.EnumerateArray().Select(e => e.GetInt32())] : [];

        private string Op => json.Text("op")!;

        public void Check(List<string> failures)
        {
            Tensor[] inputs = [.. _inputs.Select(t => t.ToTensor())];
            if (json.TryGetProperty("error", out _))
            {
                // JAX refuses integers; they become floats here, as for other functions there.
                Assert.Equal(DType.F32, Run(inputs)[0].DType);
                return;
            }
            Compare(failures, "", [.. json.GetProperty("out").Leaves()], () => Run(inputs), () => Run(Wide(inputs)), derivative: false);
            if (_wrt.Length == 0) return;
            Tensor[] at = [.. _wrt.Select(i => inputs[i])], tangents = [.. json.Tensors("tangents").Select(t => t.ToTensor())];
            if (Differences.OtherDerivative(json, "jvp") is null)
                Compare(failures, " jvp", [.. json.GetProperty("jvp_out").Leaves()], () => Of(inputs).Jvp(at, tangents).Tangent, () => Of(Wide(inputs)).Jvp(Wide(at), Wide(tangents)).Tangent, derivative: true);
            Tensor[] cotangents = [.. json.GetProperty("cotangent").Leaves().Select(t => t.ToTensor())];
            if (Differences.OtherDerivative(json, "vjp") is null)
                Compare(failures, " vjp", json.Tensors("vjp_out"), () => Of(inputs).Vjp(at).Pullback(cotangents), () => Of(Wide(inputs)).Vjp(Wide(at)).Pullback(Wide(cotangents)), derivative: true);
        }

        private Tensor[] Run(Tensor[] x) => OpTable.ManyRows.TryGetValue(Op, out Func<Tensor[], OpParameters, Tensor[]>? many)
            ? many(x, _parameters)
            : [(OpTable.Find(json.Text("group")!, Op) ?? throw new InvalidOperationException($"'{Op}' has no row in the table and is not listed as skipped."))(x, _parameters)];

        private Func<Tensor[], Tensor[]> Of(Tensor[] inputs) => x =>
        {
            Tensor[] all = [.. inputs];
            for (int i = 0; i < _wrt.Length; i++) all[_wrt[i]] = x[i];
            return Run(all);
        };

        private static Tensor[] Wide(Tensor[] x) => [.. x.Select(t => t.DType == DType.F32 ? t.As(DType.F64) : t)];

        private void Compare(List<string> failures, string kind, GoldenTensor[] expected, Func<Tensor[]> narrow, Func<Tensor[]> wide, bool derivative)
        {
            Tensor[] actual = narrow();
            Tensor[]? truth = null;
            Assert.Equal(expected.Length, actual.Length);
            for (int o = 0; o < expected.Length; o++)
            {
                if (expected[o].DType != actual[o].DType.Name() || !expected[o].Shape.SequenceEqual(actual[o].Shape))
                {
                    failures.Add($"{what}{kind}: {actual[o].Type}, expected {expected[o].DType}[{string.Join(",", expected[o].Shape)}]");
                    continue;
                }
                if (expected[o].DType != "f32")
                {
                    CompareExactly(failures, expected[o].Doubles, actual[o].As(DType.F64).ToArray<double>());
                    continue;
                }
                float[] e = expected[o].As<float>(), a = actual[o].ToArray<float>();
                double largest = e.Where(float.IsFinite).Select(v => (double)Math.Abs(v)).DefaultIfEmpty().Max();
                for (int i = 0; i < e.Length; i++)
                {
                    if (Close(e[i], a[i], derivative, largest)) continue;
                    if ((derivative && !HasFiniteValue(i, e.Length)) || Differences.Undefined(Op, derivative, At(i, e.Length))) continue;
                    float t = 0;
                    if (Differences.ComparedWithTruth(Op, At(i, e.Length), a[i]))
                    {
                        truth ??= wide();
                        t = truth[o].As(DType.F32).ToArray<float>()[i];
                        if (Close(t, a[i], derivative, largest)) continue;
                    }
                    failures.Add($"{what}{kind}[{i}] at ({string.Join(" ", At(i, e.Length))}): {a[i]}, expected {e[i]} (truth {t})");
                }
            }
        }

        private void CompareExactly(List<string> failures, double[] expected, double[] actual)
        {
            for (int i = 0; i < expected.Length; i++)
                if (expected[i] != actual[i] && !At(i, expected.Length).Any(Differences.IsSubnormal)
                    && !(_inputs.Length == 2 && _inputs[1].Data.Length == expected.Length && Differences.Undefined(Op, _inputs[1].Doubles[i])))
                    failures.Add($"{what}[{i}] at ({string.Join(" ", _inputs.Select(t => t.Data.Length == expected.Length ? t.Doubles[i] : double.NaN))}): {actual[i]}, expected {expected[i]}");
        }

        private bool Close(float expected, float actual, bool derivative, double largest)
        {
            if (float.IsNaN(expected) || float.IsNaN(actual)) return float.IsNaN(expected) && float.IsNaN(actual);
            if (expected == actual) return true;
            if (!float.IsFinite(expected) || !float.IsFinite(actual)) return false;
            double difference = Math.Abs((double)expected - actual);
            return derivative
                ? difference <= Differences.DerivativeTolerance(Op) * Math.Max(Math.Abs(expected), s_sumsInDerivatives.Contains(json.Text("group")!) ? largest : 0) || difference <= 4 * float.Epsilon
                : difference <= ValueTolerance * (s_sums.Contains(json.Text("group")!) ? largest : Math.Abs(expected)) || Near.UlpDistance(expected, actual) <= ValueUlps;
        }

        private bool HasFiniteValue(int i, int size) =>
            json.GetProperty("out").Leaves().All(t => t.DType != "f32" || t.Data.Length != size || float.IsFinite(t.As<float>()[i]));

        /// <summary>The operands of one element, where operands and result correspond element by element.</summary>
        private float[] At(int i, int size) => [.. _inputs.Where(t => t.DType == "f32" && t.Data.Length == size).Select(t => t.As<float>()[i])];
    }
}
