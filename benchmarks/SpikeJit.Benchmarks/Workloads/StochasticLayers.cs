using SpikeJit.Stochastic;

namespace SpikeJit.Benchmarks.Workloads;

/// <summary>A dense layer on bitstreams whose inputs are encoded and whose products are counted at each call, and a layer of noisy LIF neurons.</summary>
internal static class StochasticLayers
{
    public static Workload[] All { get; } =
    [
        new("W8-64x32", 15, () => Count(64, 32, 1024), new Expected("error", 0, 0)),
        new("W8-128x128", 120, () => Count(128, 128, 4096), new Expected("error", 0, 0)),
        new("W9", 350, NoisyNeurons, new Expected("spikes", 7146, 3.5 / 7146)),
    ];

    /// <summary>Checked is by how much the mean error exceeds the standard error of Bernoulli streams of this length (0: not at all).</summary>
    private static Case Count(int inputs, int neurons, int length)
    {
        BitGenerator source = BitGenerator.Create(BitSource.Sobol, length, seed: 1);
        double[] x = new RandomKey(1).Uniform([inputs], DType.F64).ToArray<double>(), w = new RandomKey(2).Uniform([neurons * inputs], DType.F64).ToArray<double>();
        BitMatrix weights = source.Encode(w, dimension: 0, length), streams = new(inputs, length);
        int[] counts = new int[neurons];
        double Excess()
        {
            double error = 0, bound = 0;
            for (int n = 0; n < neurons; n++)
            {
                double exact = 0, variance = 0;
                for (int i = 0; i < inputs; i++)
                {
                    double weight = w[n * inputs + i];
                    exact += weight * x[i];
                    variance += ProductModel.Variance(weight, x[i], length, ScEncoding.Unipolar);
                }
                error += Math.Abs((double)counts[n] / length - exact);
                bound += Math.Sqrt(variance);
            }
            return Math.Max(0, error - bound) / neurons;
        }
        return Case.Of(
            () =>
            {
                source.Encode(x, dimension: 1, streams);
                DenseCounter.Count(weights, streams, ScEncoding.Unipolar, counts);
                return counts;
            },
            _ => [Excess()],
            _ => "Not a compiled graph: DenseCounter.");
    }

    private static Case NoisyNeurons()
    {
        Tensor w = new RandomKey(2).Normal([256, 784]) * .1f, xs = new RandomKey(1).Uniform([100, 784]);
        var layer = new ScJitDenseLayer(inputs: 784, neurons: 256, weights: w, seed: 1);
        return Case.Of(
            () => layer.Run(layer.Initial, xs).Spikes,
            s => [s.As(DType.F64).Sum().ToDouble()],
            _ => "ScJitDenseLayer holds its jitted function itself.");
    }
}
