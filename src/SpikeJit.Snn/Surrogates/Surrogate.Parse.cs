using System.Globalization;

namespace SpikeJit.Snn;

public static partial class Surrogate
{
    private static readonly Dictionary<string, (int Least, int Most, Func<double[], ISurrogate> Make)> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FastSigmoid"] = (0, 1, a => a is [var k] ? FastSigmoid(k) : FastSigmoid()),
        ["SuperSpike"] = (0, 1, a => a is [var k] ? SuperSpike(k) : SuperSpike()),
        ["ScaledFastSigmoid"] = (0, 1, a => a is [var k] ? ScaledFastSigmoid(k) : ScaledFastSigmoid()),
        ["SoftSign"] = (0, 1, a => a is [var k] ? SoftSign(k) : SoftSign()),
        ["ATan"] = (0, 1, a => a is [var k] ? ATan(k) : ATan()),
        ["Arctan"] = (0, 1, a => a is [var k] ? Arctan(k) : Arctan()),
        ["Sigmoid"] = (0, 1, a => a is [var k] ? Sigmoid(k) : Sigmoid()),
        ["Tanh"] = (0, 1, a => a is [var k] ? Tanh(k) : Tanh()),
        ["Triangular"] = (0, 2, a => a is [var w, var h] ? Triangular(w, h) : a is [var v] ? Triangular(v) : Triangular()),
        ["Boxcar"] = (0, 2, a => a is [var w, var h] ? Boxcar(w, h) : a is [var v] ? Boxcar(v) : Boxcar()),
        ["PiecewiseQuadratic"] = (0, 1, a => a is [var k] ? PiecewiseQuadratic(k) : PiecewiseQuadratic()),
        ["PiecewiseExponential"] = (0, 1, a => a is [var k] ? PiecewiseExponential(k) : PiecewiseExponential()),
        ["Erf"] = (0, 1, a => a is [var k] ? Erf(k) : Erf()),
        ["Gaussian"] = (0, 2, a => a is [var s, var c] ? Gaussian(s, c) : a is [var t] ? Gaussian(t) : Gaussian()),
        ["MultiGaussian"] = (0, 0, _ => MultiGaussian()),
        ["StraightThrough"] = (0, 0, _ => StraightThrough()),
    };

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>A surrogate from text, as command lines and model files have it: <c>FastSigmoid</c>, or <c>FastSigmoid(25)</c>.</summary>
    /// <exception cref="FormatException">The name is not known, or the numbers are not numbers or not as many as it takes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static ISurrogate Parse(string text)
    {
        int open = text.IndexOf('(');
        string name = (open < 0 ? text : text[..open]).Trim();
        if (!ByName.TryGetValue(name, out (int Least, int Most, Func<double[], ISurrogate> Make) entry))
            throw new FormatException($"'{text}' is no surrogate. Known are: {string.Join(", ", Names)}.");
        string inner = open < 0 ? "" : text[(open + 1)..].Trim();
        if (open >= 0 && !inner.EndsWith(')')) throw new FormatException($"'{text}': the bracket is not closed. Write {name}(25).");
        string[] parts = inner.TrimEnd(')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        double[] numbers = Array.ConvertAll(parts, p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out double n)
            ? n
            : throw new FormatException($"'{text}': '{p}' is no number."));
        if (numbers.Length < entry.Least || numbers.Length > entry.Most)
            throw new FormatException($"'{text}': {name} takes {(entry.Most == 0 ? "no number" : $"up to {entry.Most} numbers")}, not {numbers.Length}.");
        return entry.Make(numbers);
    }
}
