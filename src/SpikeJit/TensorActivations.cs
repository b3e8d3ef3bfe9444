namespace SpikeJit;

// Activation functions, composed of other operations. Integers are converted to F32 first.
public sealed partial class Tensor
{
    /// <summary>max(x, 0); the derivative at 0 is 0.</summary>
    public Tensor Relu() => Select(LessOrEqual(0), ZerosLike(this), this);

    /// <summary>log(1 + eˣ), without overflow; the derivative is sigmoid(x).</summary>
    public Tensor Softplus() => LogAddExp(AsFloat(), ZerosLike(AsFloat()));

    /// <summary>log(sigmoid(x)), without underflow.</summary>
    public Tensor LogSigmoid() => -(-AsFloat()).Softplus();

    /// <summary>log(x / (1 - x)), the inverse of <see cref="Sigmoid"/>.</summary>
    public Tensor Logit()
    {
        Tensor x = AsFloat();
        return x.Log() - (-x).Log1p();
    }

    /// <summary>min(max(x, 0), 6); the derivative at 0 is 0, at 6 it is ½.</summary>
    public Tensor Relu6() => Minimum(AsFloat().Relu(), 6);

    /// <summary>x for x ≥ 0, else slope·x.</summary>
    public Tensor LeakyRelu(double negativeSlope = 0.01)
    {
        Tensor x = AsFloat();
        return Select(x.GreaterOrEqual(0), x, negativeSlope * x);
    }

    /// <summary>x for x &gt; 0, else α(eˣ - 1).</summary>
    public Tensor Elu(double alpha = 1)
    {
        Tensor x = AsFloat(), positive = x.Greater(0);
        return Select(positive, x, alpha * Select(positive, ZerosLike(x), x).Expm1());
    }

    /// <summary>1.0507·elu(x, 1.6733), which keeps mean 0 and variance 1 through layers (Klambauer et al., 2017).</summary>
    public Tensor Selu() => 1.0507009873554805 * Elu(1.6732632423543772);

    /// <summary>max(x, 0) + α(exp(min(x, 0)/α) - 1).</summary>
    public Tensor Celu(double alpha = 1)
    {
        Tensor x = AsFloat();
        return Maximum(x, 0) + alpha * (Minimum(x, 0) / alpha).Expm1();
    }

    /// <summary>x·sigmoid(x).</summary>
    public Tensor Silu() => AsFloat() * Sigmoid();

    /// <summary>x·Φ(x), Φ the normal distribution function; or its approximation ½x(1 + tanh u) = x·sigmoid(2u), u = √(2/π)(x + 0.044715x³).</summary>
    public Tensor Gelu(bool approximate = true)
    {
        Tensor x = AsFloat();
        return approximate
            ? x * (2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x.Pow(3))).Sigmoid()
            : 0.5 * x * (x * -Math.Sqrt(0.5)).Erfc();
    }

    /// <summary>x between -1 and 1; the derivative at the ends is 1.</summary>
    public Tensor HardTanh()
    {
        Tensor x = AsFloat();
        return Select(x.Greater(1), OnesLike(x), Select(x.Less(-1), -OnesLike(x), x));
    }

    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    public Tensor HardSigmoid() => (AsFloat() + 3).Relu6() / 6;

    /// <summary>x / (1 + |x|).</summary>
    public Tensor SoftSign()
    {
        // For large x in another form: there the quotient's derivative cancels.
        Tensor x = AsFloat(), size = x.Abs(), inverse = (size + 1).Reciprocal(), small = size < 1;
        return Select(small, Select(small, x, ZerosLike(x)) * inverse, x.Sign() * (1 - inverse));
    }

    /// <summary>x·tanh(softplus(x)).</summary>
    public Tensor Mish() => AsFloat() * Softplus().Tanh();

    /// <summary>x·hard_sigmoid(x).</summary>
    public Tensor HardSilu() => AsFloat() * HardSigmoid();

    /// <summary>(x + √(x² + b)) / 2, a smooth relu.</summary>
    public Tensor SquarePlus(double b = 4)
    {
        Tensor x = AsFloat();
        return (x + (x.Square() + b).Sqrt()) / 2;
    }

    /// <summary>The first half of an axis times the sigmoid of the second.</summary>
    /// <exception cref="ShapeException">The axis is out of range or has an odd extent.</exception>
    public Tensor Glu(int axis = -1)
    {
        Tensor[] halves = AsFloat().Split(2, axis);
        return halves[0] * halves[1].Sigmoid();
    }
}
