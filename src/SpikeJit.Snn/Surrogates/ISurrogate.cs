namespace SpikeJit.Snn;

/// <summary>
/// A surrogate gradient: what stands in for the derivative of the spike function, which is 0 or infinite (E. Neftci, H. Mostafa, F. Zenke, "Surrogate
/// gradient learning in spiking neural networks", IEEE Signal Processing Magazine 36, 2019). <see cref="Surrogate"/> makes the known ones.
/// </summary>
public interface ISurrogate
{
    /// <summary>g(x), element by element. Finite for all finite x; NaN for NaN.</summary>
    /// <param name="x">Membrane potential minus threshold.</param>
    Tensor Derivative(Tensor x);
}
