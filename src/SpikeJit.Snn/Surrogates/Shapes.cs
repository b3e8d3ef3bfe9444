namespace SpikeJit.Snn;

// Surrogates made of pieces. Where a piece is constant, NaN has to be carried over by hand.

/// <summary>h·max(0, 1 − |x|/w).</summary>
internal sealed record Triangular(double Width, double Height) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Tensor.Maximum(1 - x.Abs() * (1 / Width), 0) * Height;
}

/// <summary>h where |x| &lt; w/2, c elsewhere.</summary>
internal sealed record Boxcar(double Width, double Height, double Leak = 0) : ISurrogate
{
    public Tensor Derivative(Tensor x)
    {
        Tensor distance = x.Abs();
        return Pieces.Select(distance < Width / 2, Height, Pieces.Select(distance >= Width / 2, Leak, x));
    }
}

/// <summary>h from a step on, c below it.</summary>
internal sealed record Steps(double From, double Height, double Below) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Pieces.Select(x >= From, Height, Pieces.Select(x < From, Below, x));
}

/// <summary>α for x ≤ 0, 1 for x ≤ 1, 1/x beyond.</summary>
internal sealed record LogTailedRelu(double Alpha) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Pieces.Select(x <= 0, Alpha, 1 / Tensor.Maximum(x, 1));
}

/// <summary>(4/T) Σ cos((2i − 1)2πx/T).</summary>
internal sealed record FourierSeries(int Terms, double Period) : ISurrogate
{
    public Tensor Derivative(Tensor x)
    {
        Tensor sum = Tensor.ZerosLike(x);
        for (int i = 1; i < Terms; i++) sum += (x * ((2 * i - 1) * 2 * Math.PI / Period)).Cos();
        return sum * (4 / Period);
    }
}

/// <summary>A function of the user's own.</summary>
internal sealed record Custom(Func<Tensor, Tensor> Function) : ISurrogate
{
    public Tensor Derivative(Tensor x) => Function(x);
}

internal static class Pieces
{
    public static Tensor Select(Tensor condition, double value, Tensor otherwise) =>
        Tensor.Select(condition, Tensor.Scalar(value).As(otherwise.DType), otherwise);
}
