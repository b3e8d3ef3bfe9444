using System.Collections.Immutable;
using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>
/// The current that weighted input streams inject into a neuron, bit by bit: <c>I_t = min + (ones of bit t over the products) / inputs · (max −
/// min)</c>. The products are AND (unipolar) or XNOR (bipolar) of each input's stream with its weight's.
/// </summary>
/// <remarks>The mean over inputs divides the effect of each weight by the number of inputs; choose the range accordingly.</remarks>
public sealed class StochasticCurrentSource
{
    private readonly ImmutableArray<double> _trace;
    private int _next;

    /// <summary>A source from streams that exist.</summary>
    /// <param name="inputs">The inputs' streams, one a row.</param>
    /// <param name="weights">The weights' streams, one for each input.</param>
    /// <param name="encoding">Decides the gate.</param>
    /// <param name="current">The currents at density 0 and 1.</param>
    /// <exception cref="ArgumentException">The batches differ in rows or length.</exception>
    public StochasticCurrentSource(BitMatrix inputs, BitMatrix weights, ScEncoding encoding, ValueRange current)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(weights);
        Require.SameLength(inputs.Length, weights.Length, "Current source");
        if (inputs.Rows != weights.Rows)
            throw new ArgumentException($"{inputs.Rows} inputs need as many weights, not {weights.Rows}.", nameof(weights));
        var ones = new int[inputs.Length];
        for (int row = 0; row < inputs.Rows; row++)
        {
            Bitstream product = StochasticArithmetic.Multiply(inputs.Stream(row), weights.Stream(row), encoding);
            for (int w = 0; w < product.Words.Length; w++)
            {
                for (ulong left = product.Words[w]; left != 0; left &= left - 1)
                    ones[(w * BitPacking.WordBits) + BitOperations.TrailingZeroCount(left)]++;
            }
        }
        _trace = [.. ones.Select(n => current.ToValue((double)n / inputs.Rows))];
    }

    /// <summary>A source that draws its streams: inputs from dimension 0, weights from dimension 1 of a generator, so that they may be
    /// multiplied.</summary>
    /// <param name="inputs">Values of the inputs, in the encoding's range.</param>
    /// <param name="weights">Values of the weights, one for each input.</param>
    /// <param name="encoding">How densities stand for values.</param>
    /// <param name="length">Length in bits.</param>
    /// <param name="generator">Draws the streams.</param>
    /// <param name="current">The currents at density 0 and 1.</param>
    /// <exception cref="ArgumentException">There are not as many weights as inputs, or a value is outside its range.</exception>
    public static StochasticCurrentSource Draw(
        ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights, ScEncoding encoding, int length, BitGenerator generator, ValueRange current)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new StochasticCurrentSource(
            generator.Encode(Probabilities(inputs, encoding), 0, length), generator.Encode(Probabilities(weights, encoding), 1, length),
            encoding, current);
    }

    /// <summary>The current at each bit.</summary>
    public ReadOnlySpan<double> Trace => _trace.AsSpan();

    /// <summary>Mean current over the stream.</summary>
    public double Mean => _trace.Average();

    /// <summary>The current at the next bit; past the end the last one repeats.</summary>
    public double Step() => _trace[_next < _trace.Length ? _next++ : ^1];

    /// <summary>Starts again at the first bit.</summary>
    public void Reset() => _next = 0;

    private static double[] Probabilities(ReadOnlySpan<double> values, ScEncoding encoding)
    {
        var probabilities = new double[values.Length];
        for (int i = 0; i < values.Length; i++) probabilities[i] = encoding.ToProbability(values[i]);
        return probabilities;
    }
}
