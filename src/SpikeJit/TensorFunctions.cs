using SpikeJit.Primitives;

namespace SpikeJit;

// Functions of each element. Integers are converted to F32 first.
public sealed partial class Tensor
{
    /// <summary>eˣ.</summary>
    public Tensor Exp() => Bind1(new Exp(), AsFloat());

    /// <summary>2ˣ.</summary>
    public Tensor Exp2() => AsFloat().Number(2).Pow(AsFloat());

    /// <summary>eˣ - 1, exact near 0.</summary>
    public Tensor Expm1() => Bind1(new Expm1(), AsFloat());

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Bind1(new Log(), AsFloat());

    /// <summary>log(1 + x), exact near 0.</summary>
    public Tensor Log1p() => Bind1(new Log1p(), AsFloat());

    /// <summary>The logarithm to base 2.</summary>
    public Tensor Log2() => Log() / Math.Log(2);

    /// <summary>The logarithm to base 10.</summary>
    public Tensor Log10() => Log() / Math.Log(10);

    /// <summary>√x.</summary>
    public Tensor Sqrt() => Bind1(new Sqrt(), AsFloat());

    /// <summary>1/√x.</summary>
    public Tensor Rsqrt() => Bind1(new Rsqrt(), AsFloat());

    /// <summary>∛x.</summary>
    public Tensor Cbrt() => Bind1(new Cbrt(), AsFloat());

    /// <summary>The sine.</summary>
    public Tensor Sin() => Bind1(new Sin(), AsFloat());

    /// <summary>The cosine.</summary>
    public Tensor Cos() => Bind1(new Cos(), AsFloat());

    /// <summary>The tangent.</summary>
    public Tensor Tan() => Bind1(new Tan(), AsFloat());

    /// <summary>sin(πx) / (πx), 1 at 0.</summary>
    public Tensor Sinc()
    {
        // Near 0 the quotient's derivative cancels; there the series is exact.
        Tensor x = Math.PI * AsFloat(), near = x.Abs().Less(0.125), angle = Select(near, OnesLike(x), x), square = Select(near, x, ZerosLike(x)).Square();
        Tensor series = 1 - square * (1 - square * (1 - square * (1 - square / 72) / 42) / 20) / 6;
        return Select(near, series, angle.Sin() / angle);
    }

    /// <summary>The inverse of the sine.</summary>
    public Tensor Asin() => Bind1(new Asin(), AsFloat());

    /// <summary>The inverse of the cosine.</summary>
    public Tensor Acos() => Bind1(new Acos(), AsFloat());

    /// <summary>The inverse of the tangent.</summary>
    public Tensor Atan() => Bind1(new Atan(), AsFloat());

    /// <summary>The hyperbolic sine.</summary>
    public Tensor Sinh() => Bind1(new Sinh(), AsFloat());

    /// <summary>The hyperbolic cosine.</summary>
    public Tensor Cosh() => Bind1(new Cosh(), AsFloat());

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Bind1(new Tanh(), AsFloat());

    /// <summary>The inverse of sinh.</summary>
    public Tensor Asinh() => Bind1(new Asinh(), AsFloat());

    /// <summary>The inverse of cosh.</summary>
    public Tensor Acosh() => Bind1(new Acosh(), AsFloat());

    /// <summary>The inverse of tanh.</summary>
    public Tensor Atanh() => Bind1(new Atanh(), AsFloat());

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Bind1(new Sigmoid(), AsFloat());

    /// <summary>The error function.</summary>
    public Tensor Erf() => Bind1(new Erf(), AsFloat());

    /// <summary>1 - erf(x), exact for large x.</summary>
    public Tensor Erfc() => Bind1(new Erfc(), AsFloat());

    /// <summary>The inverse of the error function.</summary>
    public Tensor ErfInv() => Bind1(new ErfInv(), AsFloat());

    /// <summary>The inverse of the error function as JAX's normal draws have it.</summary>
    internal Tensor ErfInvOfDraw() => Bind1(new ErfInvOfDraw(), this);

    /// <summary>log |Γ(x)|.</summary>
    public Tensor Lgamma() => Bind1(new Lgamma(), AsFloat());

    /// <summary>The derivative of log Γ(x).</summary>
    public Tensor Digamma() => Bind1(new Digamma(), AsFloat());

    /// <summary>|x|.</summary>
    public Tensor Abs() => DType.IsSigned() ? Bind1(new Abs(), this) : this;

