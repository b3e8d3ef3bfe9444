using System.Numerics;

namespace SpikeJit.Stochastic;

/// <summary>
/// A Fibonacci linear-feedback shift register of maximal length: its word runs through all 2^w − 1 non-zero values before it repeats. The word 0
/// never occurs.
/// </summary>
public sealed class Lfsr
{
    /// <summary>Narrowest register.</summary>
    public const int MinWidth = 3;

    /// <summary>Widest register.</summary>
    public const int MaxWidth = 32;

    // Exponents of one well-known maximal polynomial for each width (Xilinx XAPP 052; for 16 the common 16, 14, 13, 11).
    private static readonly ulong[] s_standard =
    [
        Poly(3, 2), Poly(4, 3), Poly(5, 3), Poly(6, 5), Poly(7, 6), Poly(8, 6, 5, 4), Poly(9, 5), Poly(10, 7), Poly(11, 9), Poly(12, 6, 4, 1),
        Poly(13, 4, 3, 1), Poly(14, 5, 3, 1), Poly(15, 14), Poly(16, 14, 13, 11), Poly(17, 14), Poly(18, 11), Poly(19, 6, 2, 1), Poly(20, 17),
        Poly(21, 19), Poly(22, 21), Poly(23, 18), Poly(24, 23, 22, 17), Poly(25, 22), Poly(26, 6, 2, 1), Poly(27, 5, 2, 1), Poly(28, 25),
        Poly(29, 27), Poly(30, 6, 4, 1), Poly(31, 28), Poly(32, 22, 2, 1),
    ];

    private readonly uint _mask;
    private readonly uint _taps;
    private readonly LfsrForm _form;

    /// <summary>A register with the standard polynomial of its width.</summary>
    /// <param name="width">Bits of the register, 3 to 32.</param>
    /// <param name="seed">The first word; its value modulo 2^width must not be 0, where the register would stay for ever.</param>
    /// <param name="form">Direction of the shift.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or the seed is outside its range.</exception>
    public Lfsr(int width, uint seed, LfsrForm form = LfsrForm.LeftShift) : this(StandardPolynomial(width), seed, form)
    {
    }

    /// <summary>A register with a given polynomial.</summary>
    /// <param name="polynomial">A primitive polynomial of degree 3 to 32, bit e the coefficient of x^e.</param>
    /// <param name="seed">The first word, in [1, 2^width).</param>
    /// <param name="form">Direction of the shift.</param>
    /// <exception cref="ArgumentException">The polynomial is not primitive, so the register would not run through all words.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree or the seed is outside its range.</exception>
    public Lfsr(ulong polynomial, uint seed, LfsrForm form = LfsrForm.LeftShift)
        : this(polynomial, seed, form, PrimitivePolynomials.IsPrimitive(polynomial))
    {
    }

    private Lfsr(ulong polynomial, uint seed, LfsrForm form, bool primitive)
    {
        Width = PrimitivePolynomials.Degree(polynomial);
        RequireWidth(Width);
        if (!primitive)
            throw new ArgumentException(
                $"0x{polynomial:x} is not primitive: the register would repeat before 2^{Width} - 1 steps.", nameof(polynomial));
        _mask = (uint)((1UL << Width) - 1);
        if (seed == 0 || seed > _mask)
        {
            throw new ArgumentOutOfRangeException(
                nameof(seed), seed, $"A {Width}-bit register starts at a word in [1, {_mask}]: at 0 it would stay for ever.");
        }
        _form = form;
        State = seed;
        uint taps = (uint)(polynomial >> 1);
        _taps = form == LfsrForm.LeftShift ? taps : Mirror(taps, Width);
    }

    /// <summary>Bits of the register.</summary>
    public int Width { get; }

    /// <summary>The current word, in [1, 2^<see cref="Width"/>).</summary>
    public uint State { get; private set; }

    /// <summary>Steps until the word repeats: 2^width − 1.</summary>
    public uint Period => _mask;

    /// <summary>The standard polynomial of a width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is outside [3, 32].</exception>
    public static ulong StandardPolynomial(int width)
    {
        RequireWidth(width);
        return s_standard[width - MinWidth];
    }

    /// <summary>Moves on by one step.</summary>
    public void Advance()
    {
        uint feedback = (uint)BitOperations.PopCount(State & _taps) & 1;
        State = _form == LfsrForm.LeftShift ? ((State << 1) | feedback) & _mask : (State >>> 1) | (feedback << (Width - 1));
    }

    /// <summary>
    /// The hardware encoder: each bit says whether the word lies below a threshold; then the register moves on. Over a period a threshold x ≥ 1
    /// gives x − 1 ones, since the word 0 never occurs.
    /// </summary>
    /// <param name="threshold">The threshold, 0 to 2^width.</param>
    /// <param name="length">Length in bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold or the length is outside its range.</exception>
    public Bitstream Encode(uint threshold, int length)
    {
        if (threshold > (ulong)_mask + 1)
            throw new ArgumentOutOfRangeException(
                nameof(threshold), threshold, $"A {Width}-bit word is compared with a threshold in [0, {(ulong)_mask + 1}].");
        var words = new ulong[BitPacking.WordCount(length)];
        for (int k = 0; k < length; k++, Advance())
        {
            if (State < threshold) words[k / BitPacking.WordBits] |= 1UL << (k % BitPacking.WordBits);
        }
        return new Bitstream(words, length);
    }

    /// <summary>A register whose polynomial is known to be primitive.</summary>
    internal static Lfsr Trusted(ulong polynomial, uint seed) => new(polynomial, seed, LfsrForm.LeftShift, true);

    internal static void RequireWidth(int width)
    {
        if (width is < MinWidth or > MaxWidth)
            throw new ArgumentOutOfRangeException(nameof(width), width, $"A shift register has {MinWidth} to {MaxWidth} bits.");
    }

    private static ulong Poly(params ReadOnlySpan<int> exponents)
    {
        ulong polynomial = 1;
        foreach (int e in exponents) polynomial |= 1UL << e;
        return polynomial;
    }

    private static uint Mirror(uint bits, int width)
    {
        uint mirrored = 0;
        for (int i = 0; i < width; i++) mirrored |= ((bits >>> i) & 1) << (width - 1 - i);
        return mirrored;
    }
}
