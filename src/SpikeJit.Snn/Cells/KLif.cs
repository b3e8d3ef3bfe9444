namespace SpikeJit.Snn;

/// <summary>
/// LIF neuron that scales and rectifies before it fires: <c>h = max(0, k·charged); s = h ≥ θ</c>; the reset is on h, or on h/k with θ/k (C. Jiang, Y. Zhang,
/// arXiv:2302.09238; SpikingJelly's KLIFNode).
/// </summary>
/// <param name="K">k, learned: a scalar.</param>
/// <param name="Tau">τ ≥ 1, in steps.</param>
/// <param name="DecayInput">Whether the input is divided by τ.</param>
/// <param name="ScaleReset">Whether the reset is on h/k.</param>
/// <param name="Firing">Threshold, surrogate and reset; SpikingJelly's when null. Same-step only.</param>
public sealed record KLif(Tensor K, double Tau = 2, bool DecayInput = true, bool ScaleReset = false, Firing? Firing = null) : ICell<LifState>
{
    /// <summary>τ.</summary>
    public double Tau { get; } = Check.Positive(Tau) >= 1 ? Tau : throw new ArgumentOutOfRangeException(nameof(Tau), Tau, $"Tau is {Tau}; it must be 1 step or more.");

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing? Firing { get; } = (Firing ??= Firing.SpikingJelly()).Timing == ResetTiming.SameStep
        ? Firing
        : throw new ArgumentException("KLif resets in the step of the spike; give a Firing with ResetTiming.SameStep.", nameof(Firing));

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Firing!.ResetValue, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        double rest = Firing!.ResetValue;
        Tensor v = state.V, charged = DecayInput ? v + (input - (v - rest)) * (1 / Tau) : v - (v - rest) * (1 / Tau) + input;
        Tensor h = (charged * K).Relu(), spikes = Firing.Spikes(h);
        return (new(ScaleReset ? Firing.Lowered(h / K, spikes, Firing.Threshold / K) : Firing.Lowered(h, spikes)), spikes);
    }
}
