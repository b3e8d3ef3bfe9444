using SpikeJit.Cpu;

namespace SpikeJit.Tests.Cpu;

/// <summary>Tests that change the number of threads run one at a time.</summary>
[CollectionDefinition(nameof(WorkerPool), DisableParallelization = true)]
public sealed class WorkerPoolCollection;

[Collection(nameof(WorkerPool))]
public sealed class WorkerPoolTests : IDisposable
{
    private readonly int _before = WorkerPool.Threads;

    public WorkerPoolTests() => WorkerPool.Threads = 4;

    public void Dispose() => WorkerPool.Threads = _before;

    private sealed class Count(int parts, Action<int>? also = null) : WorkerPool.Job
    {
        internal int[] Runs { get; } = new int[parts];

        internal override void Run(int part)
        {
            Interlocked.Increment(ref Runs[part]);
            also?.Invoke(part);
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7), InlineData(1000)]
    public void Every_part_runs_exactly_once(int parts)
    {
        Count job = new(parts);
        for (int i = 0; i < 200; i++) WorkerPool.Run(parts, job);
        Assert.All(job.Runs, n => Assert.Equal(200, n));
    }

    [Fact]
    public void Parts_wait_for_each_other_only_if_several_threads_work()
    {
        using Barrier all = new(2);
        WorkerPool.Run(2, new Count(2, _ => Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(20)))));
    }

    [Fact]
    public void Workers_that_sleep_wake_up_again()
    {
        Count job = new(16);
        for (int i = 0; i < 20; i++)
        {
            WorkerPool.Run(16, job);
            Thread.Sleep(2);
        }
        Assert.All(job.Runs, n => Assert.Equal(20, n));
    }

    [Fact]
    public void A_run_inside_a_part_stays_on_its_thread()
    {
        bool same = true;
        WorkerPool.Run(8, new Count(8, _ =>
        {
            int thread = Environment.CurrentManagedThreadId;
            WorkerPool.Run(8, new Count(8, _ => same &= Environment.CurrentManagedThreadId == thread));
        }));
        Assert.True(same);
    }

    [Theory, InlineData(1), InlineData(4)]
    public void The_exception_of_the_lowest_part_reaches_the_caller_after_all_parts_ran(int threads)
    {
        WorkerPool.Threads = threads;
        Count job = new(20, part =>
        {
            if (part is 3 or 11 or 17) throw new InvalidOperationException($"part {part}");
        });
        for (int i = 1; i <= 50; i++)
        {
            Assert.Equal("part 3", Assert.Throws<InvalidOperationException>(() => WorkerPool.Run(20, job)).Message);
            Assert.All(job.Runs, n => Assert.Equal(i, n));
        }
    }

    [Fact]
    public void Several_threads_can_run_jobs_at_the_same_time()
    {
        Count[] jobs = [.. Enumerable.Range(0, 4).Select(_ => new Count(50))];
        Thread[] threads = [.. jobs.Select(job => new Thread(() =>
        {
            for (int i = 0; i < 200; i++) WorkerPool.Run(50, job);
        }))];
        foreach (Thread t in threads) t.Start();
        foreach (Thread t in threads) t.Join();
        Assert.All(jobs, job => Assert.All(job.Runs, n => Assert.Equal(200, n)));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        Count job = new(16);
        Assert.Equal(0, Allocations.Least(() => WorkerPool.Run(16, job)));
    }

    [Theory, InlineData("0"), InlineData("-1"), InlineData("two"), InlineData("1.5"), InlineData("99999")]
    public void A_bad_number_of_threads_in_the_environment_is_an_error(string text) =>
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => WorkerPool.ThreadsFrom(text, 2)).Message);

    [Theory, InlineData(null, 6), InlineData("", 6), InlineData("3", 3)]
    public void The_environment_overrides_the_number_of_processors(string? text, int expected) =>
        Assert.Equal(expected, WorkerPool.ThreadsFrom(text, 6));

    [Fact]
    public void The_number_of_threads_is_at_least_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 0);
}
