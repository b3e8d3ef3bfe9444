namespace SpikeJit.Stochastic.Tests;

public sealed class LfsrTests
{
    [Theory]
    [InlineData(LfsrForm.LeftShift, "59C3 B387 670F CE1E 9C3C 3879 70F2 E1E4 C3C8 8791")]
    [InlineData(LfsrForm.RightShift, "5670 AB38 559C 2ACE 1567 8AB3 4559 22AC 9156 C8AB")]
    public void The_16_bit_register_from_ACE1_runs_through_the_published_words(LfsrForm form, string words)
    {
        var register = new Lfsr(16, 0xACE1, form);
        foreach (string word in words.Split(' '))
        {
            register.Advance();
            Assert.Equal(Convert.ToUInt32(word, 16), register.State);
        }
    }

    [Fact]
    public void Both_forms_are_the_reference_registers()
    {
        foreach (GoldenCase c in GoldenCase.Of("lfsr16"))
        {
            Lfsr left = new(16, (uint)c.Int("seed")), right = new(16, (uint)c.Int("seed"), LfsrForm.RightShift);
            foreach ((int l, int r) in c.Ints("left").Zip(c.Ints("right")))
            {
                left.Advance();
                right.Advance();
                Assert.Equal(((uint)l, (uint)r), (left.State, right.State));
            }
        }
    }

    [Fact]
    public void The_encoder_compares_then_advances()
    {
        Assert.StartsWith("01010011000111100001101110101010", new Lfsr(16, 0xACE1).Encode(0x8000, 32).ToString());
        foreach (GoldenCase c in GoldenCase.Of("lfsr encoder"))
        {
            Assert.Equal(c.Bytes("bits"), new Lfsr(16, (uint)c.Int("seed")).Encode((uint)c.Int("threshold"), 64).ToBits());
            Assert.Equal(c.Int("ones_per_period"), new Lfsr(16, (uint)c.Int("seed")).Encode((uint)c.Int("threshold"), 65535).Ones);
        }
    }

    [Fact]
    public void Emitted_hardware_compares_the_first_advanced_word_of_the_right_shift_form()
    {
        foreach (GoldenCase c in GoldenCase.Of("lfsr encoder"))
        {
            var register = new Lfsr(16, (uint)c.Int("seed"), LfsrForm.RightShift);
            register.Advance();
            Assert.Equal(c.Bytes("emitted_rtl_bits"), register.Encode((uint)c.Int("threshold"), 64).ToBits());
        }
    }

    [Fact]
    public void Inference_and_estimator_rows_of_the_reference_follow_from_their_thresholds()
    {
        foreach (GoldenCase c in GoldenCase.Of("sc_inference encode"))
        {
            double[] p = c.Doubles("p");
            for (int i = 0; i < p.Length; i++)
            {
                uint seed = (uint)(c.Int("seed") + i) & 0xFFFF;
                Bitstream stream = new Lfsr(16, seed == 0 ? 1 : seed).Encode((uint)Math.Round(p[i] * 65536), 64);
                Assert.Equal(c.Bytes("bits").AsSpan(i * 64, 64).ToArray(), stream.ToBits());
            }
        }
        foreach (GoldenCase c in GoldenCase.Of("estimator lfsr row"))
            Assert.Equal(c.Bytes("bits"), new Lfsr(16, (uint)c.Int("seed")).Encode((uint)Math.Round(c.Number("p") * 65535), 64).ToBits());
    }

    [Fact]
    public void Every_register_up_to_16_bits_visits_all_words_but_zero_before_it_repeats()
    {
        for (int width = Lfsr.MinWidth; width <= 16; width++)
        {
            foreach (LfsrForm form in Enum.GetValues<LfsrForm>())
            {
                var register = new Lfsr(width, 1, form);
                var seen = new bool[1 << width];
                for (uint k = 0; k < register.Period; k++, register.Advance())
                {
                    Assert.False(seen[register.State]);
                    seen[register.State] = true;
                }
                Assert.False(seen[0]);
                Assert.Equal(1u, register.State);
            }
        }
    }

    [Fact]
    public void Standard_polynomials_of_all_widths_are_primitive()
    {
        for (int width = Lfsr.MinWidth; width <= Lfsr.MaxWidth; width++)
            Assert.True(PrimitivePolynomials.IsPrimitive(Lfsr.StandardPolynomial(width)), $"width {width}");
        Assert.Equal(0x16801UL, Lfsr.StandardPolynomial(16));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(8, 16)]
    [InlineData(9, 48)]
    [InlineData(16, 2048)]
    [InlineData(32, 67108864)]
    public void There_are_as_many_primitive_polynomials_as_the_totient_says(int degree, int count) =>
        Assert.Equal(count, PrimitivePolynomials.Count(degree));

    [Fact]
    public void Enumeration_finds_as_many_as_the_totient_counts()
    {
        Assert.Equal([0x43UL, 0x5BUL, 0x61UL, 0x67UL, 0x6DUL, 0x73UL], Enumerable.Range(0, 6).Select(i => PrimitivePolynomials.Get(6, i)));
        for (int degree = 1; degree <= 10; degree++)
        {
            int found = 0;
            for (ulong p = (1UL << degree) + 1; p < 2UL << degree; p += 2) found += PrimitivePolynomials.IsPrimitive(p) ? 1 : 0;
            Assert.Equal(PrimitivePolynomials.Count(degree), found);
        }
    }

    [Fact]
    public void A_seed_that_is_zero_in_the_register_is_refused()
    {
        Assert.Contains("stay for ever", Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(16, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(16, 0x10000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(16, 0x1ACE1));
        Assert.Equal(uint.MaxValue, new Lfsr(32, uint.MaxValue).State);
    }

    [Fact]
    public void Widths_polynomials_and_thresholds_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(33, 1));
        Assert.Contains("not primitive", Assert.Throws<ArgumentException>(() => new Lfsr(0b11111UL, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(0UL, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(16, 1).Encode(65537, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lfsr(16, 1).Encode(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrimitivePolynomials.Get(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrimitivePolynomials.Count(33));
    }

    [Fact]
    public void The_smallest_and_largest_threshold_give_no_one_and_all_but_the_missing_word()
    {
        Assert.Equal(0, new Lfsr(16, 0xACE1).Encode(1, 65535).Ones);
        Assert.Equal(65534, new Lfsr(16, 0xACE1).Encode(65535, 65535).Ones);
        Assert.Equal(65535, new Lfsr(16, 0xACE1).Encode(65536, 65535).Ones);
    }
}
