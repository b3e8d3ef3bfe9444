using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SpikeJit.Memory;

namespace SpikeJit.Tests.Memory;

/// <summary>What is counted is the whole process's, so these run by themselves.</summary>
[Collection(nameof(Compilation.WholeProcess))]
public sealed unsafe class MemoryPoolTests
{
    [Theory, InlineData(1), InlineData(100), InlineData(4096), InlineData(70_000), InlineData(3 << 20), InlineData((4 << 20) + 1), InlineData(40_000_000)]
    public void A_block_begins_at_a_cache_line_and_can_be_written_to_its_end(int bytes)
    {
        nint block = MemoryPool.Rent(bytes);
        Assert.Equal(0, block % 64);
        new Span<byte>((void*)block, bytes).Fill(0xAB);
        Assert.Equal(-1, new Span<byte>((void*)block, bytes).IndexOfAnyExcept((byte)0xAB));
        MemoryPool.Return(block, bytes);
    }

    [Fact]
    public void Blocks_of_several_threads_lie_apart()
    {
        var blocks = new ConcurrentBag<(nint Address, int Bytes)>();
        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 300; i++)
            {
                int bytes = 1 << random.Next(22);
                bytes += random.Next(bytes);
                nint block = MemoryPool.Rent(bytes);
                if (random.Next(2) == 0) MemoryPool.Return(block, bytes);
                else blocks.Add((block, bytes));
            }
        });
        (nint Address, int Bytes)[] sorted = [.. blocks.OrderBy(b => b.Address)];
        for (int i = 1; i < sorted.Length; i++) Assert.True(sorted[i - 1].Address + sorted[i - 1].Bytes <= sorted[i].Address);
        foreach ((nint address, int bytes) in sorted) MemoryPool.Return(address, bytes);
    }

    [Fact]
    public void The_block_that_came_back_last_is_taken_first()
    {
        // A size that no other test has, whose arrays might come back meanwhile.
        const int Bytes = 50_000_000;
        nint a = MemoryPool.Rent(Bytes), b = MemoryPool.Rent(Bytes);
        MemoryPool.Return(a, Bytes);
        MemoryPool.Return(b, Bytes);
        Assert.Equal(b, MemoryPool.Rent(Bytes));
        Assert.Equal(a, MemoryPool.Rent(Bytes));
        MemoryPool.Return(a, Bytes);
        MemoryPool.Return(b, Bytes);
    }

    [Theory, InlineData(3 << 20), InlineData(40 << 20)]
    public void What_is_not_used_any_more_goes_back_to_the_system_but_for_a_reserve(int bytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The resident memory of other systems follows other rules.");
        nint[] blocks = [.. Enumerable.Range(0, (1 << 30) / bytes).Select(_ => MemoryPool.Rent(bytes))];
        foreach (nint block in blocks) new Span<byte>((void*)block, bytes).Fill(1);
        long full = Environment.WorkingSet;
        foreach (nint block in blocks) MemoryPool.Return(block, bytes);
        // A quarter of the gigabyte is kept.
        Assert.InRange(full - Environment.WorkingSet, 600L << 20, 1L << 30);
        nint again = MemoryPool.Rent(bytes);
        new Span<byte>((void*)again, bytes).Fill(2);
        Assert.Equal(2, ((byte*)again)[bytes - 1]);
        MemoryPool.Return(again, bytes);
    }

    [Fact]
    public void A_number_that_is_kept_of_each_step_does_not_keep_the_steps_small_arrays()
    {
        const int Steps = 20_000;
        long before = MemoryPool.Live;
        Storage[] kept = KeptOf(Steps);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // 64 bytes each of those that are kept; the others had 1,100 bytes a step.
        Assert.True(MemoryPool.Live - before < Steps * 100L);
        GC.KeepAlive(kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Storage[] KeptOf(int steps)
    {
        var kept = new Storage[steps];
        for (int i = 0; i < steps; i++)
        {
            _ = new Storage(1000);
            kept[i] = new Storage(4);
            _ = new Storage(100);
        }
        return kept;
    }
}
