namespace SpikeJit.Snn;

// Surrogates with algebraic tails. The reciprocal is taken before the square, so that nothing but the tail underflows.

/// <summary>1/(1 + k|x|)².</summary>
internal sealed record FastSigmoid(double Slope) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (1 / (1 + x.Abs() * Slope)).Square();
}

/// <summary>k/(1 + k|x|)².</summary>
internal sealed record ScaledFastSigmoid(double Slope) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (1 / (1 + x.Abs() * Slope)).Square() * Slope;
}

/// <summary>α/(1 + |x|)².</summary>
internal sealed record UnitSuperSpike(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (1 / (1 + x.Abs())).Square() * Alpha;
}

/// <summary>(α/2)/(1 + α|x|)².</summary>
internal sealed record SoftSign(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (1 / (1 + x.Abs() * Alpha)).Square() * (Alpha / 2);
}

/// <summary>(α/2)/(1 + (παx/2)²).</summary>
internal sealed record ATan(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Alpha / 2 / (1 + (x * (Math.PI * Alpha / 2)).Square());
}

/// <summary>1/(π(1 + (kπx)²)).</summary>
internal sealed record Arctan(double Slope) : ISurrogate
{
    public Tensor Derivative(Tensor x) => 1 / Math.PI / (1 + (x * (Slope * Math.PI)).Square());
}

/// <summary>1/(1/α + |x|).</summary>
internal sealed record SignLogAbs(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => 1 / (1 / Alpha + x.Abs());
}

/// <summary>(1 + 2|x|/(α − 1))^(−α).</summary>
internal sealed record QPseudoSpike(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => (1 / (1 + x.Abs() * (2 / (Alpha - 1)))).Pow(Alpha);
}

/// <summary>min(1/|x|, α).</summary>
internal sealed record FakeNumerical(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => 1 / Tensor.Maximum(x.Abs(), 1 / Alpha);
}

/// <summary>α³/(α² + x²)^(3/2), as the cube of cosine.</summary>
internal sealed record Circular(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x)
    {
        Tensor cosine = (1 / (1 + (x * (1 / Alpha)).Square())).Sqrt();
        return cosine * cosine * cosine;
    }
}
