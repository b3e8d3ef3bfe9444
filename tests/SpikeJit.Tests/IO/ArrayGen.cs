using CsCheck;
using SpikeJit.IO;

namespace SpikeJit.Tests.IO;

/// <summary>Random arrays of every element type, of zero to three axes, with extents from zero.</summary>
internal static class ArrayGen
{
    public static Gen<ArrayData> Array { get; } =
        from dtype in Gen.Enum<DType>()
        from dims in Gen.Int[0, 4].Array[0, 3]
        from bytes in Gen.Byte.Array[new Shape(dims).Size * dtype.Size()]
        select new ArrayData(dtype, dims, dtype == DType.Bool ? System.Array.ConvertAll(bytes, b => (byte)(b & 1)) : bytes);

    public static Gen<Dictionary<string, ArrayData>> Named { get; } =
        Gen.Select(Gen.String[Gen.Char["abcxyzÄλ.\"\\ 0"], 1, 6], Array).Array[0, 6]
            .Select(pairs => pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));
}
