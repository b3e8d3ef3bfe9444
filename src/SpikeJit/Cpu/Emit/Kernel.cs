using System.Reflection.Emit;
using System.Text;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>One nest as one method, and how threads share it.</summary>
internal sealed unsafe class Kernel
{
    // A thread is worth waking for work of this length, and a part of it should not be much shorter.
    private const double SerialNanoseconds = 20_000, PartNanoseconds = 8_000, NanosecondsPerOperation = 0.4;
    private const int PartsPerThread = 4;

    [ThreadStatic] private static Scratch? t_scratch;
    [ThreadStatic] private static Job? t_job;

    private readonly LoopNest _nest;
    private readonly Strategy _strategy;
    private readonly KernelBody _body;
    private readonly long _tiles;
    private readonly int _scratchBytes;
    private readonly double _nanoseconds;

    /// <param name="nest">A normalised nest with at least one lane.</param>
    /// <param name="maxVectorBits">The widest vectors to use.</param>
    public Kernel(LoopNest nest, int maxVectorBits)
    {
        _nest = nest;
        _strategy = Strategy.Choose(nest, maxVectorBits);
        DynamicMethod method = Method();
        (_tiles, long scratch) = KernelEmitter.Emit(new Il(method.GetILGenerator(4096), null), nest, _strategy);
        _scratchBytes = checked((int)scratch);
        _body = method.CreateDelegate<KernelBody>();
        // No tiles: this only has the method compiled.
        _body(null, null, 0, 0);
        _nanoseconds = nest.Lanes.Aggregate(1d, (n, e) => n * e) * _strategy.CostPerLane * NanosecondsPerOperation;
    }

    /// <summary>Runs the tiles from … to-1.</summary>
    private delegate void KernelBody(nint* buffers, byte* scratch, long from, long to);

    /// <summary>Runs all tiles, on several threads if that pays.</summary>
    public void Run(nint* buffers)
    {
        if (_nanoseconds < SerialNanoseconds || _tiles == 1 || WorkerPool.Threads == 1)
        {
            Run(buffers, 0, _tiles);
            return;
        }
        int parts = (int)Math.Min(_tiles, Math.Min(WorkerPool.Threads * PartsPerThread, Math.Max(2, _nanoseconds / PartNanoseconds)));
        Job job = t_job ??= new();
        job.Kernel = this;
        job.Buffers = buffers;
        job.Parts = parts;
        WorkerPool.Run(parts, job);
    }

    /// <summary>The instructions as text.</summary>
    public void List(StringBuilder text)
    {
        text.Append("lanes [").AppendJoin(", ", _nest.Lanes).Append("], ").Append(_strategy.Form.Lanes).Append(" a register, ")
            .Append(_strategy.Axis < 0 ? "along reductions" : $"along axis {_strategy.Axis}").Append(", ").Append(_strategy.Copies).AppendLine(" side by side");
        KernelEmitter.Emit(new Il(Method().GetILGenerator(), text), _nest, _strategy);
    }

    private static DynamicMethod Method() =>
        new("Kernel", null, [typeof(nint).MakePointerType(), typeof(byte*), typeof(long), typeof(long)], typeof(Kernel).Module,
            skipVisibility: true)
        { InitLocals = false };

    private void Run(nint* buffers, long from, long to) => _body(buffers, (t_scratch ??= new()).Take(_scratchBytes), from, to);

    private sealed class Job : WorkerPool.Job
    {
        public Kernel? Kernel { get; set; }

        public nint* Buffers { get; set; }

        public int Parts { get; set; }

        internal override void Run(int part) => Kernel!.Run(Buffers, Kernel._tiles * part / Parts, Kernel._tiles * (part + 1) / Parts);
    }
}
