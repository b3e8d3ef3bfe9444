using System.Text.Json;
using SpikeJit.Compilation;
using SpikeJit.Tests.Operations.Matrix;
using SpikeJit.Tracing;

namespace SpikeJit.Tests.Operations;

/// <summary>The laws of the table of primitives for every recorded operation, most of which are composed of several.</summary>
public sealed class RecordedOperationTests
{
    public static TheoryData<string, string, string> Operations => JaxOperationTests.Operations;

    [Theory, MemberData(nameof(Operations))]
    public void Compiled_code_gives_the_interpreters_bits(string file, string group, string op)
    {
        int number = 0;
        foreach ((Func<Tensor[], Tensor[]> f, Tensor[] x, int[] wrt) in Cases(file, group, op))
        {
            Arguments arguments = Arguments.Of([x]);
            TracedCall traced = new Callable(f, v => f((Tensor[])v[0]!)).Trace(arguments.Shapes, arguments.Types);
            Tensor[] inputs = [.. x, .. traced.Captures], expected = Interpreter.Run(Compiler.Optimise(traced.Graph), inputs);
            // Each width for the first case and for special values, the machine's for all.
            int[] widths = number++ == 0 || (group is "unary" or "binary" && wrt.Length == 0) ? [.. new[] { 32, 128, 256, 512 }.Where(b => b <= Device.Default.VectorBits)] : [Device.Default.VectorBits];
            foreach (int bits in widths)
            {
                using IDisposable _ = CompilerSettings.Use(CompilerSettings.Current with { VectorBits = bits });
                Tensor[] found = Executable.For(traced.Graph).Run(inputs);
                for (int o = 0; o < expected.Length; o++) Laws.SameBits(expected[o], found[o], $"{op} case {number} with {bits} bits");
            }
        }
    }

    [Theory, MemberData(nameof(Operations))]
    public void Views_are_as_good_as_arrays(string file, string group, string op)
    {
        foreach ((Func<Tensor[], Tensor[]> f, Tensor[] x, _) in Cases(file, group, op).Take(3))
            foreach ((string kind, Func<Tensor, Tensor> store, Func<Tensor, Tensor> view) in Laws.Views)
            {
                Func<Tensor[], Tensor[]> g = stored => f([.. stored.Select(view)]);
                Tensor[] expected = f(x), found = g([.. x.Select(store)]);
                for (int o = 0; o < expected.Length; o++) Laws.SameBits(expected[o], found[o], $"{op} of {kind} operands");
            }
    }

    [Theory, MemberData(nameof(Operations))]
    public void The_second_derivative_is_that_of_the_first(string file, string group, string op)
    {
        foreach ((Func<Tensor[], Tensor[]> f, Tensor[] x, int[] wrt) in Cases(file, group, op).Where(c => c.Wrt.Length > 0).Take(2))
        {
            Tensor[] wide = [.. x.Select(t => t.DType == DType.F32 ? t.As(DType.F64) : t)], at = [.. wrt.Select(i => wide[i])];
            Func<Tensor[], Tensor> of = p => Tensor.Concatenate([.. f([.. wide.Select((t, i) => Array.IndexOf(wrt, i) is >= 0 and var k ? p[k] : t)]).Select(t => t.Flatten())]);
            Tensor ct = Laws.Directions([of(at)], 2)[0];
            Tensor[] v = Laws.Directions(at, 3);
            Func<Tensor[], Tensor> gradient = p => Tensor.Concatenate([.. of.Vjp(p).Pullback(ct).Select(t => t.Flatten())]);
            Laws.Same(Laws.Difference(gradient, at, v), gradient.Jvp(at, v).Tangent, 2e-6, op);
        }
    }

    private static IEnumerable<(Func<Tensor[], Tensor[]> F, Tensor[] Inputs, int[] Wrt)> Cases(string file, string group, string op)
    {
        foreach (JsonElement c in Golden.Cases(file).Where(c => c.Text("group") == group && c.Text("op") == op && !c.TryGetProperty("error", out _)))
        {
            OpParameters p = new(c.TryGetProperty("params", out JsonElement json) ? json : default, c.Text("note") ?? "");
            // At zeros and ties differences of differences say nothing.
            bool smooth = c.GetProperty("out").Leaves().All(t => t.Doubles.All(double.IsFinite)) && c.Tensors("inputs").Where(t => t.DType == "f32").All(t => t.Doubles.Distinct().Count() == t.Data.Length && t.Doubles.All(x => x != 0 && double.IsFinite(x)));
            int[] wrt = smooth && c.TryGetProperty("wrt", out JsonElement w) ? [.. w.EnumerateArray().Select(e => e.GetInt32())] : [];
            Func<Tensor[], Tensor[]> f = OpTable.ManyRows.TryGetValue(op, out Func<Tensor[], OpParameters, Tensor[]>? many) ? x => many(x, p) : x => [OpTable.Find(group, op)!(x, p)];
            yield return (f, [.. c.Tensors("inputs").Select(t => t.ToTensor())], wrt);
        }
    }
}
