namespace SpikeJit.Stochastic;

/// <summary>What the comparator of a stochastic number generator compares with.</summary>
public enum BitSource
{
    /// <summary>Independent random bits (Threefry). A product's error falls as 1/√L.</summary>
    Bernoulli,

    /// <summary>A linear-feedback shift register, as hardware has. Accurate when the length is near the period.</summary>
    Lfsr,

    /// <summary>A Sobol sequence. A product's error falls nearly as 1/L.</summary>
    Sobol,

    /// <summary>A Halton sequence. A product's error falls nearly as 1/L; short streams need low dimensions.</summary>
    Halton,
}
