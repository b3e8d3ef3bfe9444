using System.Text;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>A <see cref="LoopNest"/> as machine code of this process: one kernel, or a few where a large reduction is shared among threads.</summary>
internal sealed unsafe class CompiledLoopNest
{
    // Fewer lanes than this leave threads idle, unless the blocks of a reduction become lanes.
    private const int FewLanes = 64;
    private const double WorthSplitting = 65536;
    private const int Alignment = 64;

    [ThreadStatic] private static Scratch? t_temporaries;

    private readonly Kernel[] _kernels;
    private readonly int _buffers;
    private readonly int[] _temporaryStarts;
    private readonly int _temporaryBytes;

    private CompiledLoopNest(LoopNest nest, int maxVectorBits)
    {
        LoopNest normal = LoopNestNormaliser.Normalise(nest);
        _buffers = normal.Buffers.Count;
        long lanes = normal.Lanes.Aggregate(1L, (n, e) => n * e);
        double work = lanes * normal.Body.OfType<ReduceInstruction>().Sum(Work);
        (IReadOnlyList<LoopNest> stages, IReadOnlyList<long> temporaries) =
            lanes is > 0 and < FewLanes && work >= WorthSplitting ? ReductionSplitter.Split(normal) : ([normal], []);
        _kernels = lanes == 0 ? [] : [.. stages.Select(s => new Kernel(stages.Count == 1 ? s : LoopNestNormaliser.Normalise(s), maxVectorBits))];

        // The pointers come first in the temporary memory, then the temporaries.
        int start = Align((_buffers + temporaries.Count) * nint.Size);
        _temporaryStarts = new int[temporaries.Count];
        for (int t = 0; t < _temporaryStarts.Length; t++)
        {
            _temporaryStarts[t] = start;
            start = Align(checked(start + (int)(temporaries[t] * stages[^1].Buffers[_buffers + t].Size())));
        }
        _temporaryBytes = start;
    }

    /// <summary>Compiles a nest to code with vectors of at most this many bits (512, 256, 128, or 32 for plain scalars; 0: what the machine
    /// has).</summary>
    public static CompiledLoopNest Compile(LoopNest nest, int maxVectorBits = 0) =>
        new(nest, maxVectorBits == 0 ? Strategy.MachineBits : maxVectorBits);

    /// <summary>The instructions as text.</summary>
    public string Listing
    {
        get
        {
            var text = new StringBuilder();
            foreach (Kernel kernel in _kernels) kernel.List(text);
            return text.ToString();
        }
    }

    /// <summary>Runs the nest; <paramref name="buffers"/> holds the address of each buffer argument. Any number of threads may call this at
    /// once.</summary>
    public void Run(nint* buffers)
    {
        if (_temporaryStarts.Length == 0)
        {
            foreach (Kernel kernel in _kernels) kernel.Run(buffers);
            return;
        }
        byte* memory = (t_temporaries ??= new()).Take(_temporaryBytes);
        nint* all = (nint*)memory;
        for (int b = 0; b < _buffers; b++) all[b] = buffers[b];
        for (int t = 0; t < _temporaryStarts.Length; t++) all[_buffers + t] = (nint)(memory + _temporaryStarts[t]);
        foreach (Kernel kernel in _kernels) kernel.Run(all);
    }

    /// <summary>Instructions run, those of inner loops counted each time.</summary>
    private static double Work(Instruction instruction) => instruction.Inner().Count == 0 ? 1 : instruction.Trips() * instruction.Inner().Sum(Work);

    private static int Align(int bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
