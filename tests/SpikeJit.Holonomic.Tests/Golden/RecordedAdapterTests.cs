using System.Reflection;
using System.Text.Json;

namespace SpikeJit.Holonomic.Tests.GoldenFiles;

/// <summary>States, encoded probabilities, metrics and observables of sc-neurocore 3.16.0, step by step.</summary>
public sealed class RecordedAdapterTests
{
    private const string File = "sc_holonomic.json";
    private const double Tolerance = 1e-5;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Golden.Cases(File).Count())];

    [Theory, MemberData(nameof(Indices))]
    public void A_recorded_case(int index)
    {
        JsonElement recorded = Golden.Cases(File).ElementAt(index);
        int layer = recorded.GetProperty("layer").GetInt32();
        HolonomicAdapter adapter = Make(layer, recorded.GetProperty("params"));
        Tensor? inputs = Inputs(recorded.GetProperty("inputs"));
        Tensor dt = recorded.Number("dt");
        JsonElement[] trace = [.. recorded.GetProperty("trace").EnumerateArray()];
        object state = Start(adapter, layer);
        int step = 0;
        foreach (JsonElement at in trace)
        {
            for (; step < at.GetProperty("steps").GetInt32(); step++)
            {
                bool noise = recorded.TryGetProperty("noise", out _) && adapter is L4CellularAdapter;
                state = noise
                    ? ((L4CellularAdapter)adapter).StepWithNoise((L4CellularState)state, dt, Tensor.From(recorded.Tensor("noise").As<double>(), recorded.Tensor("noise").Shape)[step])
                    : adapter.Step(state, dt, inputs);
            }
            foreach (JsonProperty field in at.GetProperty("state").EnumerateObject())
                if (field.Name != "metatron_matrix") Same(field.Value, Field(state, field.Name), $"step {step} {field.Name}");
            Same(at.GetProperty("p"), adapter.Probabilities(state), $"step {step} p");
            Dictionary<string, Tensor> metrics = adapter.Metrics(state);
            Assert.Equal(at.GetProperty("metrics").EnumerateObject().Select(m => m.Name).Order(), metrics.Keys.Order());
            Assert.Equal(adapter.MetricNames.Order(), metrics.Keys.Order());
            foreach (JsonProperty metric in at.GetProperty("metrics").EnumerateObject()) Same(metric.Value, metrics[metric.Name], $"step {step} {metric.Name}");
        }
        if (recorded.TryGetProperty("matrix", out JsonElement matrix)) Same(matrix, ((L7SymbolicAdapter)adapter).MetatronMatrix(), "matrix");
        GoldenTensor bits = recorded.Tensor("decode_bits");
        Dictionary<string, Tensor> decoded = adapter.Decode(Stochastic.BitTensor.FromBits(Tensor.From(bits.As<byte>(), bits.Shape)), state);
        Assert.Equal(recorded.GetProperty("decode").EnumerateObject().Select(m => m.Name).Order(), decoded.Keys.Order());
        foreach (JsonProperty observable in recorded.GetProperty("decode").EnumerateObject()) Same(observable.Value, decoded[observable.Name], observable.Name);
    }

    /// <summary>The recorded names are those of the parameters' constructor, words joined.</summary>
    private static HolonomicAdapter Make(int layer, JsonElement given)
    {
        Type type = HolonomicAdapter.Create(layer).GetType();
        Type parameters = type.BaseType!.GetGenericArguments()[0];
        ConstructorInfo constructor = parameters.GetConstructors().First(c => c.GetParameters().All(p => p.HasDefaultValue));
        object?[] arguments = [.. constructor.GetParameters().Select(p => Argument(p, given))];
        foreach (JsonProperty property in given.EnumerateObject())
            Assert.Contains(constructor.GetParameters(), p => p.Name!.Equals(Joined(property.Name), StringComparison.OrdinalIgnoreCase));
        return (HolonomicAdapter)Activator.CreateInstance(type, constructor.Invoke(arguments))!;
    }

    private static object? Argument(ParameterInfo parameter, JsonElement given)
    {
        foreach (JsonProperty property in given.EnumerateObject())
        {
            if (!parameter.Name!.Equals(Joined(property.Name), StringComparison.OrdinalIgnoreCase)) continue;
            if (property.Value.IsTensor()) return GoldenTensor.Parse(property.Value).As<double>();
            return parameter.ParameterType == typeof(int) ? (object)property.Value.GetInt32() : property.Value.GetDouble();
        }
        return parameter.DefaultValue;
    }

    private static object Start(HolonomicAdapter adapter, int layer)
    {
        // The reference's default seeds: 40 + layer for the first nine, 400 + layer for the others.
        return adapter.Initial(new RandomKey(layer < 10 ? 40 + layer : 400 + layer), DType.F64);
    }

    private static Tensor? Inputs(JsonElement inputs)
    {
        if (inputs.ValueKind == JsonValueKind.Null) return null;
        if (inputs.IsTensor()) return Tensor.From(GoldenTensor.Parse(inputs).As<byte>(), GoldenTensor.Parse(inputs).Shape);
        (int rows, int length) = (inputs.GetProperty("rows").GetInt32(), inputs.GetProperty("length").GetInt32());
        byte[] bits = [.. Enumerable.Range(0, rows * length).Select(k => (byte)((k / length * 7 + k % length * 3) % 10 < 5 + k / length % 3 ? 1 : 0))];
        return Tensor.From(bits, [rows, length]);
    }

    private static Tensor Field(object state, string name) =>
        (Tensor)state.GetType().GetProperties().Single(p => p.Name.Equals(Joined(name), StringComparison.OrdinalIgnoreCase)).GetValue(state)!;

    private static string Joined(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static void Same(JsonElement expected, Tensor actual, string what)
    {
        double[] values = actual.As(DType.F64).ToArray<double>();
        if (expected.ValueKind == JsonValueKind.Number) Near.Relative<double>([expected.GetDouble()], values, Tolerance, 1e-9, what);
        else if (expected.IsTensor()) Near.Relative<double>(GoldenTensor.Parse(expected).Doubles, values, Tolerance, 1e-9, what);
        else
        {
            Near.Relative<double>([expected.Number("mean")], [values.Average()], Tolerance, 1e-9, what);
            double[] head = expected.Tensor("head").Doubles;
            Near.Relative<double>(head, values.AsSpan(0, head.Length), Tolerance, 1e-9, what);
        }
    }
}
