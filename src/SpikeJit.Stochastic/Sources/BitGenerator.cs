namespace SpikeJit.Stochastic;

/// <summary>
/// Turns probabilities into bitstreams: bit k is 1 where the source's k-th number lies below the probability. The same generator, probability and
/// <see cref="StreamId"/> give the same stream every time. <see cref="StreamId"/> says which streams may be multiplied.
/// Instances may be used from several threads at once.
/// </summary>
public abstract class BitGenerator
{
    private protected BitGenerator()
    {
    }

    /// <summary>The kind of source.</summary>
    public abstract BitSource Source { get; }

    /// <summary>Number of dimensions: sequences whose streams may meet in one gate.</summary>
    public abstract int Dimensions { get; }

    /// <summary>A generator with the defaults that suit streams of one length.</summary>
    /// <param name="source">The kind of source.</param>
    /// <param name="length">Length in bits of the streams to come; it sets the width of an LFSR.</param>
    /// <param name="seed">Selects the random key, the scrambling or the phases.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1, or the source is unknown.</exception>
    public static BitGenerator Create(BitSource source, int length, ulong seed)
    {
        Require.Length(length);
        return source switch
        {
            BitSource.Bernoulli => new BernoulliGenerator(seed),
            BitSource.Lfsr => new LfsrGenerator(LfsrGenerator.WidthFor(length), seed),
            BitSource.Sobol => new SobolGenerator(seed),
            BitSource.Halton => new HaltonGenerator(seed),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "The source is none of Bernoulli, Lfsr, Sobol and Halton."),
        };
    }

    /// <summary>One stream.</summary>
    /// <param name="probability">Density of ones, in [0, 1].</param>
    /// <param name="id">Which stream.</param>
    /// <param name="length">Length in bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Bitstream Encode(double probability, StreamId id, int length)
    {
        var words = new ulong[BitPacking.WordCount(length)];
        Encode(probability, id, length, words);
        return new Bitstream(words, length);
    }

    /// <summary>One stream, into packed words.</summary>
    /// <param name="probability">Density of ones, in [0, 1].</param>
    /// <param name="id">Which stream.</param>
    /// <param name="length">Length in bits.</param>
    /// <param name="words">Receives the stream, bits past the length 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="words"/> has not the size the length needs.</exception>
    public void Encode(double probability, StreamId id, int length, Span<ulong> words)
    {
        Require.Probability(probability);
        BitPacking.RequireWords(length, words.Length);
        if ((uint)id.Dimension >= (uint)Dimensions)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"{Source} has dimensions 0 to {Dimensions - 1}.");
        if (id.Index < 0)
            throw new ArgumentOutOfRangeException(nameof(id), id, "A stream's index is not negative.");
        Fill(Threshold(probability), id, length, words);
    }

    /// <summary>A stream for each probability, into the rows of a batch: row i is stream (<paramref name="dimension"/>, i).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability or the dimension is outside its range.</exception>
    /// <exception cref="ArgumentException">There are not as many rows as probabilities.</exception>
    public void Encode(ReadOnlySpan<double> probabilities, int dimension, BitMatrix destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (probabilities.Length != destination.Rows)
            throw new ArgumentException($"{probabilities.Length} probabilities do not fill {destination.Rows} rows.", nameof(destination));
        for (int row = 0; row < probabilities.Length; row++)
            Encode(probabilities[row], new StreamId(dimension, row), destination.Length, destination.RowForWriting(row));
    }

    /// <summary>A stream for each probability: row i is stream (<paramref name="dimension"/>, i).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability, the dimension or the length is outside its range.</exception>
    public BitMatrix Encode(ReadOnlySpan<double> probabilities, int dimension, int length)
    {
        var matrix = new BitMatrix(probabilities.Length, length);
        Encode(probabilities, dimension, matrix);
        return matrix;
    }

    /// <summary>The number that as large a part of the source's numbers lies below; at most 2^32.</summary>
    private protected abstract ulong Threshold(double probability);

    private protected abstract void Fill(ulong threshold, StreamId id, int length, Span<ulong> words);

    /// <summary>A word that scrambles one stream of one dimension.</summary>
    private protected static uint Scramble(ulong seed, StreamId id) =>
        Threefry.Block((uint)(seed >> 32), (uint)seed, (uint)id.Dimension, (uint)id.Index).Item1;
}
