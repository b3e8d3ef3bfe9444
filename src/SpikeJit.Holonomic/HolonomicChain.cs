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
        Tensor zero = Zero(Tree.Leaves(states[^1])[0]);
        for (int i = 0; i < next.Length; i++)
        {
            HolonomicAdapter adapter = Adapters[i];
            next[i] = drive is { } streams ? adapter.Step(states[i], dt, streams) : adapter.Step(states[i], dt);
            bits[i] = adapter.Encode(next[i], adapter.GetParameters().BitstreamLength, new RandomKey(keys[i].Data ^ zero));
            drive = bits[i];
            zero = Zero(bits[i].Words);
        }
        Tensor[] last = Tree.Leaves(next[^1]);
        last[0] += zero.As(last[0].DType);
        next[^1] = Tree.WithLeaves(next[^1], last);
        return (next, bits);
    }

    /// <summary>
    /// 0, made of a value: a shift by all bits. It ties the keys of a step to the bits before them, from the last adapter to the next step through its state,
    /// so that a loop over steps draws the bits of one step at a time. Otherwise the compiler would draw those of all steps at once, where no state depends on
    /// them, which takes memory for all of them.
    /// </summary>
    private static Tensor Zero(Tensor value)
    {
        Tensor first = value.Flatten()[0];
        Tensor bits = first.DType switch
        {
            DType.F32 => first.Bitcast(DType.U32),
            DType.F64 => first.Bitcast(DType.U64).As(DType.U32),
            _ => first,
        };
        return bits >>> 32;
    }
}
