namespace SpikeJit;

// Functions around Γ, composed of others.
public sealed partial class Tensor
{
    // The Bernoulli numbers B₂, B₄, … of ψ₁'s series in 1/x.
    private static readonly double[] s_bernoulli = [1d / 6, -1d / 30, 1d / 42, -1d / 30, 5d / 66, -691d / 2730, 7d / 6, -3617d / 510];

    /// <summary>The derivative of <see cref="Digamma"/>, the second of log Γ(x). +∞ at 0, -1, -2, …</summary>
    public Tensor Trigamma()
    {
        // Left of ½ by reflection: ψ₁(x) = π²/sin²πx - ψ₁(1 - x).
        Tensor x = AsFloat(), left = x.Less(0.5), right = Select(left, 1 - x, x);
        Tensor offset = Select(left, x - x.Round(), Full(Shape, 0.5).As(x.DType));
        Tensor sum = ZerosLike(x);
        const int steps = 8;
        for (int k = 0; k < steps; k++) sum += (right + k).Pow(-2);
        Tensor inverse = (right + steps).Reciprocal(), square = inverse.Square(), series = ZerosLike(x);
        for (int k = s_bernoulli.Length - 1; k >= 0; k--) series = series * square + s_bernoulli[k];
        sum += inverse * (1 + 0.5 * inverse + square * series);
        return Select(left, (Math.PI / (Math.PI * offset).Sin()).Square() - sum, sum);
    }

    /// <summary>log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), for a, b &gt; 0.</summary>
    public static Tensor LogBeta(Tensor a, Tensor b) => a.Lgamma() + b.Lgamma() - (a + b).Lgamma();
}
