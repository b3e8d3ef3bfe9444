using System.Globalization;
using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>From trained spiking networks to bitstreams.</summary>
public static class ScConversion
{
    /// <summary>A trained classifier on bitstreams.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="parameters">Its trained parameters.</param>
    /// <param name="length">L in bits.</param>
    /// <param name="source">Where bits come from.</param>
    /// <param name="seed">Selects the streams.</param>
    /// <param name="inputScale">The largest |x| of a feature, which density 1 stands for.</param>
    /// <exception cref="ArgumentException">The parameters do not fit the classifier or are not finite, or a number is out of range.</exception>
    public static ScNetwork ToStochastic(
        this SpikingClassifier classifier, Parameters parameters, int length = 256, BitSource source = BitSource.Sobol, ulong seed = 42, double inputScale = 1)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ClassifierConfiguration c = classifier.Configuration;
        return classifier.Network.ToStochastic(parameters, c.Steps, length, source, seed, inputScale, c.Input);
    }

    /// <summary>A trained network of <see cref="Linear"/> and <see cref="Lif"/> layers in turn on bitstreams.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its trained parameters.</param>
    /// <param name="steps">Time steps T for which it runs.</param>
    /// <param name="length">L in bits.</param>
    /// <param name="source">Where bits come from.</param>
    /// <param name="seed">Selects the streams.</param>
    /// <param name="inputScale">The largest |x| of a feature, which density 1 stands for.</param>
    /// <param name="input">How features enter.</param>
    /// <exception cref="ArgumentException">
    /// The layers are not Linear and Lif in turn, the parameters do not fit them or are not finite, or a number is out of range.
    /// </exception>
    public static ScNetwork ToStochastic(
        this Sequential network, Parameters parameters, int steps, int length = 256, BitSource source = BitSource.Sobol, ulong seed = 42, double inputScale = 1,
        InputCode input = InputCode.Current)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Require.Length(length);
        Require.Positive(inputScale);
        if (!Enum.IsDefined(input)) throw new ArgumentOutOfRangeException(nameof(input), input, "The input code is neither Current nor Rate.");
        if (network.Layers.Length % 2 != 0) throw NotInTurn(network);
        var stages = new ScStage[network.Layers.Length / 2];
        for (int k = 0; k < stages.Length; k++)
        {
            if (network.Layers[2 * k] is not Linear linear || network.Layers[(2 * k) + 1] is not Lif cell) throw NotInTurn(network);
            if (k > 0 && stages[k - 1].Product.Outputs != linear.Inputs)
                throw new ArgumentException($"Layer {2 * k} takes {linear.Inputs} inputs, the layer before it has {stages[k - 1].Product.Outputs} neurons.", nameof(network));
            Parameters own = parameters.Scope((2 * k).ToString(CultureInfo.InvariantCulture));
            float[] weights = Values(own, "weight", [linear.Inputs, linear.Outputs], 2 * k);
            float[] bias = linear.Bias ? Values(own, "bias", [linear.Outputs], 2 * k) : new float[linear.Outputs];
            stages[k] = new(new SignedProduct(weights, linear.Inputs, linear.Outputs, length, source, ScStage.SeedOf(seed, k)), bias, cell);
        }
        return new(stages, steps, input, source, seed, inputScale);
    }

    private static float[] Values(Parameters parameters, string name, Shape shape, int layer)
    {
        Tensor tensor = parameters[name];
        if (!tensor.DType.IsFloat() || tensor.Shape != shape)
            throw new ShapeException($"Parameter '{layer}.{name}' is {tensor.Type}; the layer needs F32 {shape}.");
        float[] values = tensor.As(DType.F32).ToArray<float>();
        FiniteCheck.Require(values, $"{layer}.{name}");
        return values;
    }

    private static ArgumentException NotInTurn(Sequential network) => new(
        $"Only networks of Linear and Lif layers in turn run on bitstreams; this one is {string.Join(", ", network.Layers.Select(l => l.GetType().Name))}.",
        nameof(network));
}
