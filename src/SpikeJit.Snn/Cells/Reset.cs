namespace SpikeJit.Snn;

/// <summary>What a spike does to the membrane potential.</summary>
public enum Reset
{
    /// <summary>The potential becomes the reset value: <c>v(1 − s) + s·v_reset</c> ("hard").</summary>
    ToValue,

    /// <summary>The threshold is taken off: <c>v − s·θ</c> ("soft").</summary>
    Subtract,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>When the reset of a spike lands. Libraries differ, and the spike trains with them.</summary>
public enum ResetTiming
{
    /// <summary>In the step of the spike, after it.</summary>
    SameStep,

    /// <summary>One step late: in a step, the potential that the last one left is compared with the threshold, and reset (snnTorch's default).</summary>
    NextStep,

    /// <summary>
    /// snnTorch's reset_delay=False: what the last step left is compared first, without gradient, as in <see cref="NextStep"/>; then a spike of this step
    /// resets too, unless the first already did. Differs from <see cref="SameStep"/> only where one reset did not bring v below θ.
    /// </summary>
    Both,

    /// <summary>As <see cref="NextStep"/>, and the spike that the step gives is that late one (Spyx).</summary>
    NextStepWithSpike,
}
