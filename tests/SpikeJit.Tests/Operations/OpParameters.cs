using System.Text.Json;

namespace SpikeJit.Tests.Operations;

/// <summary>The parameters of a recorded operation.</summary>
internal readonly record struct OpParameters(JsonElement Json, string Note = "")
{
    public bool Has(string name) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out JsonElement e) && e.ValueKind != JsonValueKind.Null;

    public int Int(string name) => Json.GetProperty(name).GetInt32();

    public int Int(string name, int missing) => Has(name) ? Int(name) : missing;

    public double Number(string name, double missing) => Has(name) ? Json.GetProperty(name).GetDouble() : missing;

    public bool Flag(string name) => Has(name) && Json.GetProperty(name).GetBoolean();

    public string Text(string name) => Has(name) ? Json.GetProperty(name).GetString()! : "";

    public bool IsText(string name) => Has(name) && Json.GetProperty(name).ValueKind == JsonValueKind.String;

    public int[] Ints(string name) => Ints(Json.GetProperty(name));

    public int[][] IntLists(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(Ints)];

    /// <summary>The axes named by <c>axis</c>: one, several, or all.</summary>
    public int[] Axes(Tensor x) => Has("axis") ? Ints(Json.GetProperty("axis")) : [.. Enumerable.Range(0, x.Rank)];

    private static int[] Ints(JsonElement e) => e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray().Select(v => v.GetInt32())] : [e.GetInt32()];
}