    /// <summary>-1, 0 or 1.</summary>
    /// <exception cref="DTypeException">The tensor is Bool.</exception>
    public Tensor Sign() => DType == DType.Bool
        ? throw new DTypeException($"Sign: {Type} has no signs. Convert it with As(DType.I32).")
        : Bind1(new Sign(), this);

    /// <summary>The largest integer not above x.</summary>
    public Tensor Floor() => DType.IsFloat() ? Bind1(new Floor(), this) : this;

    /// <summary>The smallest integer not below x.</summary>
    public Tensor Ceiling() => DType.IsFloat() ? Bind1(new Ceiling(), this) : this;

    /// <summary>The nearest integer, halves to even.</summary>
    public Tensor Round() => DType.IsFloat() ? Bind1(new Round(), this) : this;

    /// <summary>The nearest number with so many decimals, halves to even; negative decimals round to tens, hundreds … Integers stay.</summary>
    public Tensor Round(int decimals) => DType.IsFloat() ? (this * Math.Pow(10, decimals)).Round() / Math.Pow(10, decimals) : this;

    /// <summary>The nearest integer, halves away from 0.</summary>
    public Tensor RoundAwayFromZero() => DType.IsFloat() ? Bind1(new RoundAway(), this) : this;

    /// <summary>x without its fraction.</summary>
    public Tensor Truncate() => DType.IsFloat() ? Bind1(new Truncate(), this) : this;

    /// <summary>How many bits of an integer are 1.</summary>
    public Tensor PopCount() => Bind1(new PopCount(), this);

    /// <summary>How many of the highest bits of an integer are 0.</summary>
    public Tensor LeadingZeros() => Bind1(new LeadingZeros(), this);

    /// <summary>x², the derivative at 0 being 0.</summary>
    public Tensor Square() => Bind1(new IntegerPower(2), this);

    /// <summary>1 / x.</summary>
    public Tensor Reciprocal() => 1 / this;

    /// <summary>Neither infinite nor NaN, a Bool tensor.</summary>
    public Tensor IsFinite() => DType.IsFloat() ? Bind1(new IsFinite(), this) : Full(Shape, true);

    /// <summary>Whether elements are NaN, a Bool tensor.</summary>
    public Tensor IsNaN() => NotEqual(this);

    /// <summary>Whether elements are infinite, a Bool tensor.</summary>
    public Tensor IsInfinite() => ~(IsFinite() | IsNaN());

    /// <summary>NaN replaced by a number, infinities by others: by the largest and smallest number of the dtype when left out.</summary>
    public Tensor NanToNum(double nan = 0, double? positiveInfinity = null, double? negativeInfinity = null)
    {
        if (!DType.IsFloat()) return this;
        double largest = DType == DType.F32 ? float.MaxValue : double.MaxValue;
        Tensor bounded = Select(IsNaN(), Number(nan), Clip(-largest, largest));
        if (positiveInfinity is { } above) bounded = Select(Equal(double.PositiveInfinity), above, bounded);
        return negativeInfinity is { } below ? Select(Equal(double.NegativeInfinity), below, bounded) : bounded;
    }

    /// <summary>x between lo and hi: min(max(x, lo), hi).</summary>
    public Tensor Clip(Tensor lo, Tensor hi) => Minimum(Maximum(this, lo), hi);

    /// <summary>x between two numbers.</summary>
    public Tensor Clip(double lo, double hi) => Minimum(Maximum(this, lo), hi);

    /// <summary>x between two integers.</summary>
    public Tensor Clip(int lo, int hi) => Minimum(Maximum(this, lo), hi);

    /// <summary>The same numbers as another dtype. Floats to integers truncate and saturate, NaN becomes 0; integers wrap; non-zero is true.</summary>
    public Tensor As(DType dtype)
    {
        if (dtype == DType) return this;
        if (Origin is Fill fill) return new Tensor(new Fill(Type with { DType = dtype }, Cpu.ScalarEvaluator.Apply(Compilation.ScalarOp.Convert, DType, dtype, fill.Bits, 0, 0)));
        return Bind1(new Primitives.Convert(dtype), this);
    }

    /// <summary>The same bits as another dtype of the same size.</summary>
    public Tensor Bitcast(DType dtype) => dtype == DType ? this : Bind1(new Bitcast(dtype), this);

    private Tensor AsFloat() => DType.IsFloat() ? this : As(DType.F32);
}
