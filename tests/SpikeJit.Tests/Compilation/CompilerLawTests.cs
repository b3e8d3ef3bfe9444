using CsCheck;
using SpikeJit.Compilation;
using SpikeJit.Cpu;
using SpikeJit.Graphs;
using SpikeJit.Tests.RandomGraphs;

namespace SpikeJit.Tests.Compilation;

/// <summary>What a compiled program's results do not depend on.</summary>
public sealed class CompilerLawTests
{
    private static void Holds(Action<Graph, Tensor[]> law, int times)
    {
        RandomProgram.Any(ProgramKind.Mixed).Sample(p => law(p.Graph, p.GraphInputs), iter: times * Laws.Factor, threads: 1, print: p => p.ToString());
        RandomProgram.Any(ProgramKind.Precise).Sample(p => Laws.Differentiated(p, law), iter: times * Laws.Factor, threads: 1, print: p => p.ToString());
    }

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
                        Laws.SameBits(expected, code.Run(inputs));
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
        Laws.AreNear(expected, Executable.For(graph).Run(inputs));
    }, 30);

    public static TheoryData<string> Passes => [.. CompilerSettings.Passes];
}
