namespace SpikeJit.Snn;

/// <summary>
/// How a membrane potential becomes spikes: threshold, surrogate gradient, reset. What libraries disagree on is explicit; the presets name their choices.
/// </summary>
public sealed record Firing
{
    /// <param name="threshold">θ.</param>
    /// <param name="surrogate">The derivative of a spike; <see cref="Surrogate.Default"/> when absent.</param>
    /// <param name="reset">What a spike does to the potential.</param>
    /// <param name="resetValue">v_reset of <see cref="Reset.ToValue"/>. Below θ, or the neuron would fire for ever.</param>
    /// <param name="timing">When that lands.</param>
    /// <param name="detachReset">Whether no gradient flows through the reset.</param>
    /// <param name="atThreshold">Whether v = θ is a spike.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, an enum not defined, or <paramref name="resetValue"/> not below θ.</exception>
    public Firing(
        double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.ToValue, double resetValue = 0,
        ResetTiming timing = ResetTiming.SameStep, bool detachReset = false, bool atThreshold = true)
    {
        Threshold = Check.Finite(threshold);
        Surrogate = surrogate;
        Reset = Check.Defined(reset);
        ResetValue = Check.Finite(resetValue);
        Timing = Check.Defined(timing);
        DetachReset = detachReset;
        AtThreshold = atThreshold;
        if (reset == Reset.ToValue && resetValue >= threshold)
            throw new ArgumentOutOfRangeException(nameof(resetValue), resetValue, $"resetValue is {resetValue}, not below the threshold {threshold}: the neuron would fire for ever.");
    }

    /// <summary>θ.</summary>
    public double Threshold { get; }

    /// <summary>The derivative of a spike, or null for the default.</summary>
    public ISurrogate? Surrogate { get; }

    /// <summary>What a spike does to the potential.</summary>
    public Reset Reset { get; }

    /// <summary>v_reset.</summary>
    public double ResetValue { get; }

    /// <summary>When the reset lands.</summary>
    public ResetTiming Timing { get; }

    /// <summary>Whether no gradient flows through the reset.</summary>
    public bool DetachReset { get; }

    /// <summary>Whether v = θ is a spike.</summary>
    public bool AtThreshold { get; }

    /// <summary>The tutorial's: spike at v ≥ θ, to zero in the same step, gradient through the reset, <c>1/(1 + 10|x|)²</c>.</summary>
    public static Firing Tutorial(double threshold = 1, ISurrogate? surrogate = null) => new(threshold, surrogate ?? Snn.Surrogate.SuperSpike());

    /// <summary>snnTorch 1.0: spike at v &gt; θ, subtract one step late, detached, arctangent with α 2.</summary>
    public static Firing SnnTorch(double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.Subtract) =>
        new(threshold, surrogate ?? Snn.Surrogate.ATan(), reset, 0, ResetTiming.NextStep, detachReset: true, atThreshold: false);

    /// <summary>SpikingJelly 2.0: spike at v ≥ θ, to v_reset in the same step, gradient through the reset, sigmoid with α 4.</summary>
    public static Firing SpikingJelly(double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.ToValue, double resetValue = 0, bool detachReset = false) =>
        new(threshold, surrogate ?? Snn.Surrogate.Sigmoid(4), reset, resetValue, detachReset: detachReset);

    /// <summary>Norse 1.1: spike at v &gt; θ, to v_reset in the same step, gradient through the reset, <c>1/(1 + |x|)²</c> (its slope has no effect).</summary>
    public static Firing Norse(double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.ToValue, double resetValue = 0, bool detachReset = false) =>
        new(threshold, surrogate ?? Snn.Surrogate.UnitSuperSpike(), reset, resetValue, detachReset: detachReset, atThreshold: false);

    /// <summary>Spyx 1.0: the spike, and the threshold taken off, come one step after the crossing v &gt; θ; gradient through the reset, <c>1/(1 + 25|x|)²</c>.</summary>
    public static Firing Spyx(double threshold = 1, ISurrogate? surrogate = null, Reset reset = Reset.Subtract) =>
        new(threshold, surrogate ?? Snn.Surrogate.FastSigmoid(), reset, 0, ResetTiming.NextStepWithSpike, atThreshold: false);

    /// <summary>sc-neurocore 3.16 (torch cells): spike at v &gt; θ, subtract in the same step, detached, arctangent with α 2.</summary>
    public static Firing ScNeurocore(double threshold = 1, ISurrogate? surrogate = null) =>
        new(threshold, surrogate ?? Snn.Surrogate.ATan(), Reset.Subtract, detachReset: true, atThreshold: false);

    /// <summary>Spikes of a potential: 1 where it crosses the threshold.</summary>
    public Tensor Spikes(Tensor v) => Spikes(v, null);

    private Tensor Spikes(Tensor v, Tensor? threshold) => Snn.Surrogate.Spike(threshold is null ? v - Threshold : v - threshold, Surrogate, AtThreshold);

    /// <summary>Spikes as the reset and adaptation see them: without gradient where that is chosen.</summary>
    internal Tensor Felt(Tensor spikes) => DetachReset ? Fn.StopGradient(spikes) : spikes;

    /// <summary>The potential after the reset by some spikes.</summary>
    /// <param name="v">The potential before.</param>
    /// <param name="spikes">Of the same shape.</param>
    /// <param name="threshold">θ of each neuron, where they have their own.</param>
    internal Tensor Lowered(Tensor v, Tensor spikes, Tensor? threshold = null)
    {
        Tensor s = Felt(spikes);
        return Reset switch
        {
            Reset.ToValue when ResetValue == 0 => v * (1 - s),
            Reset.ToValue => v * (1 - s) + s * ResetValue,
            Reset.Subtract => v - (threshold is null ? s * Threshold : s * threshold),
            _ => v,
        };
    }

    /// <summary>One step's spikes and reset.</summary>
    /// <param name="previous">The potential that the last step left.</param>
    /// <param name="charge">From the potential at the start of the step to that after leak and input.</param>
    /// <param name="resetFirst">Whether a late reset comes before the charge, so that the input of the step is kept whole.</param>
    /// <param name="threshold">θ of each neuron, where they have their own.</param>
    internal (Tensor V, Tensor Spikes) Step(Tensor previous, Func<Tensor, Tensor> charge, bool resetFirst = false, Tensor? threshold = null)
    {
        if (Timing == ResetTiming.SameStep)
        {
            Tensor charged = charge(previous), spikes = Spikes(charged, threshold);
            return (Lowered(charged, spikes, threshold), spikes);
        }
        Tensor late = Spikes(previous, threshold);
        if (Timing == ResetTiming.Both) late = Fn.StopGradient(late);
        Tensor v = resetFirst ? charge(Lowered(previous, late, threshold)) : Lowered(charge(previous), late, threshold);
        if (Timing == ResetTiming.NextStepWithSpike) return (v, late);
        Tensor now = Spikes(v, threshold);
        return (Timing == ResetTiming.Both ? Lowered(v, now - late, threshold) : v, now);
    }
}
