using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Compilation.Passes.Strips;
using SpikeJit.Graphs;
using SpikeJit.Transforms;

namespace SpikeJit.Tests.RandomGraphs;

/// <summary>A law that every program obeys.</summary>
/// <param name="Name">What it says.</param>
/// <param name="Kind">The programs it holds for.</param>
/// <param name="Check">Throws where it is broken.</param>
internal sealed record Law(string Name, ProgramKind Kind, Action<RandomProgram> Check)
{
    public override string ToString() => Name;
}

/// <summary>What the transformations and the compiler promise, of any program.</summary>
internal static class Laws
{
    /// <summary>How many times as many programs as a test run has time for: <c>SPIKEJIT_LAW_FACTOR</c>.</summary>
    public static int Factor { get; } = int.TryParse(Environment.GetEnvironmentVariable("SPIKEJIT_LAW_FACTOR"), out int factor) ? factor : 1;

    public static IReadOnlyList<Law> All { get; } =
    [
        new("Jvp is the limit of differences", ProgramKind.Smooth, JvpIsTheLimitOfDifferences),
        new("Vjp is the transpose of Jvp", ProgramKind.Precise, VjpIsTheTransposeOfJvp),
        new("Linearize is Jvp in two steps", ProgramKind.Precise, LinearizeIsJvpInTwoSteps),
        new("Forward over reverse is reverse over forward", ProgramKind.Smooth, ForwardOverReverseIsReverseOverForward),
        new("VMap is a loop", ProgramKind.Mixed, VmapIsALoop),
        new("A gradient for each example is a loop of gradients", ProgramKind.Precise, AGradientForEachExampleIsALoopOfGradients),
        new("Scan is a plain loop", ProgramKind.Mixed, ScanIsAPlainLoop),
        new("Checkpoint changes nothing", ProgramKind.Precise, CheckpointChangesNothing),
        new("Jit changes nothing", ProgramKind.Mixed, JitChangesNothing),
        new("Jit of a gradient changes nothing", ProgramKind.Mixed, JitOfAGradientChangesNothing),
        new("A graph is equal to the one traced again and obeys the laws", ProgramKind.Mixed, AGraphIsEqualToTheOneTracedAgainAndObeysTheLaws),
        new("What every transformation writes obeys the laws", ProgramKind.Mixed, WhatEveryTransformationWritesObeysTheLaws),
        new("Simplification keeps every bit", ProgramKind.Mixed, p => SimplificationKeepsEveryBit(p.Graph, p.GraphInputs)),
        new("Simplification keeps every bit, of derivatives", ProgramKind.Precise, p => Differentiated(p, SimplificationKeepsEveryBit)),
        new("Splitting scans keeps the results", ProgramKind.Mixed, p => SplittingScansKeepsTheResults(p.Graph, p.GraphInputs)),
        new("Splitting scans keeps the results, of derivatives", ProgramKind.Precise, p => Differentiated(p, SplittingScansKeepsTheResults)),
        new("Compiled programs give the interpreter's bits", ProgramKind.Mixed, p => CompiledProgramsGiveTheInterpretersBits(p.Graph, p.GraphInputs)),
        new("Compiled programs give the interpreter's bits, of derivatives", ProgramKind.Precise, p => Differentiated(p, CompiledProgramsGiveTheInterpretersBits)),
        new("Strips of a batch keep the results", ProgramKind.Mixed, p => StripsOfABatchKeepTheResults(p.Graph, p.GraphInputs)),
        new("Strips of a batch keep the results, of derivatives", ProgramKind.Precise, p => Differentiated(p, StripsOfABatchKeepTheResults)),
        new("Other settings of the compiler give the same results", ProgramKind.Mixed, p => OtherSettingsGiveTheSameResults(p, p.Graph, p.GraphInputs)),
        new("Other settings of the compiler give the same results, of derivatives", ProgramKind.Precise, p => Differentiated(p, (graph, inputs) => OtherSettingsGiveTheSameResults(p, graph, inputs))),
        new("Effects take place as often in compiled code", ProgramKind.Mixed, p => EffectsTakePlaceAsOften(p.Graph, p.GraphInputs)),
        new("Effects take place as often in derivatives", ProgramKind.Precise, EffectsTakePlaceAsOftenInDerivatives),
    ];

