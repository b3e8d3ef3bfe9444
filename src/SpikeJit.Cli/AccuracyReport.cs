using SpikeJit.Cli.Models;
using SpikeJit.Snn;

namespace SpikeJit.Cli;

/// <summary>A model's accuracies, one line each, for people and for machines.</summary>
internal static class AccuracyReport
{
    public static void Write(TextWriter output, ModelFile model, Dataset calibration, Dataset test)
    {
        var network = new SpikingClassifier(model.Configuration);
        Evaluation floats = model.Plan.Trainer(network, calibration).Evaluate(model.Parameters, test);
        output.WriteLine($"float accuracy: {Percent(floats.Accuracy)}");
    }

    private static string Percent(double part) => $"{100 * part:f2} %";
}
