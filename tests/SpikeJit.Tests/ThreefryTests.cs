using CsCheck;

namespace SpikeJit.Tests;

public sealed class ThreefryTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0x6b200159u, 0x99ba4efeu)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x1cb996fcu, 0xbb002be7u)]
    [InlineData(0x13198a2eu, 0x03707344u, 0x243f6a88u, 0x85a308d3u, 0xc4923a9cu, 0x483df7a0u)]
    public void Blocks_are_the_known_answers_of_Random123(uint k0, uint k1, uint c0, uint c1, uint x, uint y) =>
        Assert.Equal((x, y), Threefry.Block(k0, k1, c0, c1));

    [Fact]
    public void Bits_are_those_of_jax_random_for_key_42()
    {
        var bits = new uint[6];
        Threefry.Bits(0, 42, 0, bits);
        Assert.Equal([2098992034, 2919706841, 2646866425, 2409546199, 1935504149, 2516274904], bits);
    }

    [Fact]
    public void Any_part_of_a_sequence_is_the_exclusive_or_of_the_halves_of_its_blocks() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.ULong, Gen.Int[0, 100]).Sample((k0, k1, first, count) => Matches(k0, k1, first, count));

    [Theory]
    [InlineData(0xFFFF_FFF0UL)]
    [InlineData(0xFFFF_FFFFUL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFE3UL)]
    public void Indices_carry_into_the_high_counter_word(ulong first) => Assert.True(Matches(1, 2, first, 70));

    private static bool Matches(uint k0, uint k1, ulong first, int count)
    {
        var bits = new uint[count];
        Threefry.Bits(k0, k1, first, bits);
        for (int i = 0; i < count; i++)
        {
            ulong index = first + (ulong)i;
            (uint x, uint y) = Threefry.Block(k0, k1, (uint)(index >> 32), (uint)index);
            if (bits[i] != (x ^ y)) return false;
        }
        return true;
    }
}
