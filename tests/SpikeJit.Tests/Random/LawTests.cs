using CsCheck;
using SpikeJit.Graphs;
using SpikeJit.Transforms;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>Laws of the transformations, on random programs.</summary>
public sealed class LawTests
{
    private const int Times = 60;

    private static void Holds(ProgramKind kind, Action<RandomProgram> law, int times = Times) =>
        RandomProgram.Any(kind).Sample(law, iter: times, threads: 1, print: p => p.ToString());

    private static Tensor Inner(Tensor[] a, Tensor[] b) => a.Zip(b).Aggregate((Tensor)0d, (sum, p) => sum + (p.First * p.Second).Sum());

    private static void AreNear(Tensor[] expected, Tensor[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Select(t => t.Type), found.Select(t => t.Type));
        for (int i = 0; i < expected.Length; i++)
        {
            double[] e = expected[i].As(DType.F64).ToArray<double>(), f = found[i].As(DType.F64).ToArray<double>();
            double largest = e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            Near.Relative<double>(e, f, expected[i].DType.IsFloat() ? tolerance : 0, Math.Max(1, largest), $"{what}, output {i}");
        }
    }

    private static void AreEqual(Tensor[] expected, Tensor[] found, string what) => AreNear(expected, found, 0, what);

    [Fact]
    public void Jvp_is_the_limit_of_differences() => Holds(ProgramKind.Smooth, p =>
    {
        const double H = 1e-6;
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        Tensor[] Moved(double h) => f([.. x.Zip(v).Select(t => t.First + h * t.Second)]);
        Tensor[] differences = [.. Moved(H).Zip(Moved(-H)).Select(t => (t.First - t.Second) / (2 * H))];
        AreNear(differences, f.Jvp(x, v).Tangent, 2e-7, "tangent");
    });

    [Fact]
    public void Vjp_is_the_transpose_of_Jvp() => Holds(ProgramKind.Precise, p =>
    {
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        (Tensor[] y, Tensor[] jv) = f.Jvp(x, v);
        (Tensor[] value, Func<Tensor[], Tensor[]> pullback) = f.Vjp(x);
        Tensor[] ct = RandomProgram.Directions(p.Seed + 3, y), transposed = pullback(ct);
        AreEqual(y, value, "value");
        // Rounding is relative to the terms of the sums, which may cancel.
        Tensor scale = 1 + Inner([.. ct.Select(t => t.Abs())], [.. jv.Select(t => t.Abs())]) + Inner([.. transposed.Select(t => t.Abs())], [.. v.Select(t => t.Abs())]);
        AreNear([Inner(ct, jv) / scale], [Inner(transposed, v) / scale], 1e-11, "⟨ct, Jv⟩ = ⟨Jᵀct, v⟩");
    });

    [Fact]
    public void Linearize_is_Jvp_in_two_steps() => Holds(ProgramKind.Precise, p =>
    {
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        (Tensor[] value, Func<Tensor[], Tensor[]> tangent) = f.Linearize(x);
        (Tensor[] y, Tensor[] jv) = f.Jvp(x, v);
        AreEqual(y, value, "value");
        AreEqual(jv, tangent(v), "tangent");
    });

