namespace SpikeJit.IO;

/// <summary>Checks that every array file format needs, before anything is allocated for what a file claims.</summary>
internal static class FileChecks
{
    /// <summary>The shape with extents as a file gives them.</summary>
    /// <exception cref="InvalidDataException">The number of elements overflows, or is more than an array can hold.</exception>
    public static Shape Shape(ReadOnlySpan<ulong> extents, DType dtype, string where)
    {
        string Text(ReadOnlySpan<ulong> dims) => $"[{string.Join(", ", dims.ToArray())}]";
        UInt128 bytes = (UInt128)dtype.Size();
        bool empty = extents.Contains(0UL);
        foreach (ulong extent in extents)
        {
            if (extent > int.MaxValue)
                throw new InvalidDataException($"{where}: the shape {Text(extents)} has the extent {extent}; the largest is {int.MaxValue}. The file is damaged, or the array must be split.");
            if (!empty && (bytes *= extent) > (UInt128)Array.MaxLength)
                throw new InvalidDataException($"{where}: the shape {Text(extents)} of {dtype.Name()} takes more than {Array.MaxLength} bytes. The file is damaged, or the array must be split.");
        }
        var dims = new int[extents.Length];
        for (int i = 0; i < dims.Length; i++) dims[i] = (int)extents[i];
        return dims;
    }

    /// <summary>Refuses bytes of a bool array other than 0 and 1: a bool of any other value compares equal to neither.</summary>
    public static void Values(DType dtype, ReadOnlySpan<byte> data, string where)
    {
        if (dtype != DType.Bool) return;
        int at = data.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (at >= 0)
            throw new InvalidDataException($"{where}: element {at} of a bool array is the byte {data[at]}. Only 0 and 1 are bools; store the array as an 8-bit integer.");
    }
}
