using SpikeJit.Snn;

namespace SpikeJit.Stochastic.Tests.Conversion;

/// <summary>The digits that a 64-128-10 network has learned stay learned on bitstreams.</summary>
public sealed class DigitsConversionTests(DigitsConversionTests.Trained trained) : IClassFixture<DigitsConversionTests.Trained>
{
    public sealed class Trained
    {
        private const int Epochs = 10;

        public Trained()
        {
            Data = Digits.Load();
            Classifier = new SpikingClassifier(new([64, 128, 10], steps: 25));
            var trainer = new Trainer(Classifier, Optimizer.Adam(Schedule.Cosine(5e-3, Epochs * 23)), batchSize: 64);
            TrainingState state = trainer.Run(trainer.Start(), Data, Epochs);
            Parameters = state.Parameters;
            Accuracy = trainer.Evaluate(Parameters, Data.Test).Accuracy;
        }

        public DataSplit Data { get; }

        public SpikingClassifier Classifier { get; }

        public Parameters Parameters { get; }

        public double Accuracy { get; }
    }

    [Fact]
    public void The_float_network_has_learned() => Assert.True(trained.Accuracy >= 0.972, $"{trained.Accuracy:p1}");

    [Theory]
    [InlineData(BitSource.Sobol, 256, 0.006)]
    [InlineData(BitSource.Lfsr, 256, 0.010)]
    [InlineData(BitSource.Sobol, 64, 0.015)]
    public void The_accuracy_stays(BitSource source, int length, double loss)
    {
        double[] accuracies = [.. Enumerable.Range(1, 5).Select(seed =>
            trained.Classifier.ToStochastic(trained.Parameters, length, source, (ulong)seed).Evaluate(trained.Data.Test).Accuracy)];
        TestContext.Current.TestOutputHelper!.WriteLine($"float {trained.Accuracy:p2}, {source} {length}: {string.Join(" ", accuracies.Select(a => $"{a:p2}"))}");
        Assert.True(accuracies.Average() >= trained.Accuracy - loss, $"{accuracies.Average():p2} of {trained.Accuracy:p2}");
    }
}
