using SpikeJit.Snn;

namespace SpikeJit.Stochastic;

/// <summary>A projection on bitstreams and the neurons it drives.</summary>
/// <param name="Product">The weights' streams and their scale.</param>
/// <param name="Bias">Constant currents, one a neuron.</param>
/// <param name="Cell">The neurons.</param>
internal sealed record ScStage(SignedProduct Product, float[] Bias, Lif Cell)
{
    /// <summary>The streams' seed of a layer: those of different layers have nothing to do with each other.</summary>
    public static ulong SeedOf(ulong seed, int layer)
    {
        (uint high, uint low) = Threefry.Block((uint)(seed >> 32), (uint)seed, 0, (uint)layer);
        return ((ulong)high << 32) | low;
    }
}
