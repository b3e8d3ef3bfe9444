using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpikeJit.Compilation.Execution;
using SpikeJit.Graphs;
using SpikeJit.Memory;

namespace SpikeJit.Compilation;

/// <summary>A compiled graph that runs on tensors.</summary>
internal sealed unsafe class Executable
{
    private const int LeastProfiledRuns = 15;
    private static readonly TimeSpan ProfiledTime = TimeSpan.FromMilliseconds(100);

    private readonly Graph _graph;
    private readonly Program? _program;
    private readonly TensorType[] _results;
    private Storage? _arena;

    private Executable(Graph graph)
    {
        _graph = graph;
        // Where code cannot be generated (NativeAOT) the interpreter runs.
        if (RuntimeFeature.IsDynamicCodeSupported) _program = Compiler.Compile(graph);
        _results = graph.OutputTypes;
    }

    public static Executable For(Graph graph) => new(graph);

    /// <param name="inputs">The graph's inputs.</param>
    /// <param name="donated">Inputs whose memory results may take over, where they are not read any more when the result is first written.</param>
    public Tensor[] Run(ReadOnlySpan<Tensor> inputs, bool[]? donated = null)
    {
        if (_program is null) return Interpreter.Run(_graph, inputs);
        // A call that finds the arena taken (by another thread) uses one of its own.
        Storage arena = Interlocked.Exchange(ref _arena, null) ?? new Storage(Math.Max(_program.ArenaBytes, 1));
        nint* from = stackalloc nint[inputs.Length];
        nint* to = stackalloc nint[_results.Length];
        for (int i = 0; i < inputs.Length; i++) from[i] = (nint)inputs[i].Storage.Pointer;
        var results = new Tensor[_results.Length];
        for (int o = 0; o < results.Length; o++)
        {
            Storage storage = TakenOver(_program, o, inputs, donated, results) ?? new Storage(Math.Max(_results[o].Bytes, 1));
            results[o] = new Tensor(_results[o], storage);
            to[o] = (nint)storage.Pointer;
        }
        _program.Run(from, to, (nint)arena.Pointer);
        _arena = arena;
        for (int i = 0; i < inputs.Length; i++) GC.KeepAlive(inputs[i]);
        return results;
    }

    private static Storage? TakenOver(Program program, int output, ReadOnlySpan<Tensor> inputs, bool[]? donated, Tensor[] results)
    {
        for (int i = 0; donated is not null && i < inputs.Length; i++)
        {
            if (!donated[i] || program.LastUse[i] >= program.FirstUse[output]) continue;
            Storage storage = inputs[i].Storage;
            if (!storage.IsShared && storage.Bytes == Math.Max(program.OutputBytes[output], 1) && !results[..output].Any(r => r.Storage == storage)) return storage;
        }
        return null;
    }

    public string Explain() => _program is null ? _graph.ToString() : ScheduleText.Write(_program);

    /// <summary>Runs some times, at least for a moment, and gives the schedule with the median time of each step.</summary>
    public string Profile(ReadOnlySpan<Tensor> inputs)
    {
        if (_program is null) throw new NotSupportedException("Profile: this process cannot generate code, so graphs are interpreted and have no schedule.");
        Run(inputs);
        lock (_program)
        {
            ScheduleText.Measure(_program, true);
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < LeastProfiledRuns || Stopwatch.GetElapsedTime(start) < ProfiledTime; run++)
            {
                Run(inputs);
                ScheduleText.Lap(_program);
            }
            string text = ScheduleText.Write(_program);
            ScheduleText.Measure(_program, false);
            return text;
        }
    }
}
