using System.Collections.Concurrent;
using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>
/// A trained spiking network that runs on bitstreams: projections and LIF layers in turn, every product the AND of two streams of one length from one source,
/// counted with the product's sign; the neurons are those of the trained network. Made by <see cref="ScConversion.ToStochastic(SpikingClassifier,
/// Parameters, int, BitSource, ulong, double)"/>. May be used from several threads.
/// </summary>
/// <remarks>
/// <para>A weight w of a layer is a sign and a stream of density |w|/max|w|, drawn once; its comparator's threshold is set so that the stream holds the whole
/// number of ones nearest to that density. The count of a neuron times max|w|/L, and its bias, are its current: signs and scales are those of the float
/// network.</para>
/// <para>Features enter as streams of density |x|/<see cref="InputScale"/> from another dimension of the source than the weights. A current that stays the
/// same is projected once for each example. A spike is a line that is 1 for all L bits of a step: what its gate lets through is the weight's stream, so
/// hidden layers err by the rounding of their weights to 1/L alone.</para>
/// </remarks>
public sealed class ScNetwork
{
    internal ScNetwork(ScStage[] stages, int steps, InputCode input, BitSource source, ulong seed, double inputScale)
    {
        (Stages, Steps, Input, Source, Seed, InputScale) = (stages, steps, input, source, seed, inputScale);
    }

    /// <summary>L in bits.</summary>
    public int Length => Stages[0].Product.Length;

    /// <summary>Where bits come from.</summary>
    public BitSource Source { get; }

    /// <summary>What selected the streams.</summary>
    public ulong Seed { get; }

    /// <summary>Time steps T.</summary>
    public int Steps { get; }

    /// <summary>How features enter.</summary>
    public InputCode Input { get; }

    /// <summary>The largest |x| of a feature, which density 1 stands for.</summary>
    public double InputScale { get; }

    /// <summary>Number of features.</summary>
    public int Inputs => Stages[0].Product.Inputs;

    /// <summary>Number of outputs.</summary>
    public int Outputs => Stages[^1].Product.Outputs;

    /// <summary>Number of layers of neurons.</summary>
    public int Layers => Stages.Length;

    internal ScStage[] Stages { get; }

    /// <summary>The streams of a layer's weights: that of input i to neuron n is row i · outputs + n, its density |w| over <see cref="ScaleOf"/>.</summary>
    public BitMatrix StreamsOf(int layer) => Stages[layer].Product.Streams;

    /// <summary>The weight of density 1 of a layer, max|w|.</summary>
    public double ScaleOf(int layer) => Stages[layer].Product.Scale;

    /// <summary>The weights <c>[in, out]</c> that a layer's streams hold.</summary>
    public Tensor WeightsOf(int layer)
    {
        SignedProduct product = Stages[layer].Product;
        double unit = product.Scale / product.Length;
        var weights = new float[product.Inputs * product.Outputs];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(product.SignedOnes[i] * unit);
        return Tensor.From(weights, [product.Inputs, product.Outputs]);
    }

    /// <summary>Spike counts: F32 <c>[outputs]</c> of features <c>[inputs]</c>, or <c>[B, outputs]</c> of a batch <c>[B, inputs]</c>.</summary>
    /// <param name="features">With rate input in [0, 1], otherwise at most the input scale in magnitude.</param>
    /// <param name="seed">With rate input, selects the random spikes.</param>
    /// <exception cref="ArgumentException">The features are of a wrong shape, not floating-point, or out of range.</exception>
    public Tensor Scores(Tensor features, long seed = 0)
    {
        ScDynamics.RequireFloat(features);
        if (features.Rank is not (1 or 2) || features.Shape[-1] != Inputs || features.Size == 0)
            throw new ShapeException($"features are {features.Type}; they must be [{Inputs}], or [B, {Inputs}] for a batch.");
        float[] counts = Array.ConvertAll(Counts(features.As(DType.F32).ToArray<float>(), seed), c => (float)c);
        return Tensor.From(counts, [.. features.Shape.Dims[..^1], Outputs]);
    }

