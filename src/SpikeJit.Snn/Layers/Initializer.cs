namespace SpikeJit.Snn;

/// <summary>How weights <c>[n_in, n_out]</c> start.</summary>
public abstract record Initializer
{
    /// <summary>Draws weights.</summary>
    /// <param name="key">Used up by the draw.</param>
    /// <param name="inputs">n_in.</param>
    /// <param name="outputs">n_out.</param>
    public abstract Tensor Draw(RandomKey key, int inputs, int outputs);

    /// <summary>Uniform on ±gain/√n_in. With gain 1 what PyTorch's Linear starts from.</summary>
    public static Initializer Uniform(double gain = 1) => new FanInUniform(Check.Positive(gain));

    /// <summary>Normal with σ = gain/√n_in; gain √2 is He's.</summary>
    public static Initializer Normal(double gain = 1) => new FanInNormal(Check.Positive(gain));

    /// <summary>Normal with a given σ.</summary>
    public static Initializer NormalOf(double sigma) => new FixedNormal(Check.Positive(sigma));

    /// <summary>Orthogonal rows or columns, times a gain (A. Saxe, J. McClelland, S. Ganguli, arXiv:1312.6120).</summary>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalRows(Check.Positive(gain));

    /// <summary>All zero.</summary>
    public static Initializer Zeros { get; } = new AllZero();

    private sealed record FanInUniform(double Gain) : Initializer
    {
        public override Tensor Draw(RandomKey key, int inputs, int outputs) =>
            key.Uniform([inputs, outputs], -Gain / Math.Sqrt(inputs), Gain / Math.Sqrt(inputs));
    }

    private sealed record FanInNormal(double Gain) : Initializer
    {
        public override Tensor Draw(RandomKey key, int inputs, int outputs) => key.Normal([inputs, outputs]) * (Gain / Math.Sqrt(inputs));
    }

    private sealed record FixedNormal(double Sigma) : Initializer
    {
        public override Tensor Draw(RandomKey key, int inputs, int outputs) => key.Normal([inputs, outputs]) * Sigma;
    }

    private sealed record OrthogonalRows(double Gain) : Initializer
    {
        public override Tensor Draw(RandomKey key, int inputs, int outputs) => Initializers.Orthogonal(key, [inputs, outputs], Gain);
    }

    private sealed record AllZero : Initializer
    {
        public override Tensor Draw(RandomKey key, int inputs, int outputs) => Tensor.Zeros([inputs, outputs]);
    }
}
