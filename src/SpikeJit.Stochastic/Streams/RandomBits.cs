namespace SpikeJit.Stochastic;

/// <summary>
/// Random bits of given probabilities, 32 at a time: r &lt; T for 32 random 16-bit numbers r that lie across 16 words, one binary digit each. From the lowest
/// digit up, <c>below ← T's digit is 1 ? below | ¬r : below &amp; ¬r</c>; ¬r is as random as r.
/// </summary>
internal static class RandomBits
{
    private const int Digits = 16;
    private const int FinerDigits = 8;

    /// <summary>Words U32 <c>[n, words]</c> for probabilities <c>[n]</c>.</summary>
    public static Tensor Pack(Tensor probabilities, int words, RandomKey key)
    {
        int n = probabilities.Size;
        Shape lanes = [n, words];
        RandomKey[] keys = key.Split(4);
        Tensor threshold = Threshold(probabilities, keys[3]);
        // 2¹⁶ has a digit too many; it is 2¹⁶ - 1 with all numbers below from the start.
        Tensor certain = threshold >>> Digits, zero = Tensor.Scalar(0u);
        threshold -= certain;
        Tensor below = (zero - certain).Reshape(n, 1).BroadcastTo(lanes);
        Tensor digit = Tensor.Arange(Digits, DType.U32);
        Tensor masks = zero - ((threshold.Reshape(1, n) >>> digit.Reshape(Digits, 1)) & Tensor.Scalar(1u));
        (Tensor, Generator) start = (below, new Generator(keys[0].Bits(lanes), keys[1].Bits(lanes), keys[2].Bits(lanes)));
        return Fn.Scan<(Tensor Below, Generator Generator), (Tensor Mask, Tensor Digit), Tensor?>(
            (carry, step) =>
            {
                (Tensor random, Generator next) = carry.Generator.Next(step.Digit + Tensor.Scalar(1u));
                Tensor mask = step.Mask.Reshape(n, 1).BroadcastTo(lanes);
                // A shift by all bits is 0. It makes the generator depend on the comparison, so that both stay in one loop whose numbers are never stored.
                Generator tied = next with { C = next.C ^ (carry.Below >>> 32) };
                return (((carry.Below & random) | (mask & (carry.Below | random)), tied), null);
            },
            start, (masks, digit)).Carry.Below;
    }

    /// <summary>p·2¹⁶, rounded up or down by lot so that its mean is p·2¹⁶.</summary>
    private static Tensor Threshold(Tensor probabilities, RandomKey key)
    {
        const double Scale = 1 << (Digits + FinerDigits);
        Tensor fine = (probabilities.As(DType.F32).Clip(0.0, 1.0) * Scale).Round().As(DType.U32);
        return (fine + (key.Bits(probabilities.Shape) >>> (32 - FinerDigits))) >>> FinerDigits;
    }

    /// <summary>The state of sfc32 besides its counter.</summary>
    private sealed record Generator(Tensor A, Tensor B, Tensor C)
    {
        public (Tensor Random, Generator Next) Next(Tensor counter)
        {
            Tensor random = A + B + counter;
            return (random, new Generator(B ^ (B >>> 9), C + (C << 3), ((C << 21) | (C >>> 11)) + random));
        }
    }
}
