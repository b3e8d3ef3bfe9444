using SpikeJit.Snn;

namespace SpikeJit.Cli.Models;

/// <summary>All that decides the bits of a training run, beside the data themselves.</summary>
/// <param name="Data">The data set's name.</param>
/// <param name="Epochs">Passes over the training examples.</param>
/// <param name="Hidden">Neurons of the hidden layers.</param>
/// <param name="Steps">Time steps T.</param>
/// <param name="Batch">Examples of an update.</param>
/// <param name="LearningRate">Of Adam, at the start; it falls to 0 along half a cosine.</param>
/// <param name="Seed">Of all random numbers.</param>
internal sealed record TrainingPlan(string Data, int Epochs, int[] Hidden, int Steps, int Batch, double LearningRate, long Seed)
{
    /// <summary>What is trained unless options say otherwise.</summary>
    public static TrainingPlan Default(string data) => data == DataSource.Mnist
        ? new(data, Epochs: 2, Hidden: [256], Steps: 25, Batch: 64, LearningRate: 2e-3, Seed: 42)
        : new(data, Epochs: 20, Hidden: [128], Steps: 25, Batch: 32, LearningRate: 4e-3, Seed: 42);

    /// <summary>The network for these data.</summary>
    public ClassifierConfiguration Configuration(Dataset data) => new([data.FeatureCount, .. Hidden, data.Classes], Steps);

    /// <summary>What trains it.</summary>
    public Trainer Trainer(SpikingClassifier model, Dataset train)
    {
        int updates = checked(Epochs * ((train.Count + Batch - 1) / Batch));
        return new(model, Optimizer.Adam(Schedule.Cosine(LearningRate, updates)), Batch);
    }

    /// <summary>The options that make this plan.</summary>
    public string Describe() =>
        $"--data {Data} --epochs {Epochs} --hidden {string.Join(' ', Hidden)} --steps {Steps} --batch {Batch} --learning-rate {LearningRate} --seed {Seed}";
}
