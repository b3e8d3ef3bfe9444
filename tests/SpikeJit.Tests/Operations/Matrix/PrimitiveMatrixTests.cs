using SpikeJit.Compilation;
using SpikeJit.Graphs;
using SpikeJit.Primitives;
using SpikeJit.Tracing;
using static SpikeJit.Tests.Operations.Matrix.Laws;

namespace SpikeJit.Tests.Operations.Matrix;

/// <summary>Every primitive, whatever is done to it: each test is a column of the table, each row an operation.</summary>
public sealed class PrimitiveMatrixTests
{
    public static TheoryData<string> Names => [.. PrimitiveTable.Rows.Keys];

    public static TheoryData<string> Differentiable => [.. PrimitiveTable.Rows.Values.Where(r => r.HasFloats && r.Smooth).Select(r => r.Name)];

    [Fact]
    public void Every_primitive_has_a_row()
    {
        // It lives only between linearisation and transposition, and cannot be called.
        Type[] internals = [typeof(CustomLinear)];
        // What combines examples exists only inside of VMap, and what has an effect gives no result: CollectiveTests and the tests in Debugging are theirs.
        IEnumerable<Type> primitives = typeof(Tensor).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Primitive)) && t.IsSealed && !t.IsSubclassOf(typeof(Collective)) && !t.IsSubclassOf(typeof(Effect)));
        Type[] covered = [.. PrimitiveTable.Rows.Values.SelectMany(r => r.Covers)];
        Assert.Empty(primitives.Except(covered).Except(internals).Select(t => t.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_row_is_made_of_what_it_covers(string name)
    {
        PrimitiveRow row = PrimitiveTable.Rows[name];
        Tensor[] x = row.Inputs(0, DType.F64);
        HashSet<Type> found = [.. Primitives(Traced(row.Call, x).Graph)];
        // Numbers and the numbers of places are written into the graph when operations need them.
        Assert.Empty(row.Covers.Except(found).Select(t => t.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_are_those_of_plain_CSharp(string name) => Each(name, (row, x, dtype) =>
    {
        Plain expected = row.Expected([.. x.Select(Plain.Of)]);
        Tensor found = row.Call(x);
        Assert.Equal(expected.Shape, found.Shape.ToArray());
        Near.Relative<double>(expected.Data, found.As(DType.F64).ToArray<double>(), dtype == DType.F32 ? 1e-6 : row.Precision, row.Sums ? Largest(expected.Data) : 0, name);
    });

    [Theory, MemberData(nameof(Differentiable))]
    public void Forward_and_reverse_derivatives_are_limits_of_differences(string name) => Each(name, (row, x, dtype) =>
    {
        if (dtype == DType.F32) return;
        (Func<Tensor[], Tensor> f, Tensor[] at) = Floats(row, x);
        Tensor[] v = Directions(at, 1);
        Tensor y = f(at);
        if (!y.DType.IsFloat()) return;
        Tensor tangent = Difference(f, at, v);
        double tolerance = 1e-7;
        if (row.Forward)
        {
            Same(tangent, f.Jvp(at, v).Tangent, tolerance, $"{name}: forward");
            (tangent, tolerance) = (f.Jvp(at, v).Tangent, 1e-10);
        }
        Tensor ct = Directions([y], 2)[0];
        Tensor[] reverse = f.Vjp(at).Pullback(ct);
        double forward = (ct * tangent).Sum().ToDouble(), backward = reverse.Zip(v).Sum(p => (p.First * p.Second).Sum().ToDouble());
        Assert.Equal(forward, backward, tolerance * (1 + Math.Abs(forward) + y.Size));
    });

    [Theory, MemberData(nameof(Differentiable))]
    public void The_second_derivative_is_that_of_the_first(string name) => Each(name, (row, x, dtype) =>
    {
        if (dtype == DType.F32) return;
        (Func<Tensor[], Tensor> f, Tensor[] at) = Floats(row, x);
        Tensor y = f(at);
        if (!y.DType.IsFloat()) return;
        Tensor ct = Directions([y], 2)[0];
        Func<Tensor[], Tensor> gradient = p => Tensor.Concatenate([.. f.Vjp(p).Pullback(ct).Select(t => t.Flatten())]);
        Tensor[] v = Directions(at, 3);
        Tensor second = Difference(gradient, at, v);
        if (row.Forward) Same(second, gradient.Jvp(at, v).Tangent, 1e-6, $"{name}: forward over reverse");
        // The Hessian is symmetric.
        Func<Tensor[], Tensor> slope = p => f.Vjp(p).Pullback(ct).Zip(v).Select(t => (t.First * t.Second).Sum()).Aggregate((a, b) => a + b);
        Same(second, Tensor.Concatenate([.. slope.Vjp(at).Pullback(Tensor.Scalar(1d)).Select(t => t.Flatten())]), 1e-6, $"{name}: reverse over reverse");
    });

    [Theory, MemberData(nameof(Names))]
    public void VMap_is_a_loop(string name)
    {
        PrimitiveRow row = PrimitiveTable.Rows[name];
        for (int c = 0; c < row.Cases.Length; c++)
        {
            DType dtype = row.HasFloats && c == 0 ? DType.F32 : DType.F64;
            Tensor[][] examples = [.. Enumerable.Range(0, 3).Select(seed => row.Inputs(c, dtype, seed))];
            Tensor[] loop = [.. examples.Select(row.Call)];
            Tensor Stacked(int i, int axis) => Tensor.Stack([.. examples.Select(e => e[i])], axis);
            int operands = examples[0].Length;
            Same(Tensor.Stack(loop), row.Call.VMap()([.. Enumerable.Range(0, operands).Select(i => Stacked(i, 0))]), 1e-6, $"{name} {c}");
            Same(Tensor.Stack(loop, -1), Fn.VMap(row.Call, (Axes)(-1), (Axes)(-1))([.. Enumerable.Range(0, operands).Select(i => Stacked(i, -1))]), 1e-6, $"{name} {c}, last axis");
            for (int shared = 0; shared < operands && operands > 1; shared++)
            {
                Axes axes = Axes.Each([.. Enumerable.Range(0, operands).Select(i => i == shared ? (int?)null : 0)]);
                Tensor[] mixed = [.. Enumerable.Range(0, operands).Select(i => i == shared ? examples[0][i] : Stacked(i, 0))];
                Tensor[] one = [.. examples.Select(e => row.Call([.. e.Select((t, i) => i == shared ? examples[0][i] : t)]))];
                Same(Tensor.Stack(one), Fn.VMap(row.Call, axes)(mixed), 1e-6, $"{name} {c}, operand {shared} shared");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Code_for_every_vector_width_gives_the_interpreters_bits(string name) => Each(name, (row, x, dtype) =>
    {
        TracedCall traced = Traced(row.Call, x);
        Tensor[] inputs = [.. x, .. traced.Captures];
        Tensor[] expected = Interpreter.Run(Compiler.Optimise(traced.Graph), inputs);
        foreach (int bits in new[] { 32, 128, 256, 512 }.Where(b => b <= Device.Default.VectorBits))
        {
            using IDisposable _ = CompilerSettings.Use(CompilerSettings.Current with { VectorBits = bits });
            Tensor[] found = Executable.For(traced.Graph).Run(inputs);
            for (int o = 0; o < expected.Length; o++) SameBits(expected[o], found[o], $"{name} with {bits} bits, {dtype}");
        }
    });

    /// <summary>The operands are not stored in order: they are transposed, reversed, or every second element of something larger.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Views_are_as_good_as_arrays(string name) => Each(name, (row, x, dtype) =>
    {
        Tensor expected = row.Call(x);
        foreach ((string kind, Func<Tensor, Tensor> store, Func<Tensor, Tensor> view) in Views)
        {
            Func<Tensor[], Tensor> f = stored => row.Call([.. stored.Select(view)]);
            Tensor[] stored = [.. x.Select(store)];
            SameBits(expected, f(stored), $"{name} of {kind} operands");
            Same(expected, f.Jit()(stored), dtype == DType.F32 ? 1e-6 : 1e-13, $"{name} of {kind} operands, jitted");
        }
    });

    private static void Each(string name, Action<PrimitiveRow, Tensor[], DType> law)
    {
        PrimitiveRow row = PrimitiveTable.Rows[name];
        for (int c = 0; c < row.Cases.Length; c++)
            foreach (DType dtype in row.HasFloats ? [DType.F64, DType.F32] : new[] { DType.F64 })
                law(row, row.Inputs(c, dtype), dtype);
    }

    private static TracedCall Traced(Func<Tensor[], Tensor> call, Tensor[] x)
    {
        Arguments arguments = Arguments.Of([x]);
        return new Callable(call, v => call((Tensor[])v[0]!)).Trace(arguments.Shapes, arguments.Types);
    }

    private static IEnumerable<Type> Primitives(Graph graph) =>
        graph.Equations.SelectMany(e => e.Primitive.Subgraphs.SelectMany(s => Primitives(s.Graph)).Append(e.Primitive.GetType()));

    /// <summary>The call as a function of its floating-point operands alone.</summary>
    private static (Func<Tensor[], Tensor> F, Tensor[] At) Floats(PrimitiveRow row, Tensor[] x) => (
        floats =>
        {
            var next = new Queue<Tensor>(floats);
            return row.Call([.. x.Select(t => t.DType.IsFloat() ? next.Dequeue() : t)]);
        },
        [.. x.Where(t => t.DType.IsFloat())]);
}
