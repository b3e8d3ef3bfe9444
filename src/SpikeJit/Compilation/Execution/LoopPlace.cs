namespace SpikeJit.Compilation.Execution;

/// <summary>
/// Where in its loops a running program is, for what it prints and reports. Only loops whose bodies have effects keep it, so others pay nothing.
/// </summary>
internal static class LoopPlace
{
    [ThreadStatic] private static List<(int Step, int Length)>? t_loops;

    /// <summary>Enters a loop; its length is -1 if that is not known.</summary>
    public static Scope Enter(bool keep, int length)
    {
        if (keep) (t_loops ??= []).Add((0, length));
        return new Scope(keep);
    }

    /// <summary>The steps of all loops, the outermost first: <c>3.0</c>; empty outside of loops.</summary>
    public static string Steps => t_loops is { Count: > 0 } loops ? string.Join('.', loops.Select(l => l.Step)) : "";

    /// <summary><c>at step 3 of a scan of 50</c>; empty outside of loops.</summary>
    public static string Describe() => t_loops is { Count: > 0 } loops
        ? string.Join(", ", loops.Select(l => l.Length < 0 ? $"in turn {l.Step} of a while loop" : $"at step {l.Step} of a scan of {l.Length}"))
        : "";

    internal readonly ref struct Scope(bool kept)
    {
        public void At(int step)
        {
            if (kept) t_loops![^1] = t_loops[^1] with { Step = step };
        }

        public void Dispose()
        {
            if (kept) t_loops!.RemoveAt(t_loops.Count - 1);
        }
    }
}
