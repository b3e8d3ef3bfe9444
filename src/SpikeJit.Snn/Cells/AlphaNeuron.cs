namespace SpikeJit.Snn;

/// <summary>Excitatory and inhibitory current, and membrane potential.</summary>
public sealed record AlphaState(Tensor Excitatory, Tensor Inhibitory, Tensor V);

/// <summary>
/// A potential that answers each spike with an alpha function, as the difference of two decays: <c>e ← αe + I; i ← βi − I; v = τ_α(e + i)</c>,
/// τ_α = ln α/(ln β − ln α) + 1 (snnTorch's Alpha). The reset, one step late, clears all three; the soft one is snnTorch's: it takes θ off e and clears i.
/// </summary>
/// <param name="Alpha">Decay α per step, in (0, 1), above β.</param>
/// <param name="Beta">Decay β per step, in (0, 1).</param>
/// <param name="Firing">Threshold, surrogate and reset; snnTorch's with reset to zero when null.</param>
/// <exception cref="ArgumentException">The firing is not one step late, or α is not above β.</exception>
public sealed record AlphaNeuron(double Alpha = 0.9, double Beta = 0.8, Firing? Firing = null) : ICell<AlphaState>
{
    /// <summary>α.</summary>
    public double Alpha { get; } = Check.Decay(Alpha) > Check.Decay(Beta) && Beta > 0
        ? Alpha
        : throw new ArgumentException($"AlphaNeuron: alpha is {Alpha} and beta {Beta}; it must be 0 < beta < alpha < 1.", nameof(Alpha));

    /// <summary>β.</summary>
    public double Beta { get; } = Beta;

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = (Firing ??= Firing.SnnTorch(reset: Reset.ToValue)).Timing == ResetTiming.NextStep
        ? Firing
        : throw new ArgumentException("AlphaNeuron: its reset is one step late; give a Firing with ResetTiming.NextStep.", nameof(Firing));

    /// <inheritdoc/>
    public AlphaState Initial(Shape shape, DType dtype = DType.F32)
    {
        Tensor zero = Sequences.Filled(shape, 0, dtype);
        return new(zero, zero, zero);
    }

    /// <inheritdoc/>
    public (AlphaState State, Tensor Output) Step(AlphaState state, Tensor input)
    {
        double scale = Math.Log(Alpha) / (Math.Log(Beta) - Math.Log(Alpha)) + 1;
        Tensor r = Firing!.Felt(Firing.Spikes(state.V));
        Tensor e = state.Excitatory * Alpha + input, i = state.Inhibitory * Beta - input, v = (e + i) * scale;
        AlphaState next = Firing.Reset switch
        {
            Reset.ToValue => new(e * (1 - r), i * (1 - r), v * (1 - r)),
            Reset.Subtract => new(e - r * Firing.Threshold, i * (1 - r), v + r * state.Inhibitory),
            _ => new(e, i, v),
        };
        return (next, Firing.Spikes(next.V));
    }
}
