namespace SpikeJit.Tests.Operations;

/// <summary>An index expression of Python as one of ours: <c>4:0:-2,None,2:</c>.</summary>
internal static class PythonIndex
{
    public static Axis[] Parse(string text, Shape shape)
    {
        string[] items = [.. text.Split(',').Select(t => t.Trim())];
        int rest = shape.Rank - items.Count(i => i is not "..." and not "None"), axis = 0;
        var result = new List<Axis>();
        foreach (string item in items)
        {
            if (item == "None") result.Add(Axis.New);
            else if (item == "...")
            {
                result.Add(Axis.Rest);
                axis += rest;
            }
            else result.Add(item.Contains(':') ? Slice(item.Split(':'), shape[axis++]) : Position(item, ref axis));
        }
        return [.. result];
    }

    private static Axis Position(string item, ref int axis)
    {
        axis++;
        return int.Parse(item);
    }

    /// <summary>Python's slices are cut to the extent; one with a negative step names its elements from the last to the first.</summary>
    private static Axis Slice(string[] parts, int extent)
    {
        int step = Number(parts, 2) ?? 1;
        int At(int? bound, int missing, int least, int most) => bound is { } b ? Math.Clamp(b < 0 ? b + extent : b, least, most) : missing;
        if (step > 0)
        {
            int start = At(Number(parts, 0), 0, 0, extent), end = Math.Max(At(Number(parts, 1), extent, 0, extent), start);
            return Axis.Every(step, start..end);
        }
        int first = At(Number(parts, 0), extent - 1, -1, extent - 1), last = Math.Min(At(Number(parts, 1), -1, -1, extent - 1), first);
        return Axis.Every(step, (last + 1)..(first + 1));
    }

    private static int? Number(string[] parts, int place) => parts.Length > place && parts[place].Trim().Length > 0 ? int.Parse(parts[place]) : null;
}
