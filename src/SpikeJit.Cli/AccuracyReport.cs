using SpikeJit.Cli.Models;
using SpikeJit.Snn;
using SpikeJit.Stochastic;

namespace SpikeJit.Cli;

/// <summary>A model's accuracies, one line each: as floats, then on bitstreams of rising length. Programs read these lines.</summary>
internal static class AccuracyReport
{
    private static readonly int[] s_lengths = [16, 32, 64, 128, 256, 512, 1024];
    private static readonly BitSource[] s_sources = [BitSource.Sobol, BitSource.Lfsr];

    public static void Write(TextWriter output, ModelFile model, Dataset test)
    {
        var network = new SpikingClassifier(model.Configuration);
        Evaluation floats = new Trainer(network, Optimizer.Adam(model.Plan.LearningRate)).Evaluate(model.Parameters, test);
        output.WriteLine($"float accuracy: {Percent(floats)}");
        foreach (BitSource source in s_sources)
        {
            foreach (int length in s_lengths)
            {
                ScNetwork stochastic = network.ToStochastic(model.Parameters, length, source);
                output.WriteLine($"stochastic accuracy L={length} {Name(source)}: {Percent(stochastic.Evaluate(test))}");
            }
        }
    }

    /// <summary>A source as the command line spells it.</summary>
    public static string Name(BitSource source) => source.ToString().ToLowerInvariant();

    private static string Percent(Evaluation result) => $"{100 * result.Accuracy:f2} %";
}