    /// <summary>Cross-entropy of the spike counts, and accuracy, on labelled examples; of equal counts the first class wins.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="seed">With rate input, selects the random spikes.</param>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public Evaluation Evaluate(Dataset data, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FeatureCount != Inputs || data.Classes > Outputs)
            throw new ArgumentException(
                $"The data have {data.FeatureCount} features and {data.Classes} classes, the network {Inputs} inputs and {Outputs} outputs.", nameof(data));
        int[] counts = Counts(data.Features, seed);
        int correct = 0;
        double loss = 0;
        for (int e = 0; e < data.Count; e++)
        {
            ReadOnlySpan<int> scores = counts.AsSpan(e * Outputs, Outputs);
            int best = 0, label = data.Labels[e];
            double sum = 0;
            for (int n = 1; n < scores.Length; n++)
            {
                if (scores[n] > scores[best]) best = n;
            }
            foreach (int score in scores) sum += Math.Exp(score - scores[best]);
            loss += Math.Log(sum) - (scores[label] - scores[best]);
            if (best == label) correct++;
        }
        return new(loss / data.Count, correct / (double)data.Count, data.Count);
    }

    /// <summary>Writes streams, signs, scales, biases and neurons to one safetensors file; a file of that name is replaced at once, or not at all.</summary>
    /// <remarks>
    /// For each layer l: <c>l.streams</c> U64 <c>[in, out, words]</c> (bit k of a stream is bit k mod 64 of word k div 64), <c>l.negative</c> U8
    /// <c>[in, out]</c>, <c>l.bias</c> F32 <c>[out]</c>. The metadata's <c>spikejit.sc_network</c> is a JSON object of all numbers.
    /// </remarks>
    public void Save(string path) => ScNetworkFile.Write(this, path);

    /// <summary>A network that <see cref="Save"/> wrote: it gives the same counts.</summary>
    /// <exception cref="InvalidDataException">The file is none of these, or damaged.</exception>
    public static ScNetwork Load(string path) => ScNetworkFile.Read(path);

    private int[] Counts(ReadOnlySpan<float> features, long seed)
    {
        CheckRange(features);
        float[] x = features.ToArray();
        int examples = x.Length / Inputs;
        var counts = new int[examples * Outputs];
        var key = new RandomKey(seed);
        Parallel.ForEach(
            Partitioner.Create(0, examples, Math.Max(1, examples / (8 * Environment.ProcessorCount))),
            () => new ScRunner(Stages, InputScale),
            (range, _, runner) =>
            {
                for (int e = range.Item1; e < range.Item2; e++)
                {
                    Span<int> spikes = counts.AsSpan(e * Outputs, Outputs);
                    if (Input == InputCode.Current) runner.Constant(x.AsSpan(e * Inputs, Inputs), Steps, spikes);
                    else runner.Spikes(Draw(key.FoldIn(e), x.AsSpan(e * Inputs, Inputs)), Steps, spikes);
                }
                return runner;
            },
            _ => { });
        return counts;
    }

    private bool[] Draw(RandomKey key, ReadOnlySpan<float> rates)
    {
        float[] uniform = key.Uniform([Steps, Inputs]).ToArray<float>();
        var train = new bool[uniform.Length];
        for (int k = 0; k < train.Length; k++) train[k] = uniform[k] < rates[k % Inputs];
        return train;
    }

    private void CheckRange(ReadOnlySpan<float> features)
    {
        double least = Input == InputCode.Rate ? 0 : -InputScale, most = Input == InputCode.Rate ? 1 : InputScale;
        for (int i = 0; i < features.Length; i++)
        {
            if (!(features[i] >= least && features[i] <= most))
                throw new ArgumentOutOfRangeException(
                    nameof(features), features[i],
                    $"Feature {i % Inputs} of example {i / Inputs} is {features[i]}; the network takes {least} to {most}. Scale the features, or convert the network with another inputScale.");
        }
    }
}
