using Spectre.Console;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Training;

/// <summary>A bar that moves with each batch, with loss, accuracy and speed beside it; a line above it after each epoch.</summary>
internal sealed class BarProgress(IAnsiConsole console, ProgressTask bar) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bar.MaxValue = (double)value.Epochs * value.Count;
        bar.Value = (value.Epoch - 1.0) * value.Count + value.Examples;
        bar.Description = $"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:f4}  accuracy {value.Accuracy:p1}  {value.SamplesPerSecond:n0} samples/s";
        if (value.Test is { } test) console.WriteLine(LineProgress.Text(value, test));
    }

    /// <summary>Shows a bar while something is done.</summary>
    public static T Show<T>(TextWriter output, Func<IProgress<TrainingProgress>, T> action)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => action(new BarProgress(console, context.AddTask("compiling"))));
    }
}
