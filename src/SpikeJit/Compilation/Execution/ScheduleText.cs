using System.Globalization;
using System.Text;

namespace SpikeJit.Compilation.Execution;

/// <summary>A program as text: one line for each step, with its measured time where there is one.</summary>
internal static class ScheduleText
{
    private const int Width = 43;

    public static string Write(Program program)
    {
        var text = new StringBuilder();
        Write(program, text, "");
        text.Append(CultureInfo.InvariantCulture, $"arena {program.ArenaBytes} bytes");
        return text.ToString();
    }

    /// <summary>Sets or removes the clocks of a program and all programs inside it.</summary>
    public static void Measure(Program program, bool on) => Each(program, p => p.Clock = on ? new StepClock(p.Steps.Length) : null);

    /// <summary>Ends a measured run.</summary>
    public static void Lap(Program program) => Each(program, p => p.Clock!.Lap());

    private static void Each(Program program, Action<Program> action)
    {
        action(program);
        foreach ((_, Program inner) in program.Steps.SelectMany(s => s.Inside)) Each(inner, action);
    }

    private static void Write(Program program, StringBuilder text, string indent)
    {
        for (int s = 0; s < program.Steps.Length; s++)
        {
            Step step = program.Steps[s];
            double? microseconds = program.Clock?.Microseconds(s);
            if (step.Text is { } line) text.Append(Timing(microseconds / program.Clock?.Runs, line, microseconds)).Append(indent).Append(line).AppendLine();
            bool first = true;
            foreach ((string title, Program inner) in step.Inside)
            {
                text.Append(Timing(null, null, first ? microseconds : null, microseconds is not null)).Append(indent).AppendLine(title);
                Write(inner, text, indent + "    ");
                first = false;
            }
        }
    }

    /// <param name="once">Microseconds of one run.</param>
    /// <param name="line">What ran.</param>
    /// <param name="all">Microseconds of all runs together.</param>
    /// <param name="blank">Leave the room for a time free.</param>
    private static string Timing(double? once, StepText? line, double? all, bool blank = false)
    {
        if (all is not { } us) return blank ? new string(' ', Width) : "";
        string time = string.Create(CultureInfo.InvariantCulture, $"{us,10:F2} µs");
        if (line is null) return time.PadRight(Width);
        double nanoseconds = Math.Max((once ?? us) * 1000, 1e-3);
        return string.Create(CultureInfo.InvariantCulture, $"{time} {line.Operations / nanoseconds,7:F2} GFLOP/s {(line.Read + line.Written) / nanoseconds,7:F2} GB/s  ").PadRight(Width);
    }
}
