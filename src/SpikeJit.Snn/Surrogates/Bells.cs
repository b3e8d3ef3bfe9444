namespace SpikeJit.Snn;

// Surrogates with exponential tails, through e^(−|x|) ≤ 1, which cannot overflow.

/// <summary>k s(1 − s), s the logistic function of kx; even in x, so of u = e^(−k|x|): k u/(1 + u)².</summary>
internal sealed record LogisticSlope(double Slope) : ISurrogate
{
    public Tensor Derivative(Tensor x)
    {
        Tensor u = (x.Abs() * -Slope).Exp();
        return u * Slope / (1 + u).Square();
    }
}

/// <summary>1 − tanh²(kx) = 4u/(1 + u)², u = e^(−2k|x|).</summary>
internal sealed record TanhSlope(double Slope) : ISurrogate
{
    public Tensor Derivative(Tensor x)
    {
        Tensor u = (x.Abs() * (-2 * Slope)).Exp();
        return u * 4 / (1 + u).Square();
    }
}

/// <summary>h e^(−k|x|).</summary>
internal sealed record Exponential(double Height, double Rate) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (x.Abs() * -Rate).Exp() * Height;
}

/// <summary>h e^(−(kx)²).</summary>
internal sealed record Bell(double Height, double Rate) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (-(x * Rate).Square()).Exp() * Height;
}

/// <summary>(1 + h)N(x; 0, σ) − h N(x; σ, kσ) − h N(x; −σ, kσ).</summary>
internal sealed record MultiGaussian(double Sigma, double Height, double Spread) : ISurrogate
{
    public Tensor Derivative(Tensor x) =>
        Density(x, Sigma) * (1 + Height) - (Density(x - Sigma, Spread * Sigma) + Density(x + Sigma, Spread * Sigma)) * Height;

    private static Tensor Density(Tensor x, double sigma) => (-(x * (1 / (sigma * Math.Sqrt(2)))).Square()).Exp() * (1 / (sigma * Math.Sqrt(2 * Math.PI)));
}

/// <summary>α s(1 − s) below the threshold, β/(x + 1) from it on.</summary>
internal sealed record S2nn(double Alpha, double Beta) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Tensor.Select(x < 0, new LogisticSlope(Alpha).Derivative(x), Beta / (1 + x.Abs()));
}
