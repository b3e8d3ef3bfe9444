namespace SpikeJit.Snn;

/// <summary>
/// The surrogate gradients g(x) that are in use, x = v − θ. A name alone does not fix the formula: libraries scale functions of one name differently, so
/// each entry states formula, default and source. All are finite for |x| up to 10³⁰ and, where not said otherwise, nowhere negative.
/// </summary>
public static partial class Surrogate
{
    /// <summary><c>1/(1 + k|x|)²</c>. Default of snnTorch's fast_sigmoid and Spyx's superspike (k 25); the tutorial and sc-neurocore's superspike have k 10.</summary>
    /// <param name="slope">k &gt; 0.</param>
    public static ISurrogate FastSigmoid(double slope = 25) => new FastSigmoid(Check.Positive(slope));

    /// <summary><c>1/(1 + β|x|)²</c>, F. Zenke, S. Ganguli, "SuperSpike", Neural Computation 30, 2018; the tutorial's and sc-neurocore's default.</summary>
    /// <param name="beta">β &gt; 0.</param>
    public static ISurrogate SuperSpike(double beta = 10) => new FastSigmoid(Check.Positive(beta));

    /// <summary><c>k/(1 + k|x|)²</c>: sc-neurocore's fast_sigmoid.</summary>
    /// <param name="slope">k &gt; 0.</param>
    public static ISurrogate ScaledFastSigmoid(double slope = 25) => new ScaledFastSigmoid(Check.Positive(slope));

    /// <summary><c>α/(1 + |x|)²</c>: SpikingJelly's SuperSpike.</summary>
    /// <param name="alpha">The height α &gt; 0.</param>
    public static ISurrogate UnitSuperSpike(double alpha = 1) => new UnitSuperSpike(Check.Positive(alpha));

    /// <summary><c>(α/2)/(1 + α|x|)²</c>: SpikingJelly's SoftSign.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate SoftSign(double alpha = 2) => new SoftSign(Check.Positive(alpha));

    /// <summary><c>(α/2)/(1 + (παx/2)²)</c>: snnTorch's default, SpikingJelly's ATan, sc-neurocore's atan_surrogate.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate ATan(double alpha = 2) => new ATan(Check.Positive(alpha));

    /// <summary><c>1/(π(1 + (kπx)²))</c>: Spyx's arctan.</summary>
    /// <param name="slope">k &gt; 0.</param>
    public static ISurrogate Arctan(double slope = 2) => new Arctan(Check.Positive(slope));

    /// <summary><c>k s(1 − s)</c>, s = 1/(1 + e⁻ᵏˣ): snnTorch's (k 25), SpikingJelly's (k 4) and sc-neurocore's (k 5) sigmoid, without their overflow.</summary>
    /// <param name="slope">k &gt; 0.</param>
    public static ISurrogate Sigmoid(double slope = 25) => new LogisticSlope(Check.Positive(slope));

    /// <summary><c>1 − tanh²(kx) = 4/(eᵏˣ + e⁻ᵏˣ)²</c>: Norse's and Spyx's tanh.</summary>
    /// <param name="slope">k &gt; 0.</param>
    public static ISurrogate Tanh(double slope = 1) => new TanhSlope(Check.Positive(slope));

    /// <summary><c>max(0, 1 − |x|/w)/w</c>: sc-neurocore's triangular, whose area is 1.</summary>
    /// <param name="width">Half the base, w &gt; 0.</param>
    public static ISurrogate Triangular(double width = 1) => new Triangular(Check.Positive(width), 1 / width);

    /// <summary><c>h·max(0, 1 − |x|/w)</c>. Spyx's triangular is h 1, w 1/2; Norse's triangle is h 0.3, w 1.</summary>
    /// <param name="width">Half the base, w &gt; 0.</param>
    /// <param name="height">The peak h &gt; 0.</param>
    public static ISurrogate Triangular(double width, double height) => new Triangular(Check.Positive(width), Check.Positive(height));

    /// <summary><c>h</c> where |x| &lt; w/2, 0 elsewhere: Spyx's boxcar; SpikingJelly's Rect(α) is w 1/α, h α.</summary>
    /// <param name="width">w &gt; 0.</param>
    /// <param name="height">h &gt; 0.</param>
    public static ISurrogate Boxcar(double width = 2, double height = 0.5) => new Boxcar(Check.Positive(width), Check.Positive(height));

    /// <summary><c>max(0, α − α²|x|)</c>: SpikingJelly's PiecewiseQuadratic (the derivative of a piecewise quadratic).</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate PiecewiseQuadratic(double alpha = 1) => new Triangular(1 / Check.Positive(alpha), alpha);

    /// <summary><c>(α/2)e^(−α|x|)</c>: SpikingJelly's PiecewiseExp.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate PiecewiseExponential(double alpha = 1) => new Exponential(Check.Positive(alpha / 2), alpha);

    /// <summary><c>k e^(−β|x|)</c>: what snnTorch's spike_rate_escape means to be, centred at the threshold.</summary>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="slope">The height k &gt; 0.</param>
    public static ISurrogate RateEscape(double beta = 1, double slope = 25) => new Exponential(Check.Positive(slope), Check.Positive(beta));

    /// <summary><c>(α/√π)e^(−α²x²)</c>: SpikingJelly's Erf. Norse's heavi_erfc is twice that.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate Erf(double alpha = 2) => new Bell(Check.Positive(alpha) / Math.Sqrt(Math.PI), alpha);

