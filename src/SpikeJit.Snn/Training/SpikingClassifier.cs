namespace SpikeJit.Snn;

/// <summary>
/// A feed-forward network of projections and LIF layers that classifies by spike counts: after T steps each output neuron's count is the score of its
/// class. Spikes at v ≥ θ, subtracted in the same step, without gradient through the reset.
/// </summary>
public sealed class SpikingClassifier : IClassifier
{
    /// <param name="configuration">Sizes, steps and neuron.</param>
    public SpikingClassifier(ClassifierConfiguration configuration)
    {
        Configuration = configuration;
        var neuron = new Lif(
            configuration.Beta,
            new Firing(configuration.Threshold, Surrogate.Parse(configuration.Surrogate), Reset.Subtract, detachReset: true));
        int[] sizes = configuration.Sizes;
        Network = new Sequential([.. Enumerable.Range(0, sizes.Length - 1)
            .SelectMany(i => new ILayer[] { new Linear(sizes[i], sizes[i + 1], configuration.Bias), neuron })]);
    }

    /// <summary>Sizes, steps and neuron.</summary>
    public ClassifierConfiguration Configuration { get; }

    /// <summary>The network: projection and LIF layer in turn. Weights are <c>0.weight</c>, <c>2.weight</c> …</summary>
    public Sequential Network { get; }

    /// <inheritdoc/>
    public int Inputs => Configuration.Sizes[0];

    /// <inheritdoc/>
    public int Classes => Configuration.Sizes[^1];

    /// <inheritdoc/>
    public Parameters Init(RandomKey key) => Network.Init(key);

    /// <summary>Spike counts <c>[B, C]</c> of features <c>[B, D]</c>.</summary>
    /// <inheritdoc/>
    public Tensor Scores(Parameters parameters, Tensor features, RandomKey key)
    {
        Tensor spikes = Configuration.Input == InputCode.Current
            ? Network.RunConstant(parameters, features, Configuration.Steps)
            : Network.Run(parameters, (key.Uniform([Configuration.Steps, .. features.Shape]) < features).As(features.DType));
        return spikes.Sum(0);
    }
}
