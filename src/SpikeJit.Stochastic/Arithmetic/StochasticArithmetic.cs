namespace SpikeJit.Stochastic;

/// <summary>
/// Arithmetic on bitstreams, one gate an operation. Products and OR need independent operands (<see cref="StreamId"/>); on operands with SCC +1 the
/// same gates give AND = min, OR = max and XOR = |p − q|.
/// </summary>
public static class StochasticArithmetic
{
    /// <summary>The product: AND of unipolar, XNOR of bipolar streams.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream Multiply(Bitstream a, Bitstream b, ScEncoding encoding) => encoding switch
    {
        ScEncoding.Unipolar => And(a, b),
        ScEncoding.Bipolar => Xnor(a, b),
        _ => throw ScEncodings.Unknown(encoding),
    };

    /// <summary>AND: density pq of independent streams.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream And(Bitstream a, Bitstream b) => Combine(a, b, (x, y) => x & y);

    /// <summary>OR: density p + q − pq of independent streams.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream Or(Bitstream a, Bitstream b) => Combine(a, b, (x, y) => x | y);

    /// <summary>XOR: density p + q − 2pq of independent streams.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream Xor(Bitstream a, Bitstream b) => Combine(a, b, (x, y) => x ^ y);

    /// <summary>XNOR: the product of the bipolar values of independent streams.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream Xnor(Bitstream a, Bitstream b) => Combine(a, b, (x, y) => ~(x ^ y));

    /// <summary>NOT: density 1 − p, bipolar value −x.</summary>
    public static Bitstream Not(Bitstream a) => Combine(a, a, (x, _) => ~x);

    /// <summary>
    /// The scaled sum: bits of <paramref name="a"/> where <paramref name="select"/> is 1, else of <paramref name="b"/>: sp + (1 − s)q, the mean
    /// of the two for s = ½. The selecting stream must be independent of both; they may be dependent.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream ScaledAdd(Bitstream a, Bitstream b, Bitstream select)
    {
        RequireSame(a, b);
        RequireSame(a, select);
        var words = new ulong[a.Words.Length];
        for (int w = 0; w < words.Length; w++) words[w] = (a.Words[w] & select.Words[w]) | (b.Words[w] & ~select.Words[w]);
        return new Bitstream(words, a.Length);
    }

    /// <summary>
    /// The quotient p / q of correlated streams with p ≤ q (CORDIV, Chen and Hayes 2016): 1 where the dividend is 1, 0 where only the divisor is
    /// 1, else the last bit of the quotient, which starts as 0. Exact in the mean when the dividend is 1 only where the divisor is (SCC +1).
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Bitstream Divide(Bitstream dividend, Bitstream divisor)
    {
        RequireSame(dividend, divisor);
        var words = new ulong[dividend.Words.Length];
        ulong last = 0;
        for (int w = 0; w < words.Length; w++)
        {
            // "Set, clear or keep the last bit" is what carries do in an addition: both addends 1 make one, both 0 kill it, else it passes on.
            ulong set = dividend.Words[w], setOrKeep = set | ~divisor.Words[w];
            ulong sum = set + setOrKeep + last;
            words[w] = (set & setOrKeep) | ((set | setOrKeep) & ~sum);
            last = words[w] >>> 63;
        }
        words[^1] &= BitPacking.TailMask(dividend.Length);
        return new Bitstream(words, dividend.Length);
    }

    /// <summary>Number of places where both streams are 1.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int CountBoth(Bitstream a, Bitstream b)
    {
        RequireSame(a, b);
        return (int)GateCounter.Count<AndGate>(a.Words, b.Words);
    }

    private static Bitstream Combine(Bitstream a, Bitstream b, Func<ulong, ulong, ulong> gate)
    {
        RequireSame(a, b);
        var words = new ulong[a.Words.Length];
        for (int w = 0; w < words.Length; w++) words[w] = gate(a.Words[w], b.Words[w]);
        words[^1] &= BitPacking.TailMask(a.Length);
        return new Bitstream(words, a.Length);
    }

    private static void RequireSame(Bitstream a, Bitstream b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Require.SameLength(a.Length, b.Length, "Stochastic arithmetic");
    }
}