    private static void JvpIsTheLimitOfDifferences(RandomProgram p)
    {
        const double H = 1e-6;
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        Tensor[] Moved(double h) => f([.. x.Zip(v).Select(t => t.First + h * t.Second)]);
        Tensor[] differences = [.. Moved(H).Zip(Moved(-H)).Select(t => (t.First - t.Second) / (2 * H))];
        Tensor[] tangent = f.Jvp(x, v).Tangent;
        // Behind an overflow a derivative is 0·∞, as in JAX, also where the value is flat.
        if (tangent.Any(t => !t.IsFinite().All().Item<bool>()) && Overflows(f, x)) return;
        AreNear(differences, tangent, 2e-7, "tangent");
    }

    private static bool Overflows(Func<Tensor[], Tensor[]> f, Tensor[] x)
    {
        try
        {
            f.CheckFinite()(x);
            return false;
        }
        catch (NonFiniteException)
        {
            return true;
        }
    }

    private static void VjpIsTheTransposeOfJvp(RandomProgram p)
    {
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        (Tensor[] y, Tensor[] jv) = f.Jvp(x, v);
        (Tensor[] value, Func<Tensor[], Tensor[]> pullback) = f.Vjp(x);
        Tensor[] ct = RandomProgram.Directions(p.Seed + 3, y), transposed = pullback(ct);
        AreNear(y, value, 1e-12, "value");
        // Rounding is relative to the terms of the sums, which may cancel.
        Tensor scale = 1 + Inner([.. ct.Select(t => t.Abs())], [.. jv.Select(t => t.Abs())]) + Inner([.. transposed.Select(t => t.Abs())], [.. v.Select(t => t.Abs())]);
        AreNear([Inner(ct, jv) / scale], [Inner(transposed, v) / scale], 1e-11, "⟨ct, Jv⟩ = ⟨Jᵀct, v⟩");
    }

    private static void LinearizeIsJvpInTwoSteps(RandomProgram p)
    {
        Func<Tensor[], Tensor[]> f = p.RunFloats;
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        (Tensor[] value, Func<Tensor[], Tensor[]> tangent) = f.Linearize(x);
        (Tensor[] y, Tensor[] jv) = f.Jvp(x, v);
        AreNear(y, value, 1e-12, "value");
        AreNear(jv, tangent(v), 1e-12, "tangent");
    }

