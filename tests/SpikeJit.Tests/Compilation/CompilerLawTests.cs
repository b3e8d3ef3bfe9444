using CsCheck;
using SpikeJit.Compilation;
using SpikeJit.Cpu;
using SpikeJit.Graphs;
using SpikeJit.Tests.RandomGraphs;

namespace SpikeJit.Tests.Compilation;

/// <summary>What a compiled program's bits do not depend on.</summary>
public sealed class CompilerLawTests
{
    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        int before = WorkerPool.Threads;
        try
        {
            RandomProgram.Any(ProgramKind.Mixed).Sample(p => Law(p.Graph, p.GraphInputs), iter: 60, threads: 1, print: p => p.ToString());
            RandomProgram.Any(ProgramKind.Precise).Sample(p => Laws.Differentiated(p, Law), iter: 60, threads: 1, print: p => p.ToString());
        }
        finally
        {
            WorkerPool.Threads = before;
        }

        static void Law(Graph graph, Tensor[] inputs)
        {
            Executable code = Executable.For(graph);
            WorkerPool.Threads = 1;
            Tensor[] one = code.Run(inputs);
            WorkerPool.Threads = 5;
            Laws.SameBits(one, code.Run(inputs));
        }
    }
}
