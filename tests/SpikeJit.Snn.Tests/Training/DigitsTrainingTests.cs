namespace SpikeJit.Snn.Tests.Training;

public sealed class DigitsTrainingTests
{
    [Theory]
    [InlineData(InputCode.Current)]
    [InlineData(InputCode.Rate)]
    public void Digits_are_learned_as_well_as_by_networks_without_spikes(InputCode input)
    {
        // scikit-learn's MLPClassifier reaches 97.5 to 97.8 % on this split, snnTorch's spiking network 97.8 % after 30 epochs.
        var trainer = new Trainer(new SpikingClassifier(new([64, 128, 10], input: input)), Optimizer.Adam(Schedule.Cosine(4e-3, 12 * 45)), 32);
        DataSplit digits = Digits.Load();
        TrainingState end = trainer.Run(trainer.Start(), digits, 12, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(trainer.Evaluate(end.Parameters, digits.Test).Accuracy, 0.97, 1);
    }

    [Fact]
    public void Two_epochs_of_MNIST_give_97_percent()
    {
        string? data = Environment.GetEnvironmentVariable("SPIKEJIT_DATA");
        if (data is null || !Directory.Exists(Path.Combine(data, "mnist")))
            Assert.Skip("MNIST is not here: set SPIKEJIT_DATA to a folder that has the four files under mnist/.");
        DataSplit mnist = Mnist.Load(Path.Combine(data, "mnist"));
        // snnTorch's network of this size reaches 96.9 % after two epochs.
        var trainer = new Trainer(new SpikingClassifier(new([784, 256, 10])), Optimizer.Adam(Schedule.Cosine(2e-3, 2 * 938)), 64);
        TrainingState end = trainer.Run(trainer.Start(), mnist, 2, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(trainer.Evaluate(end.Parameters, mnist.Test).Accuracy, 0.97, 1);
    }

    [Fact]
    public void Keys_of_a_step_are_never_used_twice()
    {
        // Every key that a step of training draws from, and those of the weights: a draw of 64 words each, none in common.
        var trainer = new Recording();
        new Trainer(trainer, Optimizer.Sgd(0.1), 2).Start(7);
        RandomKey run = new RandomKey(7).Split().Second;
        (RandomKey orders, RandomKey draws) = run.Split();
        RandomKey[] keys =
        [
            .. trainer.Keys, orders.FoldIn(0), orders.FoldIn(1), .. Enumerable.Range(0, 3).SelectMany(e => Enumerable.Range(0, 3).Select(b => draws.FoldIn(e).FoldIn(2 * b))),
        ];
        uint[] words = [.. keys.SelectMany(k => k.Bits([64]).ToArray<uint>())];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    private sealed class Recording : IClassifier
    {
        public List<RandomKey> Keys { get; } = [];

        public int Inputs => 1;

        public int Classes => 1;

        public Parameters Init(RandomKey key)
        {
            Keys.Add(key);
            return Parameters.Empty;
        }

        public Tensor Scores(Parameters parameters, Tensor features, RandomKey key) => features;
    }
}
