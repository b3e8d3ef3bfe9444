using System.Runtime.InteropServices;

namespace SpikeJit.Tests.Cpu;

/// <summary>Buffers for a nest, with guards on both sides that nothing may touch.</summary>
internal sealed unsafe class NestMemory : IDisposable
{
    private const int Guard = 256;
    private const byte Mark = 0xA5;

    private readonly DType[] _dtypes;
    private readonly long[] _lengths;
    private readonly byte*[] _memory;

    public NestMemory(IReadOnlyList<DType> dtypes, IReadOnlyList<long> lengths)
    {
        _dtypes = [.. dtypes];
        _lengths = [.. lengths];
        _memory = new byte*[_dtypes.Length];
        Buffers = (nint*)NativeMemory.Alloc((nuint)(_dtypes.Length + 1), (nuint)sizeof(nint));
        for (int i = 0; i < _memory.Length; i++)
        {
            long bytes = _lengths[i] * _dtypes[i].Size();
            _memory[i] = (byte*)NativeMemory.Alloc((nuint)(bytes + (2 * Guard)));
            new Span<byte>(_memory[i], (int)bytes + (2 * Guard)).Fill(Mark);
            new Span<byte>(_memory[i] + Guard, (int)bytes).Clear();
            Buffers[i] = (nint)(_memory[i] + Guard);
        }
    }

    public nint* Buffers { get; }

    public Span<T> Of<T>(int buffer) where T : unmanaged => new((void*)Buffers[buffer], (int)_lengths[buffer]);

    /// <summary>Random numbers in every buffer.</summary>
    public NestMemory Randomise(int seed)
    {
        var random = new Random(seed);
        for (int b = 0; b < _memory.Length; b++)
            for (long i = 0; i < _lengths[b]; i++) Numbers.Write((void*)Buffers[b], i, _dtypes[b], RandomNumbers.Next(random, _dtypes[b]));
        return this;
    }

    /// <summary>Where the contents differ from another memory's, in words; null where they do not.</summary>
    public string? Difference(NestMemory other)
    {
        for (int b = 0; b < _memory.Length; b++)
        {
            long bytes = _lengths[b] * _dtypes[b].Size();
            for (int g = 0; g < Guard; g++)
                if (_memory[b][g] != Mark || _memory[b][Guard + bytes + g] != Mark) return $"buffer {b} was written outside";
            for (long i = 0; i < _lengths[b]; i++)
            {
                ulong x = Numbers.Read((void*)Buffers[b], i, _dtypes[b]), y = Numbers.Read((void*)other.Buffers[b], i, _dtypes[b]);
                if (!RandomNumbers.Same(_dtypes[b], x, y)) return $"buffer {b} ({_dtypes[b].Name()}) element {i}: {x:x} but {y:x}";
            }
        }
        return null;
    }

    public void Dispose()
    {
        foreach (byte* memory in _memory) NativeMemory.Free(memory);
        NativeMemory.Free(Buffers);
    }
}
