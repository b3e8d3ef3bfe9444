using System.Text.Json;

namespace SpikeJit.Tests.Shared;

/// <summary>A recorded tensor: its type by the recording library's name, its extents, its values row-major in an array of the C# type.</summary>
internal sealed record GoldenTensor(string DType, int[] Shape, Array Data)
{
    /// <summary>The values, in the type in which they were recorded.</summary>
    public T[] As<T>() where T : unmanaged => Data as T[]
        ?? throw new InvalidCastException($"The tensor is {DType}[{string.Join(",", Shape)}], not of {typeof(T).Name}.");

    /// <summary>The values as double; integers beyond 2⁵³ lose their last bits.</summary>
    public double[] Doubles => [.. Data.Cast<object>().Select(v => v is bool b ? (b ? 1.0 : 0.0) : Convert.ToDouble(v))];

    /// <summary>Reads {dtype, shape, data}.</summary>
    public static GoldenTensor Parse(JsonElement element)
    {
        string dtype = element.GetProperty("dtype").GetString()!;
        int[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
        JsonElement[] data = [.. element.GetProperty("data").EnumerateArray()];
        Array values = dtype switch
        {
            "f32" => Array.ConvertAll(data, Single),
            "f64" => Array.ConvertAll(data, Number),
            "bool" => Array.ConvertAll(data, Bool),
            "u8" => Array.ConvertAll(data, e => e.GetByte()),
            "i8" => Array.ConvertAll(data, e => e.GetSByte()),
            "u16" => Array.ConvertAll(data, e => e.GetUInt16()),
            "i16" => Array.ConvertAll(data, e => e.GetInt16()),
            "u32" => Array.ConvertAll(data, e => e.GetUInt32()),
            "i32" => Array.ConvertAll(data, e => e.GetInt32()),
            "u64" => Array.ConvertAll(data, e => e.GetUInt64()),
            "i64" => Array.ConvertAll(data, e => e.GetInt64()),
            _ => throw new InvalidDataException($"Golden tensor of unknown type {dtype}."),
        };
        int size = shape.Aggregate(1, (a, b) => a * b);
        if (size != values.Length) throw new InvalidDataException($"Golden tensor {dtype}[{string.Join(",", shape)}] with {values.Length} values.");
        return new(dtype, shape, values);
    }

    /// <summary>A number, or one of the strings that JSON has no number for.</summary>
    public static double Number(JsonElement e) => e.ValueKind == JsonValueKind.String ? Special(e.GetString()!) : e.GetDouble();

    // Rounded once, from the decimal digits: through double it would be twice.
    private static float Single(JsonElement e) => e.ValueKind == JsonValueKind.String ? (float)Special(e.GetString()!) : e.GetSingle();

    private static bool Bool(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => e.GetInt32() != 0,
    };

    private static double Special(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => throw new InvalidDataException($"'{text}' is no number of a golden file."),
    };
}
