using System.Globalization;
using System.Text;

namespace SpikeJit.Compilation.Execution;

/// <summary>A program as text: one line for each step, with its measured time where there is one.</summary>
internal static class ScheduleText
{
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
            if (step.Text is { } line) text.Append(Timing(microseconds, line)).Append(indent).Append(line).AppendLine();
            bool first = true;
            foreach ((string title, Program inner) in step.Inside)
            {
                text.Append(Timing(first ? microseconds : null, null, microseconds is not null)).Append(indent).AppendLine(title);
                Write(inner, text, indent + "    ");
                first = false;
            }
        }
    }

    private static string Timing(double? microseconds, StepText? line, bool blank = false)
    {
        if (microseconds is not { } us) return blank ? new string(' ', 43) : "";
        string time = string.Create(CultureInfo.InvariantCulture, $"{us,10:F2} µs");
        if (line is null) return time.PadRight(43);
        double nanoseconds = Math.Max(us * 1000, 1e-3);
        return string.Create(CultureInfo.InvariantCulture, $"{time} {line.Operations / nanoseconds,7:F2} GFLOP/s {(line.Read + line.Written) / nanoseconds,7:F2} GB/s  ").PadRight(43);
    }
}
