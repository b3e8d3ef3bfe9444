namespace SpikeJit.Snn;

/// <summary>One event of a neuromorphic sensor: a pixel became brighter or darker, or a channel of a cochlea fired.</summary>
/// <param name="Time">Microseconds since the recording began.</param>
/// <param name="Site">The pixel or channel, from 0.</param>
/// <param name="On">The polarity: true for brighter.</param>
public readonly record struct SensorEvent(long Time, int Site, bool On);
