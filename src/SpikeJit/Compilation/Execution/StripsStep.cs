using SpikeJit.Cpu;
using SpikeJit.Primitives;

namespace SpikeJit.Compilation.Execution;

/// <summary>Strips of a batch: each runs the whole body on one thread, with memory of its own.</summary>
internal sealed unsafe class StripsStep : Step
{
    [ThreadStatic] private static Scratch? t_arena;
    [ThreadStatic] private static Job? t_job;

    private readonly Scan _scan;
    private readonly Program _body;
    private readonly int[] _inputs, _outputs;
    private readonly long[] _inputBytes, _outputBytes;

    /// <param name="scan">The loop over strips.</param>
    /// <param name="body">Its body.</param>
    /// <param name="inputs">Arrays of the operands.</param>
    /// <param name="outputs">Arrays of the results.</param>
    public StripsStep(Scan scan, Program body, int[] inputs, int[] outputs)
    {
        (_scan, _body, _inputs, _outputs) = (scan, body, inputs, outputs);
        _inputBytes = [.. scan.Body.Inputs.Select((v, i) => i < scan.Constants ? 0 : v.Type.Bytes)];
        _outputBytes = [.. scan.Body.Outputs.Select(v => v.Type.Bytes)];
    }

    public override IReadOnlyList<(string, Program)> Inside => [($"{_scan.Length} strips of", _body)];

    public override void Run(nint* table)
    {
        // While steps are timed, strips run one after another.
        if (_body.Clock is not null)
        {
            for (int strip = 0; strip < _scan.Length; strip++) Run(table, strip);
            return;
        }
        Job job = t_job ?? new();
        t_job = null;
        job.Step = this;
        job.Table = table;
        WorkerPool.Run(_scan.Length, job);
        t_job = job;
    }

    private void Run(nint* table, int strip)
    {
        nint* inputs = stackalloc nint[_inputs.Length];
        nint* outputs = stackalloc nint[_outputs.Length];
        for (int i = 0; i < _inputs.Length; i++) inputs[i] = table[_inputs[i]] + (nint)(strip * _inputBytes[i]);
        for (int o = 0; o < _outputs.Length; o++) outputs[o] = table[_outputs[o]] + (nint)(strip * _outputBytes[o]);
        // Strips inside of strips take other memory.
        Scratch arena = t_arena ?? new();
        t_arena = null;
        _body.Run(inputs, outputs, (nint)arena.Take(checked((int)_body.ArenaBytes)));
        t_arena = arena;
    }

    private sealed class Job : WorkerPool.Job
    {
        public StripsStep? Step { get; set; }

        public nint* Table { get; set; }

        internal override void Run(int part) => Step!.Run(Table, part);
    }
}
