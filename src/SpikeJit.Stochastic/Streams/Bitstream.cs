namespace SpikeJit.Stochastic;

/// <summary>
/// A stochastic bitstream: an immutable sequence of bits whose density of ones stands for a value. Packed as <see cref="BitPacking"/> says.
/// </summary>
public sealed class Bitstream : IEquatable<Bitstream>
{
    private readonly ulong[] _words;

    internal Bitstream(ulong[] words, int length)
    {
        _words = words;
        Length = length;
    }

    /// <summary>Length in bits.</summary>
    public int Length { get; }

    /// <summary>The packed words; bits past the length are 0.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>Number of ones.</summary>
    public int Ones => (int)BitPacking.PopCount(_words);

    /// <summary>Density of ones: <see cref="Ones"/> / <see cref="Length"/>.</summary>
    public double Density => (double)Ones / Length;

    /// <summary>Bit <paramref name="k"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is outside [0, <see cref="Length"/>).</exception>
    public bool this[int k] => (uint)k < (uint)Length
        ? ((_words[k / BitPacking.WordBits] >>> (k % BitPacking.WordBits)) & 1) != 0
        : throw new ArgumentOutOfRangeException(nameof(k), k, $"The stream holds bits 0 to {Length - 1}.");

    /// <summary>A stream from bits given one a byte.</summary>
    /// <exception cref="ArgumentException">There is no bit, or a byte is neither 0 nor 1.</exception>
    public static Bitstream FromBits(ReadOnlySpan<byte> bits)
    {
        var words = new ulong[BitPacking.WordCount(bits.Length)];
        BitPacking.Pack(bits, words);
        return new Bitstream(words, bits.Length);
    }

    /// <summary>A stream from packed words.</summary>
    /// <exception cref="ArgumentException">The length is below 1, the number of words does not fit it, or a bit past it is set.</exception>
    public static Bitstream FromWords(ReadOnlySpan<ulong> words, int length)
    {
        BitPacking.RequireWords(length, words.Length);
        BitPacking.RequireTail(length, words[^1]);
        return new Bitstream(words.ToArray(), length);
    }

    /// <summary>The bits, one a byte.</summary>
    public byte[] ToBits()
    {
        var bits = new byte[Length];
        BitPacking.Unpack(_words, bits);
        return bits;
    }

    /// <summary>The value that the density of ones stands for.</summary>
    public double Decode(ScEncoding encoding) => encoding.ToValue(Density);

    /// <summary>Bits <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> − 1 as a stream of their own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches outside the stream.</exception>
    public Bitstream Slice(int start, int length)
    {
        Require.Length(length);
        if (start < 0 || start > Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{length} bits from bit {start} do not lie in a stream of {Length} bits.");
        var words = new ulong[BitPacking.WordCount(length)];
        int first = start / BitPacking.WordBits, shift = start % BitPacking.WordBits;
        for (int w = 0; w < words.Length; w++)
        {
            ulong low = _words[first + w] >>> shift;
            bool crosses = shift != 0 && first + w + 1 < _words.Length;
            words[w] = crosses ? low | (_words[first + w + 1] << (BitPacking.WordBits - shift)) : low;
        }
        words[^1] &= BitPacking.TailMask(length);
        return new Bitstream(words, length);
    }

    /// <summary>This stream followed by another.</summary>
    /// <exception cref="ArgumentException">The sum of the lengths exceeds an int.</exception>
    public Bitstream Concat(Bitstream next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.Length > int.MaxValue - Length)
            throw new ArgumentException($"{Length} + {next.Length} bits are more than a stream can hold ({int.MaxValue}).", nameof(next));
        int length = Length + next.Length;
        var words = new ulong[BitPacking.WordCount(length)];
        _words.CopyTo(words, 0);
        int first = Length / BitPacking.WordBits, shift = Length % BitPacking.WordBits;
        for (int w = 0; w < next._words.Length; w++)
        {
            words[first + w] |= next._words[w] << shift;
            if (shift != 0 && first + w + 1 < words.Length) words[first + w + 1] |= next._words[w] >>> (BitPacking.WordBits - shift);
        }
        return new Bitstream(words, length);
    }

    /// <inheritdoc/>
    public bool Equals(Bitstream? other) => other is not null && Length == other.Length && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Bitstream);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Length);
        foreach (ulong word in _words) hash.Add(word);
        return hash.ToHashCode();
    }

    /// <summary>The first 64 bits as digits, the length and the density.</summary>
    public override string ToString()
    {
        Span<char> digits = stackalloc char[Math.Min(Length, BitPacking.WordBits)];
        for (int k = 0; k < digits.Length; k++) digits[k] = this[k] ? '1' : '0';
        return $"{digits}{(digits.Length < Length ? "…" : "")} ({Length} bits, density {Density:0.####})";
    }
}
