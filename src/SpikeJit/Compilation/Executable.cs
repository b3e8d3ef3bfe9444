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

    public Tensor[] Run(ReadOnlySpan<Tensor> inputs)
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
            var storage = new Storage(Math.Max(_results[o].Bytes, 1));
            results[o] = new Tensor(_results[o], storage);
            to[o] = (nint)storage.Pointer;
        }
        _program.Run(from, to, (nint)arena.Pointer);
        _arena = arena;
        for (int i = 0; i < inputs.Length; i++) GC.KeepAlive(inputs[i]);
        return results;
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
