using SpikeJit.Snn;

namespace SpikeJit.Benchmarks.Workloads;

/// <summary>
/// One epoch of training 784-256-10 on 60,000 images: T = 25, 128 images a step, Adam. Reads MNIST from the folder mnist in SPIKEJIT_DATA; without it,
/// images of as much ink with labels that mean nothing.
/// </summary>
internal static class MnistEpoch
{
    private const int Images = 60_000;
    private const int Batch = 128;
    private const float Ink = .19f;

    public static Workload[] All { get; } = [new("MNIST", 900_000, Prepare, new Expected("examples", Images, 0))];

    private static Case Prepare()
    {
        Dataset train = Environment.GetEnvironmentVariable("SPIKEJIT_DATA") is { Length: > 0 } folder ? Mnist.Load(Path.Combine(folder, "mnist")).Train : Noise();
        // A test set of one image: it is the training that is timed.
        var data = new DataSplit(train, train.Take(1));
        var model = new SpikingClassifier(new ClassifierConfiguration([train.FeatureCount, 256, train.Classes], steps: 25));
        Optimizer adam = Optimizer.Adam(1e-3);
        var trainer = new Trainer(model, adam, Batch);
        TrainingState start = trainer.Start();
        var seen = new Last();
        return Case.Of(() => trainer.Run(start, data, 1, seen), _ => [seen.Examples], timed => Step(model, adam, start, train, timed));
    }

    /// <summary>The schedule of what the trainer does with one batch.</summary>
    private static string Step(SpikingClassifier model, Optimizer adam, TrainingState state, Dataset data, bool timed)
    {
        Func<Parameters, Tensor, Tensor, (Tensor, Parameters)> gradient =
            Fn.ValueAndGrad((Parameters p, Tensor images, Tensor labels) => Loss.CrossEntropy(model.Scores(p, images, state.Key), labels));
        var step = Fn.Jit((Parameters parameters, OptimizerState optimizer, Tensor images, Tensor labels) =>
        {
            (Tensor loss, Parameters g) = gradient(parameters, images, labels);
            return (loss, adam.Update(parameters, g, optimizer));
        });
        Tensor images = Tensor.From(data.Features[..(Batch * data.FeatureCount)].ToArray(), [Batch, data.FeatureCount]), labels = Tensor.From(data.Labels[..Batch].ToArray());
        return timed ? step.Profile(state.Parameters, state.Optimizer, images, labels) : step.Explain(state.Parameters, state.Optimizer, images, labels);
    }

    private static Dataset Noise()
    {
        float[] pixels = (new RandomKey(1).Uniform([Images, Mnist.Pixels]) * new RandomKey(2).Bernoulli([Images, Mnist.Pixels], Ink).As(DType.F32)).ToArray<float>();
        return new Dataset(pixels, new RandomKey(3).RandInt([Images], 0, 10).ToArray<int>(), 10);
    }

    private sealed class Last : IProgress<TrainingProgress>
    {
        public int Examples { get; private set; }

        public void Report(TrainingProgress value) => Examples = value.Examples;
    }
}
