using SpikeJit.Cpu;
using SpikeJit.Cpu.Emit;

namespace SpikeJit;

/// <summary>Where tensors lie and compiled functions run. Programs are the same on every device; <see cref="Default"/> decides.</summary>
public sealed class Device
{
    private static readonly Device s_cpu = new("cpu:0");

    private Device(string name) => Name = name;

    /// <summary>The devices of this machine.</summary>
    public static IReadOnlyList<Device> All { get; } = [s_cpu];

    /// <summary>The device that is used.</summary>
    public static Device Default => s_cpu;

    /// <summary>Kind and number, such as <c>cpu:0</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// How many threads share the work of one function, in 1 … 1024: the number of processors, or what the environment variable SPIKEJIT_THREADS says.
    /// Results do not depend on it, bit for bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 … 1024.</exception>
    public int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value;
    }

    /// <summary>The width in bits of the vectors that kernels compute with.</summary>
    public int VectorBits => Strategy.MachineBits;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
