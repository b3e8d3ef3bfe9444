using System.Runtime.CompilerServices;

namespace SpikeJit.Cpu;

/// <summary>A thread's reusable memory, aligned to cache lines; it grows to the largest block asked for.</summary>
internal sealed unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic] private static Scratch? t_a, t_b, t_totals, t_spikes, t_expanded;

    private byte[] _memory = [];
    private byte* _start;

    internal static Scratch A => t_a ??= new();
    internal static Scratch B => t_b ??= new();
    internal static Scratch Totals => t_totals ??= new();
    internal static Scratch Spikes => t_spikes ??= new();
    internal static Scratch Expanded => t_expanded ??= new();

    internal byte* Take(int bytes)
    {
        if (bytes > _memory.Length - Alignment) Grow(bytes);
        return _start;
    }

    private void Grow(int bytes)
    {
        _memory = GC.AllocateUninitializedArray<byte>(bytes + Alignment, pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref _memory[0]);
        _start = (byte*)((start + Alignment - 1) & ~(nuint)(Alignment - 1));
    }
}
