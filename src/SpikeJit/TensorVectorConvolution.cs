namespace SpikeJit;

/// <summary>Which part of the convolution of two vectors is wanted.</summary>
public enum ConvolutionPart
{
    /// <summary>Every place where they overlap: m + n - 1 elements.</summary>
    Full,
    /// <summary>The middle: as many elements as the longer one has.</summary>
    Same,
    /// <summary>Where the shorter one lies inside the longer one.</summary>
    Valid,
}

// Convolutions of vectors as signal processing means them.
public sealed partial class Tensor
{
    /// <summary>The convolution of two vectors: y[i] = Σ a[j]·b[i - j].</summary>
    /// <exception cref="ShapeException">One is no vector, or empty.</exception>
    public static Tensor Convolve1D(Tensor a, Tensor b, ConvolutionPart part = ConvolutionPart.Full)
    {
        if (a.Rank != 1 || b.Rank != 1 || a.Size == 0 || b.Size == 0) throw new ShapeException($"Convolve1D: {a.Type} and {b.Type} are not two vectors with elements.");
        (a, b) = Matched(a, b);
        if (a.Size < b.Size) (a, b) = (b, a);
        int k = b.Size;
        (int, int) padding = part switch { ConvolutionPart.Full => (k - 1, k - 1), ConvolutionPart.Same => (k / 2, k - 1 - k / 2), _ => (0, 0) };
        return a.Reshape([1, 1, a.Size]).Convolve(b.Flip(0).Reshape([1, 1, k]), new Windows { Padding = [padding] }).Flatten();
    }

    /// <summary>The correlation of two vectors: y[i] = Σ a[i + j]·b[j].</summary>
    /// <exception cref="ShapeException">One is no vector, or empty.</exception>
    public static Tensor Correlate1D(Tensor a, Tensor b, ConvolutionPart part = ConvolutionPart.Valid)
    {
        if (b.Rank != 1) throw new ShapeException($"Correlate1D: {a.Type} and {b.Type} are not two vectors with elements.");
        // An exchange of the operands in Convolve1D mirrors nothing, as convolution is symmetric.
        return Convolve1D(a, b.Flip(0), part);
    }
}
