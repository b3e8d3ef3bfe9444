using System.Collections.Concurrent;
using System.Text.Json;

namespace SpikeJit.Tests.Shared;

/// <summary>Results of other libraries, recorded in the JSON files under <c>Golden/Data</c> of a test project.</summary>
internal static class Golden
{
    private static readonly ConcurrentDictionary<string, JsonElement> s_files = [];

    /// <summary>The whole file, for example <c>Load("jax_ops.json")</c>; read once.</summary>
    public static JsonElement Load(string file) => s_files.GetOrAdd(file, static name =>
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"Golden/Data/{name} is no file of this test project.");
        return JsonDocument.Parse(stream).RootElement;
    });

    /// <summary>The cases of a file.</summary>
    public static IEnumerable<JsonElement> Cases(string file) => Load(file).GetProperty("cases").EnumerateArray();

    /// <summary>The cases of a file in which <paramref name="key"/> is <paramref name="value"/>.</summary>
    public static IEnumerable<JsonElement> Cases(string file, string key, string value) => Cases(file).Where(c => c.Text(key) == value);

    /// <summary>The one case of a file in which <paramref name="key"/> is <paramref name="value"/>.</summary>
    public static JsonElement Case(string file, string key, string value) => Cases(file, key, value).Single();

    /// <summary>The string under a key, or null where there is none.</summary>
    public static string? Text(this JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The number under a key; "nan", "inf" and "-inf" are numbers.</summary>
    public static double Number(this JsonElement element, string key) => GoldenTensor.Number(element.GetProperty(key));

    /// <summary>The tensor under a key.</summary>
    public static GoldenTensor Tensor(this JsonElement element, string key) => GoldenTensor.Parse(element.GetProperty(key));

    /// <summary>The tensors in the array under a key.</summary>
    public static GoldenTensor[] Tensors(this JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(GoldenTensor.Parse)];

    /// <summary>Whether this is a tensor: an object of dtype, shape and data.</summary>
    public static bool IsTensor(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("dtype", out _) && element.TryGetProperty("data", out _);

    /// <summary>The tensors of a tree: arrays in order, objects by sorted key, null holds none.</summary>
    public static IEnumerable<GoldenTensor> Leaves(this JsonElement tree) => tree switch
    {
        { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } => tree.EnumerateArray().SelectMany(Leaves),
        _ when tree.IsTensor() => [GoldenTensor.Parse(tree)],
        _ => tree.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).SelectMany(p => Leaves(p.Value)),
    };
}
