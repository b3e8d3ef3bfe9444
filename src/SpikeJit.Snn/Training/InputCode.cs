namespace SpikeJit.Snn;

/// <summary>How features enter a network that lives in time.</summary>
public enum InputCode
{
    /// <summary>As a current that stays the same in every step.</summary>
    Current,

    /// <summary>As random spikes: in every step a spike with the feature, in [0, 1], as its probability.</summary>
    Rate,
}
