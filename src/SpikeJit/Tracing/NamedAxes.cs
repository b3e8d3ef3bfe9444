namespace SpikeJit.Tracing;

/// <summary>The mapped axes that have a name: those of the VMaps whose functions are being traced on this thread, the innermost last.</summary>
internal static class NamedAxes
{
    [ThreadStatic] private static List<(string Name, int Size)>? t_open;

    public static bool Any => t_open is { Count: > 0 };

    /// <summary>Makes an axis known until the result is disposed.</summary>
    public static Scope Open(string? name, int size)
    {
        if (name is not null) (t_open ??= []).Add((name, size));
        return new Scope(name is not null);
    }

    /// <summary>The extent of an axis.</summary>
    /// <exception cref="TraceException">There is no axis of that name here.</exception>
    public static int SizeOf(string function, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = t_open?.FindLastIndex(a => a.Name == name) ?? -1;
        if (at >= 0) return t_open![at].Size;
        string known = Any ? $"known here: {string.Join(", ", t_open!.Select(a => $"'{a.Name}'"))}" : "none is known here";
        throw new TraceException($"{function}: there is no mapped axis '{name}' ({known}). Call it inside of a function that Fn.VMap maps with axisName: \"{name}\".");
    }

    internal readonly ref struct Scope(bool opened)
    {
        public void Dispose()
        {
            if (opened) t_open!.RemoveAt(t_open.Count - 1);
        }
    }
}
