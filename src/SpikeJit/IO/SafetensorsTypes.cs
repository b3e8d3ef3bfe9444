namespace SpikeJit.IO;

/// <summary>The element type names of the safetensors format that have a <see cref="DType"/>.</summary>
internal static class SafetensorsTypes
{
    /// <summary>In the order in which the data is laid out: widest first, so that every tensor is aligned to its element size.</summary>
    private static readonly (string Name, DType DType)[] s_names =
    [
        ("U64", DType.U64), ("I64", DType.I64), ("F64", DType.F64),
        ("F32", DType.F32), ("U32", DType.U32), ("I32", DType.I32),
        ("U8", DType.U8), ("I8", DType.I8), ("BOOL", DType.Bool),
    ];

    public static string Name(DType dtype) => s_names[Rank(dtype)].Name;

    /// <summary>The place of the type in the layout order.</summary>
    public static int Rank(DType dtype) => Array.FindIndex(s_names, n => n.DType == dtype);

    public static bool TryParse(string name, out DType dtype)
    {
        int at = Array.FindIndex(s_names, n => n.Name == name);
        dtype = at < 0 ? default : s_names[at].DType;
        return at >= 0;
    }

    public static string All { get; } = string.Join(", ", s_names.Select(n => n.Name));
}
