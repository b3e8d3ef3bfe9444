namespace SpikeJit.Snn;

/// <summary>What a <see cref="SpikingClassifier"/> is made of.</summary>
public sealed record ClassifierConfiguration
{
    /// <param name="sizes">Neurons of each layer from the inputs to the classes, such as 64, 128, 10.</param>
    /// <param name="steps">Time steps T.</param>
    /// <param name="beta">Membrane decay per step, in [0, 1].</param>
    /// <param name="threshold">θ &gt; 0.</param>
    /// <param name="surrogate">As <see cref="Surrogate.Parse"/> reads it.</param>
    /// <param name="input">How features enter.</param>
    /// <param name="bias">Whether the projections have a bias.</param>
    /// <exception cref="ArgumentException">There are fewer than two sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="FormatException">The surrogate is not known.</exception>
    public ClassifierConfiguration(
        int[] sizes, int steps = 25, double beta = 0.9, double threshold = 1, string surrogate = "ATan(2)", InputCode input = InputCode.Current, bool bias = true)
    {
        if (sizes.Length < 2) throw new ArgumentException($"A classifier of {sizes.Length} sizes. Give at least the inputs and the classes, such as 64, 128, 10.", nameof(sizes));
        Sizes = Array.ConvertAll(sizes, s => Check.Count(s, nameof(sizes)));
        Steps = Check.Count(steps);
        Beta = Check.Fraction(beta);
        Threshold = Check.Positive(threshold);
        Snn.Surrogate.Parse(surrogate);
        Surrogate = surrogate;
        Input = Check.Defined(input);
        Bias = bias;
    }

    /// <summary>Neurons of each layer.</summary>
    public int[] Sizes { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>θ.</summary>
    public double Threshold { get; }

    /// <summary>The surrogate, as text.</summary>
    public string Surrogate { get; }

    /// <summary>How features enter.</summary>
    public InputCode Input { get; }

    /// <summary>Whether the projections have a bias.</summary>
    public bool Bias { get; }

    /// <summary>The same values.</summary>
    public bool Equals(ClassifierConfiguration? other) =>
        other is not null && Sizes.SequenceEqual(other.Sizes) && (Steps, Beta, Threshold, Surrogate, Input, Bias) == (other.Steps, other.Beta, other.Threshold, other.Surrogate, other.Input, other.Bias);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sizes[0], Sizes.Length, Steps, Beta, Threshold, Surrogate, Input, Bias);

    /// <summary>For example <c>64-128-10, T = 25</c>.</summary>
    public override string ToString() => $"{string.Join('-', Sizes)}, T = {Steps}";
}
