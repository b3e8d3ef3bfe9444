using System.Diagnostics;

namespace SpikeJit.Benchmarks;

/// <summary>What a call costs, in microseconds.</summary>
/// <param name="Best">The shortest run.</param>
/// <param name="Median">The run in the middle.</param>
/// <param name="Processor">Processor time over all threads, which other programs on the machine disturb least.</param>
internal readonly record struct Timing(double Best, double Median, double Processor)
{
    private const int Runs = 15;
    private const int WarmUps = 2;

    // Calls of microseconds are timed many at once, and the runtime compiles library code in a second tier only after some time. That is processor
    // time, since a busy machine starves the thread that does it.
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WarmTime = TimeSpan.FromMilliseconds(1200);

    public static Timing Of(Action call) => Of(call, WarmTime, RunTime);

    /// <summary>The same in less time, where code that has run before is timed again with other shapes.</summary>
    public static Timing Quick(Action call) => Of(call, WarmTime / 12, RunTime / 4);

    private static Timing Of(Action call, TimeSpan warmTime, TimeSpan runTime)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start;
        int warm = 0, calls = 1;
        while (warm < WarmUps || Environment.CpuUsage.TotalTime - used < warmTime)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++) call();
            calls = (int)Math.Clamp(runTime / Stopwatch.GetElapsedTime(start) * calls, 1, 2 * calls);
            warm++;
        }
        double[] times = new double[Runs];
        used = Environment.CpuUsage.TotalTime;
        for (int run = 0; run < Runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++) call();
            times[run] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
        }
        used = Environment.CpuUsage.TotalTime - used;
        Array.Sort(times);
        return new Timing(times[0], times[Runs / 2], used.TotalMicroseconds / (Runs * calls));
    }
}
