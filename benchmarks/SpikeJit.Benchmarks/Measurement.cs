using System.Diagnostics;

namespace SpikeJit.Benchmarks;

/// <summary>Runs one workload and times it.</summary>
internal static class Measurement
{
    /// <param name="workload">What to run.</param>
    /// <param name="schedule">Give the schedule as well; true: with measured times.</param>
    public static Result Run(Workload workload, bool? schedule)
    {
        Case ready = workload.Prepare();
        long start = Stopwatch.GetTimestamp();
        ready.Call();
        double compile = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] values = ready.Values();
        return new Result(workload, values, compile, Timing.Of(ready.Call), schedule is { } timed ? ready.Schedule(timed) : null);
    }
}