    [Fact]
    public void Forward_over_reverse_is_reverse_over_forward() => Holds(ProgramKind.Smooth, p =>
    {
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum());
        Func<Tensor[], Tensor> along = a => f.Jvp(a, v).Tangent;
        AreNear(along.Grad()(x), f.Grad().Jvp(x, v).Tangent, 1e-9, "Hessian · v");
    }, Times / 2);

    [Fact]
    public void VMap_is_a_loop() => Holds(ProgramKind.Mixed, p =>
    {
        const int Size = 3;
        var random = new Random(p.Seed + 4);
        bool[] mapped = [.. p.Inputs.Select((_, i) => i == 0 || random.Next(2) == 0)];
        Tensor[][] examples = [.. Enumerable.Range(0, Size).Select(e => p.OtherInputs(p.Seed + e))];
        Tensor Example(int e, int i) => mapped[i] ? examples[e][i] : p.Inputs[i];
        int[] places = [.. p.Inputs.Select(t => random.Next(t.Rank + 1))];
        Tensor[] batch = [.. p.Inputs.Select((t, i) => mapped[i] ? Tensor.Stack([.. Enumerable.Range(0, Size).Select(e => examples[e][i])], places[i]) : t)];
        Tensor[] found = Fn.VMap<Tensor[], Tensor[]>(p.Run, Axes.Each([.. places.Select((a, i) => mapped[i] ? (int?)a : null)]))(batch);
        Tensor[][] loop = [.. Enumerable.Range(0, Size).Select(e => p.Run([.. p.Inputs.Select((_, i) => Example(e, i))]))];
        AreNear([.. loop[0].Select((_, o) => Tensor.Stack([.. loop.Select(y => y[o])]))], found, 1e-6, "batch");
    });

    [Fact]
    public void A_gradient_for_each_example_is_a_loop_of_gradients() => Holds(ProgramKind.Precise, p =>
    {
        Tensor[] x = p.Floats;
        Tensor[][] examples = [x, RandomProgram.Directions(p.Seed, x)];
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum());
        Tensor[] found = f.Grad().VMap()([.. x.Select((_, i) => Tensor.Stack([examples[0][i], examples[1][i]]))]);
        Tensor[][] loop = [.. examples.Select(e => f.Grad()(e))];
        AreNear([.. x.Select((_, i) => Tensor.Stack([loop[0][i], loop[1][i]]))], found, 1e-9, "gradients");
    });

    [Fact]
    public void Scan_is_a_plain_loop() => Holds(ProgramKind.Mixed, p =>
    {
        const int Steps = 3;
        // One step: the program on the carry, of which each part moves towards the result of the same type, if there is one.
        (Tensor[] Carry, Tensor[] Y) Step(Tensor[] carry, Tensor x)
        {
            Tensor[] y = p.Run([.. carry.Select(c => c.DType.IsFloat() ? 0.5 * c + x.As(c.DType) : c)]);
            return ([.. carry.Select(c => y.FirstOrDefault(t => t.Type == c.Type) ?? c)], y);
        }
        Tensor xs = Tensor.From([0.1, -0.2, 0.3]);
        (Tensor[] last, Tensor[] ys) = Fn.Scan<Tensor[], Tensor, Tensor[]>(Step, p.Inputs, xs);
        Tensor[] carry = p.Inputs;
        var rows = new List<Tensor[]>();
        for (int t = 0; t < Steps; t++)
        {
            (carry, Tensor[] y) = Step(carry, xs[t]);
            rows.Add(y);
        }
        AreNear(carry, last, 1e-6, "carry");
        AreNear([.. rows[0].Select((_, o) => Tensor.Stack([.. rows.Select(r => r[o])]))], ys, 1e-6, "outputs");
    });

    [Fact]
    public void Checkpoint_changes_nothing() => Holds(ProgramKind.Precise, p =>
    {
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum()), g = f.Checkpoint();
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        // What is compiled may take sums over time in another order.
        AreNear([f(x)], [g(x)], 1e-12, "value");
        AreNear(f.Grad()(x), g.Grad()(x), 1e-12, "gradient");
        AreNear([f.Jvp(x, v).Tangent], [g.Jvp(x, v).Tangent], 1e-12, "tangent");
    });

    [Fact]
    public void Jit_changes_nothing() => Holds(ProgramKind.Mixed, p =>
    {
        // Sums over time may be taken in another order.
        Func<Tensor[], Tensor[]> f = p.Run;
        AreNear(f(p.Inputs), f.Jit()(p.Inputs), 1e-5, "value");
    });

    [Fact]
    public void Jit_of_a_gradient_changes_nothing() => Holds(ProgramKind.Mixed, p =>
    {
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum().As(DType.F64));
        AreNear(f.Grad()(p.Floats), f.Grad().Jit()(p.Floats), 1e-4, "gradient");
    });

    [Fact]
    public void A_graph_is_equal_to_the_one_traced_again_and_obeys_the_laws() => Holds(ProgramKind.Mixed, p =>
    {
        var again = new RandomProgram(p.Seed, p.Operations, p.Kind);
        Assert.Equal(p.Graph, again.Graph);
        Assert.Equal(p.Graph.GetHashCode(), again.Graph.GetHashCode());
        Assert.Equal(p.Graph.ToString(), again.Graph.ToString());
        GraphVerifier.Check(p.Graph);
        GraphVerifier.Check(DeadCode.Remove(p.Graph));
    });

    [Fact]
    public void What_every_transformation_writes_obeys_the_laws() => Holds(ProgramKind.Mixed, p =>
    {
        Graph graph = p.Graph;
        bool[] active = [.. p.GraphInputs.Select((t, i) => i < p.Inputs.Length && t.DType.IsFloat())];
        (Graph jvp, _) = Jvp.Transform(graph, active);
        Linearized linear = Linearize.Transform(graph, active);
        int residuals = linear.Tangent.Inputs.Length - active.Count(a => a);
        Graph back = Transpose.Transform(linear.Tangent, [.. linear.Tangent.Inputs.Select((_, i) => i >= residuals)], [.. linear.Tangent.Outputs.Select(_ => true)]);
        Graph reverse = Linearize.Reverse(graph, active, [.. graph.Outputs.Select(v => v.Type.DType.IsFloat())]);
        bool[] batched = [.. p.GraphInputs.Select((_, i) => i < p.Inputs.Length && i % 2 == 0)];
        foreach (Graph result in new[] { jvp, linear.Primal, linear.Tangent, back, reverse, Batch.Transform(graph, 3, batched).Graph, Batch.Transform(reverse, 2, [.. reverse.Inputs.Select((_, i) => i % 2 == 0)]).Graph })
            GraphVerifier.Check(result);
    });
}
