using SpikeJit.Stochastic;

namespace SpikeJit.Holonomic;

/// <summary>
/// Adapters in a row: at each step each is driven by the streams that the one before it has just been encoded as, the first by the chain's input. For the
/// body of an <see cref="Fn"/>.Scan.
/// </summary>
public sealed class HolonomicChain
{
    /// <summary>A chain.</summary>
    /// <param name="adapters">The first first; all sixteen with default parameters when null.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public HolonomicChain(IReadOnlyList<HolonomicAdapter>? adapters = null)
    {
        Adapters = adapters ?? HolonomicAdapter.CreateAll();
        if (Adapters.Count == 0) throw new ArgumentException("A chain needs at least one adapter.", nameof(adapters));
    }

    /// <summary>The adapters, the first first.</summary>
    public IReadOnlyList<HolonomicAdapter> Adapters { get; }

    /// <summary>The states of all adapters before the first step: a tree.</summary>
    /// <param name="key">The key of what is random in them.</param>
    /// <param name="dtype">F32 or F64.</param>
    public object[] Initial(RandomKey key, DType dtype = DType.F32)
    {
        RandomKey[] keys = key.Split(Adapters.Count);
        return [.. Adapters.Select((adapter, i) => adapter.Initial(keys[i], dtype))];
    }

    /// <summary>One step of all adapters, and the streams of their new states, each as long as its adapter's parameters say.</summary>
    /// <param name="states">A state for each adapter.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="key">The key of the bits of this step.</param>
    /// <param name="inputs">What drives the first adapter, or null.</param>
    /// <exception cref="ArgumentException">There is not a state for each adapter.</exception>
    public (object[] States, BitTensor[] Bits) Step(object[] states, Tensor dt, RandomKey key, BitTensor? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Length != Adapters.Count)
            throw new ArgumentException($"{states.Length} states for {Adapters.Count} adapters. Make them with Initial.", nameof(states));
        RandomKey[] keys = key.Split(Adapters.Count);
        var next = new object[Adapters.Count];
        var bits = new BitTensor[Adapters.Count];
        BitTensor? drive = inputs;
        for (int i = 0; i < next.Length; i++)
        {
            HolonomicAdapter adapter = Adapters[i];
            next[i] = drive is { } streams ? adapter.Step(states[i], dt, streams) : adapter.Step(states[i], dt);
            bits[i] = adapter.Encode(next[i], adapter.GetParameters().BitstreamLength, keys[i]);
            drive = bits[i];
        }
        return (next, bits);
    }
}
