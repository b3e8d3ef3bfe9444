using System.Diagnostics;

namespace SpikeJit.Compilation.Execution;

/// <summary>The time that each step of a program takes.</summary>
internal sealed unsafe class StepClock(int steps)
{
    private readonly long[] _ticks = new long[steps];
    private readonly List<long[]> _laps = [];
    private int _runs;

    /// <summary>How often the program ran in a run of the whole schedule.</summary>
    public int Runs { get; private set; }

    /// <summary>Runs steps and adds up what each takes.</summary>
    public void Run(Step[] program, nint* table)
    {
        _runs++;
        long from = Stopwatch.GetTimestamp();
        for (int s = 0; s < program.Length; s++)
        {
            program[s].Run(table);
            long to = Stopwatch.GetTimestamp();
            _ticks[s] += to - from;
            from = to;
        }
    }

    /// <summary>Ends a run of the whole schedule, in which this program may have run any number of times.</summary>
    public void Lap()
    {
        _laps.Add([.. _ticks]);
        Array.Clear(_ticks);
        (Runs, _runs) = (_runs, 0);
    }

    /// <summary>Microseconds of a step in a run of the whole schedule: the median of all runs.</summary>
    public double Microseconds(int step)
    {
        long[] ticks = [.. _laps.Select(lap => lap[step]).Order()];
        return ticks[ticks.Length / 2] * 1e6 / Stopwatch.Frequency;
    }
}
