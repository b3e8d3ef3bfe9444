using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpikeJit.Snn;

namespace SpikeJit.Cli.Models;

/// <summary>
/// A trained network in a safetensors file: its parameters by name, and in the metadata its configuration and how it was trained. A checkpoint is the
/// same, and beside that holds the rest of the training state under names that begin with <c>training</c>.
/// </summary>
/// <param name="Configuration">What the network is made of.</param>
/// <param name="Plan">How it was, or is to be, trained.</param>
/// <param name="Parameters">The weights.</param>
/// <param name="State">For a checkpoint the rest of the training state by name, else empty.</param>
internal sealed partial record ModelFile(ClassifierConfiguration Configuration, TrainingPlan Plan, Parameters Parameters, IReadOnlyDictionary<string, Tensor> State)
{
    private const string ModelKey = "spikejit.model";
    private const string PlanKey = "spikejit.training";
    private const string StatePrefix = "training";

    /// <summary>Whether training can go on from it.</summary>
    public bool IsCheckpoint => State.Count > 0;

    /// <summary>A finished model.</summary>
    public static ModelFile Of(ClassifierConfiguration configuration, TrainingPlan plan, Parameters parameters) =>
        new(configuration, plan, parameters, new Dictionary<string, Tensor>());

    /// <summary>A checkpoint.</summary>
    public static ModelFile Of(ClassifierConfiguration configuration, TrainingPlan plan, TrainingState state) =>
        new(configuration, plan, state.Parameters, Rest(state).ToDictionary());

    /// <summary>The training state of a checkpoint.</summary>
    /// <param name="start">The state before the first batch, which says what is expected.</param>
    /// <param name="path">Of the file, for errors.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, or is of another type.</exception>
    public TrainingState Resume(TrainingState start, string path)
    {
        TrainingState withWeights = start with { Parameters = Parameters };
        KeyValuePair<string, Tensor>[] rest = [.. Rest(start)];
        Tensor[] found = Array.ConvertAll(rest, r => Found(State, r.Key, r.Value.Type, path));
        Tensor[] all = [.. Tree.Leaves(Parameters), .. found];
        return Tree.WithLeaves(withWeights, all);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path) => TensorFile.SaveSafetensors(path, Parameters.Concat(State).ToDictionary(), new Dictionary<string, string>
    {
        [ModelKey] = JsonSerializer.Serialize(Configuration, Json.Default.ClassifierConfiguration),
        [PlanKey] = JsonSerializer.Serialize(Plan, Json.Default.TrainingPlan),
    });

    /// <summary>Reads a model or a checkpoint.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or is no model; the message says what is wrong.</exception>
    public static ModelFile Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file {path}. 'spikejit train' makes one.");
        IReadOnlyDictionary<string, Tensor> tensors = TensorFile.LoadSafetensors(path, out IReadOnlyDictionary<string, string> metadata);
        ClassifierConfiguration configuration = Parse(metadata, ModelKey, Json.Default.ClassifierConfiguration, path);
        TrainingPlan plan = Parse(metadata, PlanKey, Json.Default.TrainingPlan, path);
        // The types of a fresh network are the ones to find.
        Parameters expected = new SpikingClassifier(configuration).Init(new RandomKey(0));
        var parameters = new Parameters(expected.ToDictionary(e => e.Key, e => Finite(Found(tensors, e.Key, e.Value.Type, path), e.Key, path)));
        Dictionary<string, Tensor> state = tensors.Where(t => !parameters.Contains(t.Key)).ToDictionary();
        string? stray = state.Keys.Order(StringComparer.Ordinal).FirstOrDefault(n => !n.StartsWith(StatePrefix, StringComparison.Ordinal));
        if (stray is not null) throw new InvalidDataException($"{path}: the tensor '{stray}' is no part of a network {configuration}. The file is damaged or of another program.");
        return new(configuration, plan, parameters, state);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Rest(TrainingState state) =>
        Tree.Paths(state).Zip(Tree.Leaves(state), (name, tensor) => KeyValuePair.Create(StatePrefix + name, tensor)).Skip(state.Parameters.Count);

    private static Tensor Found(IReadOnlyDictionary<string, Tensor> tensors, string name, TensorType type, string path)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor)) throw new InvalidDataException($"{path}: the tensor '{name}', {type}, is missing. The file is damaged or incomplete.");
        return tensor.Type == type ? tensor : throw new InvalidDataException($"{path}: the tensor '{name}' is {tensor.Type}; by the configuration it must be {type}. The file is damaged.");
    }

    private static Tensor Finite(Tensor tensor, string name, string path) => tensor.IsFinite().All().Item<bool>()
        ? tensor
        : throw new InvalidDataException($"{path}: the tensor '{name}' holds NaN or an infinity. The file is damaged; train again.");

    private static T Parse<T>(IReadOnlyDictionary<string, string> metadata, string key, JsonTypeInfo<T> type, string path)
    {
        if (!metadata.TryGetValue(key, out string? text))
            throw new InvalidDataException($"{path}: the metadata have no '{key}'. The file is no model that 'spikejit train' wrote.");
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"{path}: the metadata '{key}' cannot be read: {exception.Message}", exception);
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
    [JsonSerializable(typeof(ClassifierConfiguration))]
    [JsonSerializable(typeof(TrainingPlan))]
    private sealed partial class Json : JsonSerializerContext;
}
