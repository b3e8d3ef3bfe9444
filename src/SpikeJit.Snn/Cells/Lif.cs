namespace SpikeJit.Snn;

/// <summary>The membrane potential v of a <see cref="Lif"/>.</summary>
/// <param name="V">Of the input's shape.</param>
public sealed record LifState(Tensor V);

/// <summary>
/// Leaky integrate-and-fire neuron: <c>v ← β(v − v_rest) + v_rest + g·I; s = v ≥ θ; v ← v(1 − s) + s·v_reset</c> or <c>v − sθ</c>. β = 1 is the neuron
/// without leak (<see cref="IntegrateAndFire"/>).
/// </summary>
public sealed record Lif : ICell<LifState>
{
    /// <param name="beta">Membrane decay per step, β in [0, 1].</param>
    /// <param name="threshold">θ.</param>
    /// <param name="surrogate">The derivative of a spike; <see cref="Surrogate.Default"/> when absent.</param>
    /// <param name="reset">What a spike does to the potential.</param>
    /// <param name="resetValue">v_reset, below θ.</param>
    /// <param name="rest">v_rest, to which the potential decays and from which it starts.</param>
    /// <param name="gain">Input gain g: 1, or 1 − β where libraries let the input decay too.</param>
    /// <param name="timing">When the reset lands.</param>
    /// <param name="detachReset">Whether no gradient flows through the reset.</param>
    /// <param name="atThreshold">Whether v = θ is a spike.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Lif(
        double beta = 0.9, double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.ToValue, double resetValue = 0, double rest = 0,
        double gain = 1, ResetTiming timing = ResetTiming.SameStep, bool detachReset = false, bool atThreshold = true)
        : this(beta, new Firing(threshold, surrogate, reset, resetValue, timing, detachReset, atThreshold), rest, gain)
    {
    }

    /// <param name="beta">Membrane decay per step, β in [0, 1].</param>
    /// <param name="firing">Threshold, surrogate and reset.</param>
    /// <param name="rest">v_rest.</param>
    /// <param name="gain">Input gain g.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Lif(double beta, Firing firing, double rest = 0, double gain = 1)
    {
        Beta = Check.Fraction(beta);
        Firing = firing;
        Rest = Check.Finite(rest);
        Gain = Check.Finite(gain);
    }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>Threshold, surrogate and reset.</summary>
    public Firing Firing { get; }

    /// <summary>v_rest.</summary>
    public double Rest { get; }

    /// <summary>g.</summary>
    public double Gain { get; }

    /// <summary>The tutorial's neuron, see <see cref="Firing.Tutorial"/>.</summary>
    public static Lif Tutorial(double beta = 0.9, double threshold = 1, ISurrogate? surrogate = null) => new(beta, Firing.Tutorial(threshold, surrogate));

    /// <summary>snnTorch's Leaky, see <see cref="Firing.SnnTorch"/>.</summary>
    public static Lif SnnTorch(double beta = 0.9, double threshold = 1, ISurrogate? surrogate = null) => new(beta, Firing.SnnTorch(threshold, surrogate));

    /// <summary>SpikingJelly's LIFNode: <c>v ← v + (I − (v − v_reset))/τ</c>, see <see cref="Firing.SpikingJelly"/>.</summary>
    /// <param name="tau">τ ≥ 1, in steps.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="resetValue">v_reset; null for the soft reset, which rests at 0.</param>
    /// <param name="decayInput">Whether the input is divided by τ.</param>
    /// <param name="detachReset">Whether no gradient flows through the reset.</param>
    /// <param name="surrogate">The derivative of a spike.</param>
    public static Lif SpikingJelly(
        double tau = 2, double threshold = 1, double? resetValue = 0, bool decayInput = true, bool detachReset = false, ISurrogate? surrogate = null) =>
        new(
            1 - 1 / tau, Firing.SpikingJelly(threshold, surrogate, resetValue is null ? Reset.Subtract : Reset.ToValue, resetValue ?? 0, detachReset),
            resetValue ?? 0, decayInput ? 1 / tau : 1);

    /// <summary>Norse's lif_box: <c>v ← v + dt/τ·(v_leak − v + I)</c>, see <see cref="Firing.Norse"/>.</summary>
    /// <param name="leak">dt/τ, in (0, 1].</param>
    /// <param name="threshold">θ.</param>
    /// <param name="reset">What a spike does.</param>
    /// <param name="surrogate">The derivative of a spike.</param>
    public static Lif Norse(double leak = 0.1, double threshold = 1, Reset reset = Reset.ToValue, ISurrogate? surrogate = null) =>
        new(1 - leak, Firing.Norse(threshold, surrogate, reset), 0, leak);

    /// <summary>Spyx's LIF, see <see cref="Firing.Spyx"/>.</summary>
    public static Lif Spyx(double beta = 0.9, double threshold = 1, ISurrogate? surrogate = null) => new(beta, Firing.Spyx(threshold, surrogate));

    /// <summary>sc-neurocore's LIFCell, see <see cref="Firing.ScNeurocore"/>.</summary>
    public static Lif ScNeurocore(double beta = 0.9, double threshold = 1, ISurrogate? surrogate = null) => new(beta, Firing.ScNeurocore(threshold, surrogate));

    /// <summary>The neuron without leak, β = 1 (NIR's IF; not a LIF with its usual β).</summary>
    public static Lif IntegrateAndFire(Firing? firing = null) => new(1, firing ?? new Firing());

    /// <inheritdoc/>
    public LifState Initial(Shape shape, DType dtype = DType.F32) => new(Sequences.Filled(shape, Rest, dtype));

    /// <inheritdoc/>
    public (LifState State, Tensor Output) Step(LifState state, Tensor input)
    {
        (Tensor v, Tensor spikes) = Firing.Step(state.V, v => Charged(v, input), resetFirst: Firing.Reset == Reset.ToValue);
        return (new(v), spikes);
    }

    private Tensor Charged(Tensor v, Tensor input)
    {
        Tensor driven = Gain == 1 ? input : input * Gain;
        Tensor decayed = (Beta, Rest) switch
        {
            (1, _) => v,
            (_, 0) => v * Beta,
            _ => (v - Rest) * Beta + Rest,
        };
        return decayed + driven;
    }
}
