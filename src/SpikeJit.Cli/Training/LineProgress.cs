using SpikeJit.Snn;

namespace SpikeJit.Cli.Training;

/// <summary>A line after each epoch.</summary>
internal sealed class LineProgress(TextWriter output) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Test is { } test) output.WriteLine(Text(value, test));
    }

    /// <summary>What is said of an epoch.</summary>
    public static string Text(TrainingProgress value, Evaluation test) =>
        $"epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:f4}, accuracy {value.Accuracy:p2}, test {test.Accuracy:p2}, {value.SamplesPerSecond:n0} samples/s";
}
