namespace SpikeJit.Snn;

/// <summary>What a frame holds where events fell.</summary>
public enum FrameValue
{
    /// <summary>The number of events.</summary>
    Count,
    /// <summary>1 where there was an event, however many.</summary>
    Spike,
}

/// <summary>
/// Sensor events summed in bins of equal time. Bins begin with the recording, not with the first event, so that they mean the same in every recording; an
/// event at the very end belongs to the last bin.
/// </summary>
public static class EventFrames
{
    /// <summary>The number of bins: <c>⌈duration / binWidth⌉</c>; the last may be shorter.</summary>
    /// <param name="duration">The length of the recording in µs.</param>
    /// <param name="binWidth">The length of a bin in µs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or there are too many bins.</exception>
    public static int Bins(long duration, long binWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(duration);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binWidth);
        long bins = (duration - 1) / binWidth + 1;
        if (bins > int.MaxValue) throw new ArgumentOutOfRangeException(nameof(binWidth), binWidth, $"{duration} µs make {bins} bins. Take wider ones.");
        return (int)bins;
    }

    /// <summary>The frames <c>[T, 2, N]</c>: bin, polarity (off, on), site; so event channel <c>2·bin + polarity</c> of <c>[2T, N]</c>.</summary>
    /// <param name="events">The events, in any order.</param>
    /// <param name="sites">The number of pixels or channels N.</param>
    /// <param name="duration">The length of the recording in µs.</param>
    /// <param name="binWidth">The length of a bin in µs.</param>
    /// <param name="value">Whether events are counted or clipped to 1.</param>
    /// <exception cref="ArgumentException">An event lies outside the recording or the sensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or <paramref name="sites"/> is not positive, or the frames are too many.</exception>
    public static float[] From(ReadOnlySpan<SensorEvent> events, int sites, long duration, long binWidth, FrameValue value = FrameValue.Count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sites);
        int bins = Bins(duration, binWidth);
        if (2L * bins * sites > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(binWidth), binWidth, $"{bins} bins of 2 x {sites} are more than an array can hold. Take wider bins.");
        var frames = new float[2 * bins * sites];
        for (int i = 0; i < events.Length; i++)
        {
            (long time, int site, bool on) = events[i];
            if (time < 0 || time > duration)
                throw new ArgumentException($"Event {i} is at {time} µs; the recording lasts from 0 to {duration} µs.", nameof(events));
            if ((uint)site >= (uint)sites) throw new ArgumentException($"Event {i} is at site {site}; sites are 0 to {sites - 1}.", nameof(events));
            int bin = (int)Math.Min(time / binWidth, bins - 1);
            ref float cell = ref frames[(2 * bin + (on ? 1 : 0)) * sites + site];
            cell = value == FrameValue.Count ? cell + 1 : 1;
        }
        return frames;
    }
}
