namespace SpikeJit.Stochastic;

/// <summary>A layer's weights as stochastic values, with what it takes to undo the map. Any orientation: the map works element by element.</summary>
/// <param name="Weight">
/// Unipolar: densities <c>p = (w − Min)/(Max − Min)</c>, 0 where all weights are equal. Bipolar: values <c>w/Max</c> in [−1, 1], Max = max|w|, Min = −Max.
/// </param>
/// <param name="Encoding">Which of the two.</param>
/// <param name="Bias">Unipolar: as it is. Bipolar: divided by Max, as the weights are.</param>
/// <param name="Min">The weight of density 0.</param>
/// <param name="Max">The weight of density 1.</param>
public sealed record ScWeights(Tensor Weight, ScEncoding Encoding, Tensor? Bias, double Min, double Max)
{
    /// <summary>What the sum of products must be multiplied by: Max for bipolar weights, Max − Min for unipolar ones.</summary>
    public double Scale => Encoding == ScEncoding.Bipolar ? Max : Max - Min;

    /// <summary>Maps weights, and a bias to go with them. In values, as sc-neurocore's to_sc_weights; that leaves out Min and Max of unipolar weights.</summary>
    /// <exception cref="ArgumentException">There are no weights, or they or the bias are not floating-point or not finite.</exception>
    public static ScWeights From(Tensor weight, Tensor? bias = null, ScEncoding encoding = ScEncoding.Bipolar)
    {
        ScDynamics.RequireFloat(weight);
        FiniteCheck.Require(weight, nameof(weight));
        if (weight.Size == 0) throw new ShapeException($"weight is {weight.Type}: there are no weights to map.");
        if (bias is not null)
        {
            ScDynamics.RequireFloat(bias);
            FiniteCheck.Require(bias, nameof(bias));
        }
        (double min, double max) = Range(weight.As(DType.F32).ToArray<float>(), encoding);
        if (encoding == ScEncoding.Bipolar) return new(weight / max, encoding, bias is null ? null : bias / max, min, max);
        return new(max == min ? Tensor.ZerosLike(weight) : (weight - min) / (max - min), encoding, bias, min, max);
    }

    /// <summary>The weights again.</summary>
    public Tensor Restore() => Encoding == ScEncoding.Bipolar ? Weight * Max : Weight * (Max - Min) + Min;

    /// <summary>The weights that density 0 and density 1 stand for.</summary>
    internal static (double Min, double Max) Range(ReadOnlySpan<float> weights, ScEncoding encoding)
    {
        float min = weights[0], max = weights[0];
        foreach (float w in weights) (min, max) = (Math.Min(min, w), Math.Max(max, w));
        switch (encoding)
        {
            case ScEncoding.Unipolar:
                return (min, max);
            case ScEncoding.Bipolar:
                float largest = Math.Max(Math.Abs(min), Math.Abs(max));
                if (largest == 0) largest = 1;
                return (-largest, largest);
            default:
                throw ScEncodings.Unknown(encoding);
        }
    }
}