    /// <summary><c>(2/√π)e^(−(αx)²)</c>: Norse's heavi_erfc.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate Erfc(double alpha = 1) => new Bell(2 / Math.Sqrt(Math.PI), Check.Positive(alpha));

    /// <summary><c>c·N(x; 0, σ)</c>, the normal density: B. Yin, F. Corradi, S. Bohté, Nature Machine Intelligence 3, 2021.</summary>
    /// <param name="sigma">σ &gt; 0.</param>
    /// <param name="scale">c &gt; 0.</param>
    public static ISurrogate Gaussian(double sigma = 0.5, double scale = 1) =>
        new Bell(Check.Positive(scale) / (Check.Positive(sigma) * Math.Sqrt(2 * Math.PI)), 1 / (sigma * Math.Sqrt(2)));

    /// <summary>
    /// <c>(1 + h)N(x; 0, σ) − h N(x; σ, kσ) − h N(x; −σ, kσ)</c> (Yin et al. 2021, as <see cref="Gaussian"/>). Negative far from the threshold, by design.
    /// </summary>
    /// <param name="sigma">σ &gt; 0.</param>
    /// <param name="height">h ≥ 0.</param>
    /// <param name="spread">k &gt; 0.</param>
    public static ISurrogate MultiGaussian(double sigma = 0.5, double height = 0.15, double spread = 6) =>
        new MultiGaussian(Check.Positive(sigma), Check.NotNegative(height), Check.Positive(spread));

    /// <summary><c>1</c>: the straight-through estimator (Y. Bengio et al., arXiv:1308.3432), in snnTorch, sc-neurocore, SpikingJelly (DeterministicPass).</summary>
    public static ISurrogate StraightThrough() => new Steps(double.NegativeInfinity, 1, 1);

    /// <summary><c>k</c> where x ≥ 0, <c>leak</c> elsewhere: SpikingJelly's LeakyKReLU. snnTorch's heaviside is 1 above and 0 up to the threshold.</summary>
    /// <param name="leak">The slope below the threshold, ≥ 0.</param>
    /// <param name="slope">The slope k above, &gt; 0.</param>
    public static ISurrogate LeakyRelu(double leak = 0, double slope = 1) => new Steps(0, Check.Positive(slope), Check.NotNegative(leak));

    /// <summary><c>1/(2w)</c> where |x| &lt; w, <c>c</c> elsewhere: SpikingJelly's PiecewiseLeakyReLU.</summary>
    /// <param name="width">w &gt; 0.</param>
    /// <param name="leak">c ≥ 0.</param>
    public static ISurrogate PiecewiseLeakyRelu(double width = 1, double leak = 0.01) =>
        new Boxcar(2 * Check.Positive(width), 1 / (2 * width), Check.NotNegative(leak));

    /// <summary><c>1/(1/α + |x|)</c>: SpikingJelly's NonzeroSignLogAbs.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate SignLogAbs(double alpha = 1) => new SignLogAbs(Check.Positive(alpha));

    /// <summary><c>(1 + 2|x|/(α − 1))^(−α)</c>: SpikingJelly's QPseudoSpike (J. Herranz-Celotti, J. Rouat, arXiv:2202.00282).</summary>
    /// <param name="alpha">α &gt; 1.</param>
    public static ISurrogate QPseudoSpike(double alpha = 2)
    {
        Check.Positive(alpha - 1, nameof(alpha) + " - 1");
        return new QPseudoSpike(alpha);
    }

    /// <summary><c>α s(1 − s)</c>, s = 1/(1 + e⁻ᵅˣ), below the threshold; <c>β/(x + 1)</c> from it on: SpikingJelly's S2NN.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    /// <param name="beta">β &gt; 0.</param>
    public static ISurrogate S2nn(double alpha = 4, double beta = 1) => new S2nn(Check.Positive(alpha), Check.Positive(beta));

    /// <summary><c>α</c> up to the threshold, 1 above it up to x = 1, <c>1/x</c> from there: SpikingJelly's LogTailedReLU.</summary>
    /// <param name="alpha">The slope below the threshold, ≥ 0.</param>
    public static ISurrogate LogTailedRelu(double alpha = 0) => new LogTailedRelu(Check.NotNegative(alpha));

    /// <summary><c>min(1/|x|, α)</c>: SpikingJelly's FakeNumericalGradient.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate FakeNumerical(double alpha = 0.3) => new FakeNumerical(Check.Positive(alpha));

    /// <summary><c>(4/T) Σ cos((2i − 1)2πx/T)</c>, i from 1 to n − 1: SpikingJelly's SquarewaveFourierSeries. Periodic, and negative in places.</summary>
    /// <param name="terms">n ≥ 2.</param>
    /// <param name="period">T &gt; 0.</param>
    public static ISurrogate FourierSeries(int terms = 2, double period = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 2);
        return new FourierSeries(terms, Check.Positive(period));
    }

    /// <summary><c>α³/(α² + x²)^(3/2)</c>: Norse's circ.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static ISurrogate Circular(double alpha = 1) => new Circular(Check.Positive(alpha));

    /// <summary>A function of one's own.</summary>
    /// <param name="derivative">g(x), element by element.</param>
    public static ISurrogate Custom(Func<Tensor, Tensor> derivative) => new Custom(derivative ?? throw new ArgumentNullException(nameof(derivative)));
}
