namespace SpikeJit.Snn;

public static partial class Surrogate
{
    /// <summary>The default of cells and layers: <c>1/(1 + 10|x|)²</c>.</summary>
    public static ISurrogate Default { get; } = new FastSigmoid(10);

    /// <summary>
    /// The spike function: 1 where x ≥ 0 (or x &gt; 0), 0 elsewhere and for NaN; its derivative, forward and reverse, is the surrogate's.
    /// </summary>
    /// <param name="x">Membrane potential minus threshold.</param>
    /// <param name="surrogate">The derivative; <see cref="Default"/> when absent.</param>
    /// <param name="atThreshold">Whether x = 0 is a spike.</param>
    /// <exception cref="DTypeException"><paramref name="x"/> is not floating-point.</exception>
    public static Tensor Spike(Tensor x, ISurrogate? surrogate = null, bool atThreshold = true)
    {
        ISurrogate g = surrogate ?? Default;
        return Fn.CustomJvp<Tensor, Tensor>(
            p => Heaviside(p, atThreshold),
            (p, dp) => (Heaviside(p, atThreshold), g.Derivative(p) * dp))(Check.Float(x, "Spike: x"));
    }

    private static Tensor Heaviside(Tensor x, bool atThreshold) => (atThreshold ? x >= 0 : x > 0).As(x.DType);
}
