namespace SpikeJit;

// Activation functions, composed of other operations. Integers are converted to F32 first.
public sealed partial class Tensor
{
    /// <summary>log(x / (1 - x)), the inverse of <see cref="Sigmoid"/>.</summary>
    public Tensor Logit()
    {
        Tensor x = AsFloat();
        return x.Log() - (-x).Log1p();
    }
}
