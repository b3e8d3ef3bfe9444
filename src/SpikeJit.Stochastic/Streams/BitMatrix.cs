using System.Runtime.InteropServices;

namespace SpikeJit.Stochastic;

/// <summary>
/// A batch of bitstreams of one length, packed row after row: what layers hold for their inputs <c>[inputs, length]</c> and weights
/// <c>[neurons · inputs, length]</c>. Rows start at a word; bits past the length are 0.
/// </summary>
public sealed class BitMatrix
{
    // The first word lies on a cache line: a vector load that straddles two lines costs twice.
    private const int LineBytes = 64;
    private readonly ulong[] _buffer;
    private readonly int _start;

    /// <summary>A batch of streams that are all zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no row or no bit, or the batch is too large for one array.</exception>
    public BitMatrix(int rows, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        WordsPerRow = BitPacking.WordCount(length);
        const int Spare = LineBytes / sizeof(ulong);
        if ((long)rows * WordsPerRow > Array.MaxLength - Spare)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"{rows} streams of {length} bits do not fit in one array.");
        Rows = rows;
        Length = length;
        _buffer = GC.AllocateArray<ulong>((rows * WordsPerRow) + Spare, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
        _start = (int)((LineBytes - (address % LineBytes)) % LineBytes / sizeof(ulong));
    }

    /// <summary>Number of streams.</summary>
    public int Rows { get; }

    /// <summary>Length of each stream in bits.</summary>
    public int Length { get; }

    /// <summary>Words of each row.</summary>
    public int WordsPerRow { get; }

    /// <summary>All packed words, row after row.</summary>
    public ReadOnlySpan<ulong> Words => AllWords;

    /// <summary>The packed words of one stream.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<ulong> Row(int row) => RowForWriting(row);

    private Span<ulong> AllWords => _buffer.AsSpan(_start, Rows * WordsPerRow);

    /// <summary>One stream, copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Bitstream Stream(int row) => new(Row(row).ToArray(), Length);

    /// <summary>Density of ones of one stream.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public double Density(int row) => (double)BitPacking.PopCount(Row(row)) / Length;

    /// <summary>A batch from bits given one a byte, row after row.</summary>
    /// <param name="bits">The bits, <c>[rows, length]</c>.</param>
    /// <param name="rows">Number of streams.</param>
    /// <exception cref="ArgumentException">The bits do not divide into rows, or a byte is neither 0 nor 1.</exception>
    public static BitMatrix FromBits(ReadOnlySpan<byte> bits, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (bits.Length % rows != 0)
            throw new ArgumentException($"{bits.Length} bits do not divide into {rows} rows of one length.", nameof(bits));
        var matrix = new BitMatrix(rows, bits.Length / rows);
        for (int row = 0; row < rows; row++)
            BitPacking.Pack(bits.Slice(row * matrix.Length, matrix.Length), matrix.RowForWriting(row));
        return matrix;
    }

    /// <summary>A batch from packed words, row after row.</summary>
    /// <exception cref="ArgumentException">The number of words is not rows × words a row, or a bit past the length is set.</exception>
    public static BitMatrix FromWords(ReadOnlySpan<ulong> words, int rows, int length)
    {
        var matrix = new BitMatrix(rows, length);
        if (words.Length != matrix.Words.Length)
            throw new ArgumentException(
                $"{rows} streams of {length} bits fill {matrix.Words.Length} words of 64 bits, not {words.Length}.", nameof(words));
        for (int row = 0; row < rows; row++)
            BitPacking.RequireTail(length, words[((row + 1) * matrix.WordsPerRow) - 1]);
        words.CopyTo(matrix.AllWords);
        return matrix;
    }

    internal Span<ulong> RowForWriting(int row) => (uint)row < (uint)Rows
        ? AllWords.Slice(row * WordsPerRow, WordsPerRow)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"The batch has rows 0 to {Rows - 1}.");
}
