namespace SpikeJit.Stochastic;

/// <summary>
/// The integer leaky integrate-and-fire neuron of hardware, in signed fixed point:
/// <c>v ← v + ((v_rest − v)·leak &gt;&gt; f) + (I·gain &gt;&gt; f) + noise</c>; a spike where v ≥ θ, then v ← v_reset and the neuron is held at
/// v_rest, deaf to its input, for the refractory steps.
/// </summary>
/// <remarks>Shifts round down. The new v wraps to the width in two's complement before it is compared, as an adder without saturation
/// does.</remarks>
public sealed record FixedPointLif
{
    private FixedPointLif(int width, int fractionBits) => (Width, FractionBits) = (width, fractionBits);

    /// <summary>Width of the potential in bits, with its sign.</summary>
    public int Width { get; }

    /// <summary>Fraction bits f.</summary>
    public int FractionBits { get; }

    /// <summary>Potential without input.</summary>
    public int Rest { get; private init; }

    /// <summary>Potential right after a spike.</summary>
    public int Reset { get; private init; }

    /// <summary>Potential θ from which the neuron spikes.</summary>
    public int Threshold { get; private init; }

    /// <summary>Steps without input after a spike.</summary>
    public int RefractorySteps { get; private init; }

    /// <summary>The state before the first step: at rest.</summary>
    public FixedPointLifState Initial => new(Rest, 0);

    /// <summary>A neuron; the default is Q8.8 with the threshold 1.0.</summary>
    /// <param name="width">Bits of the potential, 2 to 32.</param>
    /// <param name="fractionBits">Bits after the point, 0 to width − 1.</param>
    /// <param name="rest">Potential without input.</param>
    /// <param name="reset">Potential after a spike, below the threshold.</param>
    /// <param name="threshold">Potential from which the neuron spikes; within the width, or it could never be reached.</param>
    /// <param name="refractorySteps">Steps without input after a spike.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static FixedPointLif Create(
        int width = 16, int fractionBits = 8, int rest = 0, int reset = 0, int threshold = 256, int refractorySteps = 2)
    {
        if (width is < 2 or > 32)
            throw new ArgumentOutOfRangeException(nameof(width), width, "A fixed-point potential has 2 to 32 bits.");
        if (fractionBits < 0 || fractionBits >= width)
            throw new ArgumentOutOfRangeException(nameof(fractionBits), fractionBits, $"A {width}-bit number has 0 to {width - 1} fraction bits.");
        ArgumentOutOfRangeException.ThrowIfNegative(refractorySteps);
        RequireWord(rest, width, nameof(rest));
        RequireWord(reset, width, nameof(reset));
        RequireWord(threshold, width, nameof(threshold));
        if (reset >= threshold)
            throw new ArgumentOutOfRangeException(
                nameof(reset), reset, $"The reset potential must lie below the threshold {threshold}, or the neuron spikes for ever.");
        return new FixedPointLif(width, fractionBits) { Rest = rest, Reset = reset, Threshold = threshold, RefractorySteps = refractorySteps };
    }

    /// <summary>One step.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="leak">Leak factor: dt/τ in the fixed point.</param>
    /// <param name="gain">Input gain in the fixed point.</param>
    /// <param name="current">Input current in the fixed point.</param>
    /// <param name="noise">Added to the sum.</param>
    public (FixedPointLifState State, bool Spike) Step(FixedPointLifState state, int leak, int gain, int current, int noise = 0)
    {
        if (state.Refractory > 0) return (new FixedPointLifState(Rest, state.Refractory - 1), false);
        long v = state.Potential + ((((long)Rest - state.Potential) * leak) >> FractionBits) + (((long)current * gain) >> FractionBits) + noise;
        int unused = 64 - Width;
        int wrapped = (int)((v << unused) >> unused);
        return wrapped >= Threshold ? (new FixedPointLifState(Reset, RefractorySteps), true) : (new FixedPointLifState(wrapped, 0), false);
    }

    private static void RequireWord(int value, int width, string name)
    {
        long most = (1L << (width - 1)) - 1;
        if (value > most || value < -most - 1)
            throw new ArgumentOutOfRangeException(name, value, $"A signed {width}-bit word holds {-most - 1} to {most}.");
    }
}

/// <summary>State of a <see cref="FixedPointLif"/>.</summary>
/// <param name="Potential">Membrane potential v.</param>
/// <param name="Refractory">Refractory steps left.</param>
public readonly record struct FixedPointLifState(int Potential, int Refractory);
