using CsCheck;
using SpikeJit.Compilation;
using SpikeJit.Compilation.Passes;
using SpikeJit.Compilation.Passes.Strips;
using SpikeJit.Cpu;
using SpikeJit.Graphs;
using SpikeJit.Tests.RandomGraphs;
using SpikeJit.Transforms;

namespace SpikeJit.Tests.Compilation;

/// <summary>The interpreter is the oracle: each pass and the compiled program give its results, on random graphs and on their derivatives.</summary>
public sealed class CompilerLawTests
{
    // The variable asks for more graphs than a test run has time for.
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("SPIKEJIT_LAW_FACTOR"), out int factor) ? factor : 1;

    private static void Holds(Action<Graph, Tensor[]> law, int times = 250)
    {
        times *= Factor;
        RandomProgram.Any(ProgramKind.Mixed).Sample(p => law(p.Graph, p.GraphInputs), iter: times, threads: 1, print: p => p.ToString());
        RandomProgram.Any(ProgramKind.Precise).Sample(p => Differentiated(p, law), iter: times, threads: 1, print: p => p.ToString());
    }

    private static void Differentiated(RandomProgram p, Action<Graph, Tensor[]> law)
    {
        bool[] present = [.. p.Graph.Outputs.Select(v => v.Type.DType.IsFloat())];
        bool[] active = [.. p.GraphInputs.Select((t, i) => i < p.Inputs.Length && t.DType.IsFloat())];
        Graph reverse = Linearize.Reverse(p.Graph, active, present);
        Tensor[] cotangents = RandomProgram.Directions(p.Seed + 7, p.Graph.Outputs.Where((_, o) => present[o]).Select(v => Tensor.Zeros(v.Type.Shape, v.Type.DType)));
        law(reverse, [.. p.GraphInputs, .. cotangents]);
    }

    [Fact]
    public void Simplification_keeps_every_bit() => Holds((graph, inputs) =>
    {
        Graph simple = Simplify.Run(InlineCalls.Run(graph, checkpoints: true));
        GraphVerifier.Check(simple);
        SameBits(Interpreter.Run(graph, inputs), Interpreter.Run(simple, inputs));
    });

    [Fact]
    public void Splitting_scans_keeps_the_results() => Holds((graph, inputs) =>
    {
        Graph split = Compiler.Optimise(graph);
        GraphVerifier.Check(split);
        Near(Interpreter.Run(graph, inputs), Interpreter.Run(split, inputs));
    });

    [Fact]
    public void Strips_of_a_batch_keep_the_results() => Holds((graph, inputs) =>
    {
        Graph simple = Simplify.Run(InlineCalls.Run(graph, checkpoints: true)), cut = BatchStrips.Run(simple, new StripLimits(0, 1, 0, 0));
        GraphVerifier.Check(cut);
        Near(Interpreter.Run(simple, inputs), Interpreter.Run(cut, inputs));
    });

    [Fact]
    public void Compiled_programs_give_the_interpreters_bits() => Holds((graph, inputs) =>
        SameBits(Interpreter.Run(Compiler.Optimise(graph), inputs), Executable.For(graph).Run(inputs)));

    [Fact]
    public void Neither_vector_width_nor_number_of_threads_changes_a_bit()
    {
        int before = WorkerPool.Threads;
        try
        {
            Holds((graph, inputs) =>
            {
                Tensor[] expected = Interpreter.Run(Compiler.Optimise(graph), inputs);
                foreach (int bits in new[] { 32, 128, 256, 512 }.Where(b => b <= Device.Default.VectorBits))
                {
                    using IDisposable _ = CompilerSettings.Use(CompilerSettings.Current with { VectorBits = bits });
                    Executable code = Executable.For(graph);
                    foreach (int threads in new[] { 1, 2, 5 })
                    {
                        WorkerPool.Threads = threads;
                        SameBits(expected, code.Run(inputs));
                    }
                }
            }, 60);
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    [Theory, MemberData(nameof(Passes))]
    public void Without_a_pass_the_results_are_the_same(string pass) => Holds((graph, inputs) =>
    {
        Tensor[] expected = Interpreter.Run(graph, inputs);
        using IDisposable _ = CompilerSettings.Use(CompilerSettings.Current with { Disabled = new HashSet<string> { pass } });
        Near(expected, Executable.For(graph).Run(inputs));
    }, 30);

    public static TheoryData<string> Passes => [.. CompilerSettings.Passes];

    private static void SameBits(Tensor[] expected, Tensor[] found)
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
    private static void Near(Tensor[] expected, Tensor[] found)
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
