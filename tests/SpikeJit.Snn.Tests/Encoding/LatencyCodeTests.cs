using System.Text.Json;
using CsCheck;

namespace SpikeJit.Snn.Tests.Encoding;

public sealed class LatencyCodeTests
{
    private static int[] Times(float[] values, int steps, float threshold = 0.01f)
    {
        var times = new int[values.Length];
        LatencyCode.Times(values, steps, times, threshold);
        return times;
    }

    [Fact]
    public void Halves_go_to_the_even_step_and_dark_pixels_are_silent() =>
        Assert.Equal([-1, -1, 4, 2, 2, 2, 0], Times([0, .005f, .02f, .375f, .5f, .625f, 1], steps: 5));

    [Fact]
    public void The_spikes_are_those_of_snntorch_linear_normalised_and_clipped()
    {
        JsonElement[] cases = [.. Golden.Cases("snn_losses.json", "name", "snntorch.spikegen.latency").Where(c =>
            c.TryGetProperty("spikes", out _) && new[] { "normalize", "linear", "clip" }.All(flag => c.GetProperty("params").TryGetProperty(flag, out _)))];
        Assert.NotEmpty(cases);
        foreach (JsonElement c in cases)
        {
            JsonElement parameters = c.GetProperty("params");
            float[] spikes = LatencyCode.Spikes(c.Tensor("x").As<float>(), parameters.GetProperty("num_steps").GetInt32(), parameters.GetProperty("threshold").GetSingle());
            Near.Exact<float>(c.Tensor("spikes").As<float>(), spikes);
        }
    }

    [Fact]
    public void The_threshold_itself_spikes()
    {
        Assert.Equal([0, 4], Times([1, 0], steps: 5, threshold: 0));
        Assert.Equal([2, -1], Times([.5f, .49f], steps: 5, threshold: .5f));
        Assert.Equal([0, 0], Times([.3f, 1], steps: 1));
    }

    [Fact]
    public void The_spikes_are_at_the_times()
    {
        float[] spikes = LatencyCode.Spikes([1, 0, .5f], steps: 3);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0], spikes);
    }

    [Fact]
    public void Every_value_has_one_spike_and_a_stronger_one_none_later() =>
        Gen.Select(Gen.Float[0, 1].Array[1, 20], Gen.Int[1, 30]).Sample((values, steps) =>
        {
            Array.Sort(values);
            int[] times = Times(values, steps, threshold: 0);
            for (int i = 0; i < times.Length; i++)
                Assert.True(times[i] >= 0 && times[i] < steps && (i == 0 || times[i] <= times[i - 1]));
            Assert.Equal(values.Length, LatencyCode.Spikes(values, steps, threshold: 0).Sum());
        });

    [Theory, InlineData(-.1f), InlineData(1.1f), InlineData(float.NaN)]
    public void Values_outside_0_to_1_are_refused(float value)
    {
        Assert.Contains($"Value 1 is {value}", Assert.Throws<ArgumentException>(() => LatencyCode.Spikes([0, value], 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyCode.Spikes([0], 5, threshold: value));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LatencyCode.Times([0, 1], 5, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyCode.Spikes([0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyCode.Spikes([0, 1], int.MaxValue));
    }
}
