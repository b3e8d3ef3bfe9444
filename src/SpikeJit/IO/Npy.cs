namespace SpikeJit.IO;

/// <summary>
/// One array in a file, NumPy's .npy (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): versions 1.0 to 3.0 are read, C or
/// Fortran order, little-endian; version 1.0 in C order is written.
/// </summary>
internal static class Npy
{
    /// <summary>Writes a file; a file of that name is replaced at once, or not at all when writing fails.</summary>
    public static void Write(string path, ArrayData array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes header and values to a stream.</summary>
    public static void Write(Stream stream, ArrayData array)
    {
        new NpyHeader(array.DType, ColumnMajor: false, array.Shape).Write(stream);
        stream.Write(array.Data);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or holds a type without counterpart here.</exception>
    public static ArrayData Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, stream.Length, path);
    }

    /// <summary>Reads the array that fills a stream.</summary>
    /// <param name="stream">Header and values.</param>
    /// <param name="length">The bytes in the stream: header and values must take all of them.</param>
    /// <param name="where">The file, for messages.</param>
    public static ArrayData Read(Stream stream, long length, string where)
    {
        NpyHeader header = NpyHeader.Read(stream, where, out int headerBytes);
        long rest = length - headerBytes;
        if (rest != header.DataBytes)
        {
            string repair = rest < header.DataBytes ? "The file is truncated." : "Something was appended; save one array to a file.";
            throw new InvalidDataException($"{where}: {header.DType.Name()}{header.Shape} takes {header.DataBytes} bytes, but {rest} follow the header. {repair}");
        }
        var data = new byte[header.DataBytes];
        if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
            throw new InvalidDataException($"{where}: the values end before their {data.Length} bytes. The file is truncated.");
        FileChecks.Values(header.DType, data, where);
        return new(header.DType, header.Shape, header.ColumnMajor ? RowMajor(data, header) : data);
    }

    /// <summary>Values whose first index runs fastest, in the order in which the last one does.</summary>
    private static byte[] RowMajor(byte[] source, NpyHeader header)
    {
        int size = header.DType.Size(), rank = header.Shape.Rank;
        ReadOnlySpan<int> dims = header.Shape.Dims;
        var steps = new int[rank];
        for (int a = 0, step = size; a < rank; step *= dims[a++]) steps[a] = step;
        var index = new int[rank];
        var result = new byte[source.Length];
        for (int to = 0, from = 0; to < result.Length; to += size)
        {
            source.AsSpan(from, size).CopyTo(result.AsSpan(to));
            for (int a = rank - 1; a >= 0; a--)
            {
                from += steps[a];
                if (++index[a] < dims[a]) break;
                from -= steps[a] * dims[a];
                index[a] = 0;
            }
        }
        return result;
    }
}
