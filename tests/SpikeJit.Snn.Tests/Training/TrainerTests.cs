namespace SpikeJit.Snn.Tests.Training;

public sealed class TrainerTests
{
    /// <summary>Two classes of four features that are easily told apart.</summary>
    private static DataSplit Easy(int train, int test)
    {
        return new(Make(train, 1), Make(test, 2));

        static Dataset Make(int count, int seed)
        {
            float[] noise = new RandomKey(seed).Uniform([count, 4]).ToArray<float>();
            int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
            for (int i = 0; i < noise.Length; i++) noise[i] = noise[i] * 0.3f + ((i % 4 < 2) == (labels[i / 4] == 0) ? 0.7f : 0);
            return new(noise, labels, 2);
        }
    }

    private static SpikingClassifier Classifier(InputCode input = InputCode.Current) => new(new([4, 6, 2], steps: 6, input: input));

    private static TrainingState Run(Trainer trainer, TrainingState start, DataSplit data, int epochs, Collected? seen = null) =>
        trainer.Run(start, data, epochs, seen, TestContext.Current.CancellationToken);

    private sealed class Collected : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public Action<TrainingProgress>? Then { get; init; }

        public void Report(TrainingProgress value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }

    [Theory]
    [InlineData(InputCode.Current)]
    [InlineData(InputCode.Rate)]
    public void Two_classes_that_are_easily_told_apart_are_learned(InputCode input)
    {
        var trainer = new Trainer(Classifier(input), Optimizer.Adam(0.05), 8);
        var seen = new Collected();
        Run(trainer, trainer.Start(), Easy(40, 20), 6, seen);
        Assert.True(seen.All[^1].Loss < seen.All[0].Loss);
        Assert.Equal(1, seen.All[^1].Test!.Accuracy);
    }

    [Fact]
    public void The_last_batch_takes_what_is_left()
    {
        var trainer = new Trainer(Classifier(), Optimizer.Sgd(0.1), 8);
        var seen = new Collected();
        TrainingState end = Run(trainer, trainer.Start(), Easy(20, 4), 2, seen);
        Assert.Equal([8, 16, 20, 8, 16, 20], seen.All.Select(p => p.Examples));
        Assert.Equal((2, 0), (end.Epoch.Item<int>(), end.Position.Item<int>()));
        Assert.Equal(6, end.Optimizer.Step.Item<int>());
    }

    [Fact]
    public void Training_broken_off_inside_an_epoch_ends_with_the_same_bits()
    {
        DataSplit data = Easy(20, 4);
        var trainer = new Trainer(Classifier(InputCode.Rate), Optimizer.Sgd(Schedule.Cosine(0.1, 9), 0.9), 8);
        TrainingState whole = Run(trainer, trainer.Start(), data, 3);
        using var stop = new CancellationTokenSource();
        var seen = new Collected { Then = p => { if (p is { Epoch: 2, Examples: 8 }) stop.Cancel(); } };
        TrainingState broken = trainer.Run(trainer.Start(), data, 3, seen, stop.Token);
        Assert.Equal((1, 8), (broken.Epoch.Item<int>(), broken.Position.Item<int>()));
        // A new trainer knows nothing but the state.
        TrainingState resumed = Run(new Trainer(Classifier(InputCode.Rate), Optimizer.Sgd(Schedule.Cosine(0.1, 9), 0.9), 8), broken, data, 3);
        foreach ((Tensor a, Tensor b) in Tree.Leaves(whole).Zip(Tree.Leaves(resumed))) Near.Exact<double>(a.Doubles(), b.Doubles());
    }

    [Fact]
    public void Every_example_is_seen_once_an_epoch_and_epochs_differ_in_order()
    {
        // A model whose score is the example's own number records the order of what it sees.
        int[] order = Order(5), other = Order(6);
        Assert.NotEqual(order[..10], order[10..]);
        Assert.NotEqual(order, other);
        Assert.Equal(Enumerable.Range(0, 10), order[..10].Order());
        Assert.Equal(Enumerable.Range(0, 10), order[10..].Order());
    }

    private static int[] Order(long seed)
    {
        var data = new Dataset([.. Enumerable.Range(0, 10).Select(i => (float)i)], [.. Enumerable.Repeat(0, 10)], 1);
        var trainer = new Trainer(new Numbered(), Optimizer.Sgd(0.1), 1, (scores, _) => scores.Sum());
        var seen = new Collected();
        Run(trainer, trainer.Start(seed), new(data, data), 2, seen);
        double[] sums = [.. seen.All.Select(p => p.Loss * p.Examples)];
        return [.. sums.Select((s, i) => (int)Math.Round(i % 10 == 0 ? s : s - sums[i - 1]))];
    }

    private sealed class Numbered : IClassifier
    {
        public int Inputs => 1;

        public int Classes => 1;

        public Parameters Init(RandomKey key) => new(new() { ["w"] = Tensor.Zeros([1]) });

        public Tensor Scores(Parameters parameters, Tensor features, RandomKey key) => features + parameters["w"] * 0;
    }

    [Fact]
    public void Data_of_another_width_are_refused()
    {
        var trainer = new Trainer(Classifier(), Optimizer.Sgd(0.1), 8);
        var narrow = new Dataset([1, 2, 3], [0], 2);
        Assert.Throws<ArgumentException>(() => Run(trainer, trainer.Start(), new(narrow, narrow), 1));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(trainer.Start().Parameters, narrow));
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_training()
    {
        var trainer = new Trainer(Classifier(), Optimizer.Sgd(0.1), 8, (scores, _) => scores.Sum() * double.NaN);
        Assert.Throws<ArithmeticException>(() => Run(trainer, trainer.Start(), Easy(8, 4), 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_batch_has_examples(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(Classifier(), Optimizer.Sgd(0.1), size));
}
