using System.Collections.Concurrent;

namespace SpikeJit.Stochastic;

/// <summary>
/// Streams from shift registers, as hardware makes them: each dimension has a primitive polynomial of its own, each index a first word of its own.
/// Over a period a stream holds exactly round(p·(2^w − 1)) ones.
/// Safe pairs: different dimensions. Accuracy is best when the length is near the period; a much wider register is worse than random bits.
/// </summary>
public sealed class LfsrGenerator : BitGenerator
{
    // Wider registers are stepped for each stream instead of holding their period in memory.
    private const int WidestHeld = 16;
    private readonly ulong _seed;
    private readonly int _width;
    private readonly uint _period;
    private readonly ConcurrentDictionary<int, Held> _held = new();

    /// <summary>A generator with registers of one width.</summary>
    /// <param name="width">Bits of each register, 3 to 32.</param>
    /// <param name="seed">Selects the first words. Any value: it is mixed, and never gives the word 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside [3, 32].</exception>
    public LfsrGenerator(int width, ulong seed)
    {
        Lfsr.RequireWidth(width);
        (_width, _seed, _period) = (width, seed, (uint)((1UL << width) - 1));
        Dimensions = PrimitivePolynomials.Count(width);
    }

    /// <inheritdoc/>
    public override BitSource Source => BitSource.Lfsr;

    /// <inheritdoc/>
    public override int Dimensions { get; }

    /// <summary>The width that suits a length: the narrowest, from 8 bits, whose period covers the length but for one bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static int WidthFor(int length)
    {
        Require.Length(length);
        return Math.Max(8, 32 - int.LeadingZeroCount(length - 1));
    }

    /// <summary>The polynomial of a dimension: the standard one for 0, then the others in increasing order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public ulong Polynomial(int dimension)
    {
        ulong standard = Lfsr.StandardPolynomial(_width);
        if (dimension == 0) return standard;
        ulong before = PrimitivePolynomials.Get(_width, dimension - 1);
        return before < standard ? before : PrimitivePolynomials.Get(_width, dimension);
    }

    private protected override ulong Threshold(double probability) => (ulong)Math.Round(probability * _period);

    private protected override void Fill(ulong threshold, StreamId id, int length, Span<ulong> words)
    {
        // Words run from 1 to the period; less one they are numbers from 0, which a threshold t splits into t and the rest.
        uint first = (uint)(((ulong)Scramble(_seed, id) * _period) >> 32) + 1;
        if (_width <= WidestHeld)
        {
            Held held = _held.GetOrAdd(id.Dimension, d => new Held(Polynomial(d), _period));
            Comparator.Pack(held.From(first, length), 0, uint.MaxValue, threshold, length, words);
            return;
        }
        words.Clear();
        var register = Lfsr.Trusted(Polynomial(id.Dimension), first);
        for (int k = 0; k < length; k++, register.Advance())
        {
            if (register.State - 1 < threshold) words[k / BitPacking.WordBits] |= 1UL << (k % BitPacking.WordBits);
        }
    }

    /// <summary>The words of one register in order, the place of each, and room to read on past the period's end.</summary>
    private sealed class Held
    {
        private readonly uint _period;
        private readonly int[] _place;
        private uint[] _words;

        public Held(ulong polynomial, uint period)
        {
            _period = period;
            _place = new int[period + 1];
            _words = new uint[period];
            var register = Lfsr.Trusted(polynomial, 1);
            for (int k = 0; k < _words.Length; k++, register.Advance())
            {
                _words[k] = register.State;
                _place[register.State] = k;
            }
        }

        public ReadOnlySpan<uint> From(uint word, int length)
        {
            uint[] words = Volatile.Read(ref _words);
            int place = _place[word];
            if (words.Length - place < length)
            {
                var longer = new uint[checked((int)_period + length)];
                for (int k = 0; k < longer.Length; k++) longer[k] = words[k % (int)_period];
                Volatile.Write(ref _words, words = longer);
            }
            return words.AsSpan(place, length);
        }
    }
}
