namespace SpikeJit.Compilation;

/// <summary>Counts how often a jitted function is traced, and warns when that is often: each time costs milliseconds.</summary>
internal sealed class RetraceCounter(string function)
{
    private const int Tolerated = 8;

    private JitKey? _last;
    private int _retraces = -1;
    private int _next = Tolerated + 1;

    public void Count(JitKey key)
    {
        JitKey? before = _last;
        _last = key;
        // After the first warning at every doubling, so that a long run is not drowned in them.
        if (++_retraces < _next || before is null) return;
        _next = 2 * _retraces;
        Fn.RetraceWarning?.Invoke(
            $"SpikeJit: the jitted function '{function}' was traced again for the {_retraces}th time, because {key.Difference(before)}. Each new shape, dtype, structure or " +
            "static value compiles anew. Pad to few shapes, or pass what changes as a tensor.");
    }
}