    private static void ForwardOverReverseIsReverseOverForward(RandomProgram p)
    {
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum());
        Func<Tensor[], Tensor> along = a => f.Jvp(a, v).Tangent;
        AreNear(along.Grad()(x), f.Grad().Jvp(x, v).Tangent, 1e-9, "Hessian · v");
    }

    private static void VmapIsALoop(RandomProgram p)
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
    }

    private static void AGradientForEachExampleIsALoopOfGradients(RandomProgram p)
    {
        Tensor[] x = p.Floats;
        Tensor[][] examples = [x, RandomProgram.Directions(p.Seed, x)];
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum());
        Tensor[] found = f.Grad().VMap()([.. x.Select((_, i) => Tensor.Stack([examples[0][i], examples[1][i]]))]);
        Tensor[][] loop = [.. examples.Select(e => f.Grad()(e))];
        AreNear([.. x.Select((_, i) => Tensor.Stack([loop[0][i], loop[1][i]]))], found, 1e-9, "gradients");
    }

    private static void ScanIsAPlainLoop(RandomProgram p)
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
    }

    private static void CheckpointChangesNothing(RandomProgram p)
    {
        // Sums over time may be taken in another order.
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum()), g = f.Checkpoint();
        Tensor[] x = p.Floats, v = RandomProgram.Directions(p.Seed + 2, x);
        AreNear([f(x)], [g(x)], 1e-12, "value");
        AreNear(f.Grad()(x), g.Grad()(x), 1e-12, "gradient");
        AreNear([f.Jvp(x, v).Tangent], [g.Jvp(x, v).Tangent], 1e-12, "tangent");
    }

    private static void JitChangesNothing(RandomProgram p)
    {
        // Sums over time may be taken in another order.
        Func<Tensor[], Tensor[]> f = p.Run;
        AreNear(f(p.Inputs), f.Jit()(p.Inputs), 1e-5, "value");
    }

    private static void JitOfAGradientChangesNothing(RandomProgram p)
    {
        Func<Tensor[], Tensor> f = a => p.RunFloats(a).Aggregate((Tensor)0d, (sum, t) => sum + t.Sum().As(DType.F64));
        AreNear(f.Grad()(p.Floats), f.Grad().Jit()(p.Floats), 1e-4, "gradient");
    }

    private static void AGraphIsEqualToTheOneTracedAgainAndObeysTheLaws(RandomProgram p)
    {
        var again = new RandomProgram(p.Seed, p.Operations, p.Kind);
        Assert.Equal(p.Graph, again.Graph);
        Assert.Equal(p.Graph.GetHashCode(), again.Graph.GetHashCode());
        Assert.Equal(p.Graph.ToString(), again.Graph.ToString());
        GraphVerifier.Check(p.Graph);
        GraphVerifier.Check(DeadCode.Remove(p.Graph));
    }

    private static void WhatEveryTransformationWritesObeysTheLaws(RandomProgram p)
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
    }

    private static void SimplificationKeepsEveryBit(Graph graph, Tensor[] inputs)
    {
        Graph simple = Simplify.Run(InlineCalls.Run(graph, checkpoints: true));
        GraphVerifier.Check(simple);
        SameBits(Interpreter.Run(graph, inputs), Interpreter.Run(simple, inputs));
    }

    private static void SplittingScansKeepsTheResults(Graph graph, Tensor[] inputs)
    {
        Graph split = Compiler.Optimise(graph);
        GraphVerifier.Check(split);
        AreNear(Interpreter.Run(graph, inputs), Interpreter.Run(split, inputs));
    }

    private static void CompiledProgramsGiveTheInterpretersBits(Graph graph, Tensor[] inputs) =>
        SameBits(Interpreter.Run(Compiler.Optimise(graph), inputs), Executable.For(graph).Run(inputs));

    private static void StripsOfABatchKeepTheResults(Graph graph, Tensor[] inputs)
    {
        Graph simple = Simplify.Run(InlineCalls.Run(graph, checkpoints: true)), cut = BatchStrips.Run(simple, new StripLimits(0, 1, 0, 0));
        GraphVerifier.Check(cut);
        AreNear(Interpreter.Run(simple, inputs), Interpreter.Run(cut, inputs));
    }

    private static void OtherSettingsGiveTheSameResults(RandomProgram p, Graph graph, Tensor[] inputs)
    {
        int[] widths = [.. new[] { 32, 128, 256, 512 }.Where(b => b <= Device.Default.VectorBits)];
        string[] passes = [.. CompilerSettings.Passes];
        using (CompilerSettings.Use(CompilerSettings.Current with { VectorBits = widths[p.Seed % widths.Length] }))
            SameBits(Interpreter.Run(Compiler.Optimise(graph), inputs), Executable.For(graph).Run(inputs));
        using (CompilerSettings.Use(CompilerSettings.Current with { Disabled = new HashSet<string> { passes[p.Seed % passes.Length] } }))
            AreNear(Interpreter.Run(graph, inputs), Executable.For(graph).Run(inputs));
    }

    private static void EffectsTakePlaceAsOften(Graph graph, Tensor[] inputs)
    {
        int expected = Tick.Count(() => Interpreter.Run(graph, inputs));
        Assert.Equal(expected, Tick.Count(() => Interpreter.Run(Compiler.Optimise(graph), inputs)));
        Executable code = Executable.For(graph);
        Assert.Equal(expected, Tick.Count(() => code.Run(inputs)));
    }

    private static void EffectsTakePlaceAsOftenInDerivatives(RandomProgram p)
    {
        int expected = Tick.Count(() => Interpreter.Run(p.Graph, p.GraphInputs));
        Differentiated(p, (graph, inputs) =>
        {
            Assert.Equal(expected, Tick.Count(() => Interpreter.Run(graph, inputs)));
            EffectsTakePlaceAsOften(graph, inputs);
        });
        bool[] active = [.. p.GraphInputs.Select((t, i) => i < p.Inputs.Length && t.DType.IsFloat())];
        Graph jvp = Jvp.Transform(p.Graph, active).Graph;
        Tensor[] directions = [.. p.GraphInputs.Where((_, i) => active[i])];
        Assert.Equal(expected, Tick.Count(() => Interpreter.Run(jvp, [.. p.GraphInputs, .. directions])));
    }

    /// <summary>A law of graphs, for the gradient of a program.</summary>
    public static void Differentiated(RandomProgram p, Action<Graph, Tensor[]> law)
    {
        bool[] present = [.. p.Graph.Outputs.Select(v => v.Type.DType.IsFloat())];
        bool[] active = [.. p.GraphInputs.Select((t, i) => i < p.Inputs.Length && t.DType.IsFloat())];
        Graph reverse = Linearize.Reverse(p.Graph, active, present);
        Tensor[] cotangents = RandomProgram.Directions(p.Seed + 7, p.Graph.Outputs.Where((_, o) => present[o]).Select(v => Tensor.Zeros(v.Type.Shape, v.Type.DType)));
        law(reverse, [.. p.GraphInputs, .. cotangents]);
    }

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


    public static void SameBits(Tensor[] expected, Tensor[] found)
    {
        Assert.Equal(expected.Select(t => t.Type), found.Select(t => t.Type));
        for (int o = 0; o < expected.Length; o++)
        {
            ulong[] e = Words(expected[o]), f = Words(found[o]);
            for (int i = 0; i < e.Length; i++)
                Assert.True(e[i] == f[i], $"output {o}, element {i} of {expected[o].Type}: {Numbers.Text(e[i], expected[o].DType)} and {Numbers.Text(f[i], expected[o].DType)}");
        }
    }

    /// <summary>The elements' bits; all NaNs are one.</summary>
    private static unsafe ulong[] Words(Tensor t)
    {
        var words = new ulong[t.Size];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = Numbers.Read(t.Storage.Pointer, i, t.DType);
            if (double.IsNaN(Numbers.ToDouble(words[i], t.DType))) words[i] = ulong.MaxValue;
        }
        GC.KeepAlive(t);
        return words;
    }

    /// <summary>Sums over time may round differently, but by no more than that.</summary>
    public static void AreNear(Tensor[] expected, Tensor[] found)
    {
        Assert.Equal(expected.Select(t => t.Type), found.Select(t => t.Type));
        for (int o = 0; o < expected.Length; o++)
        {
            double[] e = expected[o].As(DType.F64).ToArray<double>(), f = found[o].As(DType.F64).ToArray<double>();
            double largest = e.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            double tolerance = expected[o].DType switch
            {
                DType.F32 => 2e-5,
                DType.F64 => 1e-11,
                _ => 0,
            };
            for (int i = 0; i < e.Length; i++)
                Assert.True(
                    e[i].Equals(f[i]) || (double.IsNaN(e[i]) && double.IsNaN(f[i])) || Math.Abs(e[i] - f[i]) <= tolerance * Math.Max(1, largest),
                    $"output {o}, element {i} of {expected[o].Type}: {e[i]:R} and {f[i]:R}");
        }
    }
}
