using System.Reflection.Emit;
using System.Text;
using SpikeJit.Compilation;

namespace SpikeJit.Cpu.Emit;

/// <summary>A <see cref="LoopNest"/> as machine code of this process.</summary>
internal sealed unsafe class CompiledLoopNest
{
    private readonly KernelBody? _body;
    private readonly LoopNest _nest;
    private readonly Strategy? _strategy;
    private readonly long _tiles;
    private readonly long _scratchBytes;

    private CompiledLoopNest(LoopNest nest, int maxVectorBits)
    {
        _nest = LoopNestNormaliser.Normalise(nest);
        if (_nest.Lanes.Contains(0)) return;
        _strategy = Strategy.Choose(_nest, maxVectorBits);
        var method = new DynamicMethod("Kernel", null, [typeof(nint).MakePointerType(), typeof(byte*), typeof(long), typeof(long)], typeof(CompiledLoopNest).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        (_tiles, _scratchBytes) = KernelEmitter.Emit(new Il(method.GetILGenerator(4096), null), _nest, _strategy);
        _body = method.CreateDelegate<KernelBody>();
    }

    /// <summary>Tiles from … to-1 of the kernel.</summary>
    private delegate void KernelBody(nint* buffers, byte* scratch, long from, long to);

    /// <summary>Compiles a nest to code with vectors of at most this many bits (512, 256, 128, or 32 for plain scalars).</summary>
    public static CompiledLoopNest Compile(LoopNest nest, int maxVectorBits = 0) => new(nest, maxVectorBits == 0 ? Strategy.MachineBits : maxVectorBits);

    /// <summary>The instructions as text.</summary>
    public string Listing
    {
        get
        {
            if (_strategy is null) return "nothing to do";
            var text = new StringBuilder();
            text.Append("lanes ").AppendJoin('×', _nest.Lanes).Append(", ").Append(_strategy.Form.Lanes).Append(" a register, ")
                .Append(_strategy.Axis < 0 ? "along reductions" : $"along axis {_strategy.Axis}").Append(", ").Append(_strategy.Copies).AppendLine(" side by side");
            var method = new DynamicMethod("Kernel", null, [typeof(nint).MakePointerType(), typeof(byte*), typeof(long), typeof(long)]);
            KernelEmitter.Emit(new Il(method.GetILGenerator(), text), _nest, _strategy);
            return text.ToString();
        }
    }

    /// <summary>Runs the kernel; <paramref name="buffers"/> holds the address of each buffer argument.</summary>
    public void Run(nint* buffers)
    {
        if (_body is null) return;
        _body(buffers, ThreadScratch.Get(_scratchBytes), 0, _tiles);
    }
}
