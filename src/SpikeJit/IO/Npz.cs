using System.IO.Compression;

namespace SpikeJit.IO;

/// <summary>
/// Named arrays in one file, NumPy's .npz: a zip of .npy files, stored (numpy.savez) or deflated (numpy.savez_compressed).
/// The bytes depend only on the content: arrays lie by name, with the zip format's earliest date.
/// </summary>
internal static class Npz
{
    private const string Extension = ".npy";

    // Deflate cannot pack 1032 bytes into less than one.
    private const int MaxRatio = 1032;

    private static readonly DateTimeOffset s_date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a file; a file of that name is replaced at once, or not at all when writing fails.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, ArrayData>> arrays, bool compress = false)
    {
        KeyValuePair<string, ArrayData>[] ordered = [.. arrays.OrderBy(a => a.Key, StringComparer.Ordinal)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Key == ordered[i - 1].Key)
                throw new ArgumentException($"Two arrays are named '{ordered[i].Key}'. Names must differ.", nameof(arrays));
        }
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, ArrayData array) in ordered)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = s_date;
                using Stream content = entry.Open();
                Npy.Write(content, array);
            }
        });
    }

    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the formats, or holds a type without counterpart here.</exception>
    public static Dictionary<string, ArrayData> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return Read(zip, stream.Length, path);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the zip structure is damaged: {e.Message}", e);
        }
    }

    private static Dictionary<string, ArrayData> Read(ZipArchive zip, long fileBytes, string path)
    {
        var arrays = new Dictionary<string, ArrayData>(StringComparer.Ordinal);
        long packed = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            string where = $"{path}, entry '{entry.FullName}'";
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                throw new InvalidDataException($"{where}: not a {Extension} file. An .npz holds nothing else.");
            if (entry.IsEncrypted) throw new InvalidDataException($"{where}: encrypted. Save the archive without a password.");
            if (entry.CompressedLength > fileBytes - packed)
                throw new InvalidDataException($"{where}: the entries claim more bytes than the file's {fileBytes}. Entries overlap, or the file is damaged.");
            packed += entry.CompressedLength;
            if (entry.Length / MaxRatio > entry.CompressedLength)
                throw new InvalidDataException($"{where}: {entry.CompressedLength} packed bytes cannot hold the {entry.Length} that the entry claims. The file is damaged.");
            if (!arrays.TryAdd(entry.FullName[..^Extension.Length], Read(entry, where)))
                throw new InvalidDataException($"{where}: given twice. Names must differ.");
        }
        return arrays;
    }

    private static ArrayData Read(ZipArchiveEntry entry, string where)
    {
        using Stream content = entry.Open();
        var measured = new MeasuringStream(content);
        ArrayData array = Npy.Read(measured, entry.Length, where);
        if (measured.ReadByte() >= 0) throw new InvalidDataException($"{where}: longer than the {entry.Length} bytes that the entry claims. The file is damaged.");
        if (measured.Checksum != entry.Crc32)
            throw new InvalidDataException($"{where}: the checksum is {measured.Checksum:x8}, not the {entry.Crc32:x8} of the zip's directory. The file is damaged.");
        return array;
    }
}
