namespace SpikeJit.Compilation.Execution;

/// <summary>
/// Places arrays that live for some steps of a program into one block of memory, so that those that live at the same time do not overlap: each into the
/// lowest gap that fits, in order of their first use.
/// </summary>
internal sealed class ArenaPlan
{
    private const int Alignment = 64;

    private readonly List<(long Offset, long Bytes, int From, int To)> _placed = [];

    public long Bytes { get; private set; }

    /// <summary>The offset of an array that is in use from one step to another, both included.</summary>
    public long Place(long bytes, int from, int to)
    {
        long size = (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment, offset = 0;
        foreach ((long Offset, long Bytes, int From, int To) other in _placed.Where(p => p.From <= to && from <= p.To).OrderBy(p => p.Offset))
        {
            if (offset + size <= other.Offset) break;
            offset = Math.Max(offset, other.Offset + other.Bytes);
        }
        _placed.Add((offset, size, from, to));
        Bytes = Math.Max(Bytes, offset + size);
        return offset;
    }
}
