using System.Diagnostics;
using System.Globalization;

namespace SpikeJit.Benchmarks;

/// <summary>Runs one workload and prints its line.</summary>
internal static class Measurement
{
    private const int Runs = 15;
    private const int WarmUps = 2;

    // Calls of microseconds are timed many at once, and the runtime compiles library code in a second tier only after some time. That is processor
    // time, since a busy machine starves the thread that does it.
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WarmTime = TimeSpan.FromMilliseconds(1200);

    /// <summary>Whether the values came out right.</summary>
    /// <param name="workload">What to run.</param>
    /// <param name="schedule">Print the schedule as well; true: with measured times.</param>
    public static bool Run(Workload workload, bool? schedule)
    {
        Case ready = workload.Prepare();
        long start = Stopwatch.GetTimestamp();
        ready.Call();
        double compile = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] values = ready.Values();

        (double[] times, double processor) = Times(ready.Call);
        string Number(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);
        bool ok = workload.Expected.Length == values.Length && workload.Expected.Zip(values).All(p => p.First.Holds(p.Second));
        Console.WriteLine(
            $"{workload.Name} median_us={Number(times[times.Length / 2], "0.00")} best_us={Number(times[0], "0.00")} cpu_us={Number(processor, "0.00")} compile_s={Number(compile, "0.000")} " +
            $"{string.Join(' ', workload.Expected.Zip(values, (e, v) => $"{e.Label}={Number(v, "G7")}"))} " +
            $"goal_us={Number(workload.GoalMicroseconds, "0")} check={(ok ? "ok" : $"FAIL expected {string.Join(' ', workload.Expected.Select(e => $"{e.Label}={Number(e.Value, "G7")}"))}")}");
        if (schedule is { } timed) Console.WriteLine(ready.Schedule(timed));
        return ok;
    }

    /// <summary>
    /// Microseconds a call, one number a run, the smallest first; and the processor time of a call over all threads, which other programs on the machine
    /// disturb least.
    /// </summary>
    private static (double[] Runs, double Processor) Times(Action call)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start;
        int warm = 0, calls = 1;
        while (warm < WarmUps || Environment.CpuUsage.TotalTime - used < WarmTime)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++) call();
            calls = (int)Math.Clamp(RunTime / Stopwatch.GetElapsedTime(start) * calls, 1, 2 * calls);
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
        return (times, used.TotalMicroseconds / (Runs * calls));
    }
}
