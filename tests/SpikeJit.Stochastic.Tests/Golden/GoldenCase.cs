using System.Reflection;
using System.Text.Json;

namespace SpikeJit.Stochastic.Tests;

/// <summary>One case of sc_layers.json: recorded results of the Python reference sc-neurocore 3.16.0.</summary>
internal sealed class GoldenCase(JsonElement element)
{
    private static readonly Lazy<JsonDocument> s_file = new(() =>
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sc_layers.json")!;
        return JsonDocument.Parse(stream);
    });

    public static IEnumerable<GoldenCase> Of(string kind)
    {
        List<GoldenCase> cases =
        [
            .. s_file.Value.RootElement.GetProperty("cases").EnumerateArray()
                .Where(c => c.GetProperty("kind").GetString() == kind).Select(c => new GoldenCase(c)),
        ];
        Assert.NotEmpty(cases);
        return cases;
    }

    public GoldenCase this[string name] => new(element.GetProperty(name));

    public bool Has(string name) => element.TryGetProperty(name, out _);

    public double Number(string name) => element.GetProperty(name).GetDouble();

    public double Number(string name, double otherwise) => element.TryGetProperty(name, out JsonElement e) ? e.GetDouble() : otherwise;

    public int Int(string name) => element.GetProperty(name).GetInt32();

    public int Int(string name, int otherwise) => element.TryGetProperty(name, out JsonElement e) ? e.GetInt32() : otherwise;

    public string Text(string name) => element.GetProperty(name).GetString()!;

    public int[] Shape(string name) => [.. element.GetProperty(name).GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];

    public byte[] Bytes(string name) => [.. Data(name).Select(e => e.GetByte())];

    public int[] Ints(string name) => [.. Data(name).Select(e => e.GetInt32())];

    public ulong[] Words(string name) => [.. Data(name).Select(e => e.GetUInt64())];

    public double[] Doubles(string name) => [.. Data(name).Select(e => e.GetDouble())];

    public ScEncoding Encoding(string name) => Enum.Parse<ScEncoding>(Text(name), ignoreCase: true);

    private IEnumerable<JsonElement> Data(string name) => element.GetProperty(name).GetProperty("data").EnumerateArray();
}
