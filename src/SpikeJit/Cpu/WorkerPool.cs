using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace SpikeJit.Cpu;

/// <summary>
/// The threads that kernels share. The caller divides the work into parts; parts are claimed one by one by the calling thread and the
/// workers, so which thread runs a part is open, and what a part computes must not depend on it.
/// </summary>
internal static class WorkerPool
{
    /// <summary>Work in parts. An instance can be reused for any number of runs, one at a time.</summary>
    internal abstract class Job
    {
        /// <summary>Does part <paramref name="part"/>, on any thread.</summary>
        internal abstract void Run(int part);
    }

    private const string Variable = "SPIKEJIT_THREADS";
    private const int MaxThreads = 1024;
    private static readonly long SpinTicks = Stopwatch.Frequency * 400 / 1_000_000;

    // Held by the thread whose job is running; a second user thread that comes meanwhile works alone.
    private static readonly Lock Owner = new();
    private static readonly object WorkersGate = new();
    private static readonly object CallerGate = new();

    private static int s_threads = ThreadsFrom(Environment.GetEnvironmentVariable(Variable), Environment.ProcessorCount);
    private static int s_workers;
    private static int s_parked;
    private static bool s_callerParked;

    // Run number in the upper half, parts not yet claimed in the lower: one compare-and-swap claims a part of this very run, so a worker
    // that was suspended since an earlier run can never take a part with a stale job.
    private static long s_ticket;
    private static int s_unfinished;
    private static Job? s_job;
    private static Exception? s_failure;
    private static int s_failedPart;

    [ThreadStatic] private static bool t_inside;

    /// <summary>
    /// How many threads work on one job, the calling one included. At first the number of processors, or the value of the environment
    /// variable SPIKEJIT_THREADS.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1..1024.</exception>
    internal static int Threads
    {
        get => s_threads;
        set
        {
            if (value is < 1 or > MaxThreads)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of threads must be in 1..{MaxThreads}.");
            lock (Owner) s_threads = value;
        }
    }

    /// <summary>The number of threads that the environment variable's text asks for; <paramref name="processors"/> when it is empty.</summary>
    internal static int ThreadsFrom(string? text, int processors)
    {
        if (string.IsNullOrWhiteSpace(text)) return Math.Clamp(processors, 1, MaxThreads);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n is >= 1 and <= MaxThreads
            ? n
            : throw new InvalidOperationException(
                $"The environment variable {Variable} is \"{text}\". Set it to a whole number of threads in 1..{MaxThreads}, or unset it.");
    }

    /// <summary>
    /// Runs the parts 0..<paramref name="parts"/>−1 of the job and returns when all are done. Inside a part, and while another thread's job
    /// runs, the calling thread does them all itself. If parts throw, all other parts still run, and the exception of the lowest part is
    /// thrown here.
    /// </summary>
    internal static void Run(int parts, Job job)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        if (parts <= 1 || s_threads == 1 || t_inside || !Owner.TryEnter())
        {
            RunAlone(parts, job);
            return;
        }
        try
        {
            RunTogether(parts, job);
        }
        finally
        {
            Owner.Exit();
        }
    }

    /// <summary>Runs an action for each of the parts 0..<paramref name="parts"/>−1.</summary>
    internal static void For(int parts, Action<int> action) => Run(parts, new ActionJob(action));

    private sealed class ActionJob(Action<int> action) : Job
    {
        internal override void Run(int part) => action(part);
    }

    private static void RunAlone(int parts, Job job)
    {
        bool outer = t_inside;
        t_inside = true;
        Exception? failure = null;
        for (int part = 0; part < parts; part++)
        {
            try
            {
                job.Run(part);
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }
        t_inside = outer;
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    private static void RunTogether(int parts, Job job)
    {
        while (s_workers < s_threads - 1) StartWorker(s_workers++);

        s_failure = null;
        s_job = job;
        s_unfinished = parts;
        Interlocked.Exchange(ref s_ticket, ((s_ticket >> 32) + 1 << 32) | (uint)parts);
        if (Volatile.Read(ref s_parked) > 0) WakeWorkers();

        Work();
        AwaitOthers();

        s_job = null;
        if (s_failure is { } failure)
        {
            s_failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static void StartWorker(int index) => new Thread(() => WorkerLoop(index))
    {
        IsBackground = true,
        Name = $"SpikeJit worker {index + 1}",
    }.Start();

    /// <summary>Claims parts and runs them until none is left.</summary>
    private static void Work()
    {
        t_inside = true;
        while (true)
        {
            long ticket = Volatile.Read(ref s_ticket);
            int left = (int)ticket;
            if (left == 0) break;
            Job? job = Volatile.Read(ref s_job);
            if (Interlocked.CompareExchange(ref s_ticket, ticket - 1, ticket) != ticket) continue;
            int part = left - 1;
            try
            {
                job!.Run(part);
            }
            catch (Exception e)
            {
                RecordFailure(e, part);
            }
            if (Interlocked.Decrement(ref s_unfinished) == 0 && Volatile.Read(ref s_callerParked))
                lock (CallerGate) Monitor.Pulse(CallerGate);
        }
        t_inside = false;
    }

    private static void RecordFailure(Exception e, int part)
    {
        lock (CallerGate)
        {
            if (s_failure is not null && s_failedPart < part) return;
            s_failure = e;
            s_failedPart = part;
        }
    }

    private static void AwaitOthers()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref s_unfinished) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(10);
                continue;
            }
            lock (CallerGate)
            {
                s_callerParked = true;
                Interlocked.MemoryBarrier();
                while (Volatile.Read(ref s_unfinished) != 0) Monitor.Wait(CallerGate);
                s_callerParked = false;
            }
        }
    }

    private static void WorkerLoop(int index)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (HasWork(index))
            {
                Work();
                start = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(10);
            }
            else
            {
                Park(index);
                start = Stopwatch.GetTimestamp();
            }
        }
    }

    // A worker beyond the present number of threads sleeps.
    private static bool HasWork(int index) => (int)Volatile.Read(ref s_ticket) != 0 && index < s_threads - 1;

    private static void Park(int index)
    {
        lock (WorkersGate)
        {
            s_parked++;
            // The run that publishes a ticket looks at s_parked after it; this thread looks at the ticket after s_parked: one sees the other.
            Interlocked.MemoryBarrier();
            while (!HasWork(index)) Monitor.Wait(WorkersGate);
            s_parked--;
        }
    }

    private static void WakeWorkers()
    {
        lock (WorkersGate) Monitor.PulseAll(WorkersGate);
    }
}
