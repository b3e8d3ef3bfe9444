using CsCheck;

namespace SpikeJit.Snn.Tests.Encoding;

public sealed class EventFramesTests
{
    private static SensorEvent[] At(params long[] times) => Array.ConvertAll(times, t => new SensorEvent(t, Site: 0, On: false));

    /// <summary>Events of polarity off at site 0, by bin.</summary>
    private static float[] ByBin(SensorEvent[] events, long duration, long width)
    {
        float[] frames = EventFrames.From(events, sites: 1, duration, width);
        return [.. Enumerable.Range(0, frames.Length / 2).Select(bin => frames[2 * bin])];
    }

    [Fact]
    public void Bins_begin_with_the_recording_and_the_last_edge_is_in_the_last_bin() =>
        Assert.Equal([1, 1, 0, 0, 2], ByBin(At(100, 250, 899, 1000), 1000, 200));

    [Fact]
    public void A_lone_event_is_kept() => Assert.Equal([1], ByBin(At(500), 1000, 1000));

    [Fact]
    public void An_event_on_an_inner_edge_is_in_the_later_bin() => Assert.Equal([1, 1, 1], ByBin(At(0, 200, 400), 600, 200));

    [Fact]
    public void The_last_bin_may_be_shorter() => Assert.Equal([0, 0, 2], ByBin(At(400, 500), 500, 200));

    [Fact]
    public void The_channel_is_twice_the_bin_plus_the_polarity()
    {
        float[] frames = EventFrames.From([new(250, Site: 2, On: true), new(250, Site: 1, On: false)], sites: 3, duration: 1000, binWidth: 200);
        Assert.Equal(2 * 5 * 3, frames.Length);
        Assert.Equal(1, frames[(2 * 1 + 1) * 3 + 2]);
        Assert.Equal(1, frames[(2 * 1 + 0) * 3 + 1]);
        Assert.Equal(2, frames.Sum());
    }

    [Fact]
    public void Counts_may_be_clipped_to_spikes()
    {
        SensorEvent[] events = At(1, 2, 3, 9);
        Assert.Equal([3, 0, 1, 0], EventFrames.From(events, 1, 10, 5, FrameValue.Count));
        Assert.Equal([1, 0, 1, 0], EventFrames.From(events, 1, 10, 5, FrameValue.Spike));
    }

    [Fact]
    public void No_event_is_lost() =>
        Gen.Select(Gen.Long[1, 5000], Gen.Long[1, 900], Gen.Select(Gen.Long[0, 5000], Gen.Int[0, 3], Gen.Bool).Array[0, 40]).Sample((duration, width, raw) =>
        {
            SensorEvent[] events = [.. raw.Where(e => e.Item1 <= duration).Select(e => new SensorEvent(e.Item1, e.Item2, e.Item3))];
            float[] frames = EventFrames.From(events, sites: 4, duration, width);
            Assert.Equal(events.Length, frames.Sum());
            Assert.Equal(8 * EventFrames.Bins(duration, width), frames.Length);
        });

    [Fact]
    public void Events_outside_the_recording_or_the_sensor_are_refused()
    {
        Assert.Contains("at 1001 µs", Assert.Throws<ArgumentException>(() => EventFrames.From(At(5, 1001), 1, 1000, 200)).Message);
        Assert.Contains("at -1 µs", Assert.Throws<ArgumentException>(() => EventFrames.From(At(-1), 1, 1000, 200)).Message);
        Assert.Contains("at site 3", Assert.Throws<ArgumentException>(() => EventFrames.From([new(0, 3, true)], 3, 1000, 200)).Message);
        Assert.Contains("at site -1", Assert.Throws<ArgumentException>(() => EventFrames.From([new(0, -1, true)], 3, 1000, 200)).Message);
    }

    [Theory]
    [InlineData(0, 1000, 200)]
    [InlineData(1, 0, 200)]
    [InlineData(1, 1000, 0)]
    [InlineData(1, long.MaxValue, 1)]
    [InlineData(int.MaxValue, 1000, 1)]
    public void Sizes_that_make_no_frames_are_refused(int sites, long duration, long width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EventFrames.From([], sites, duration, width));
}
