using System.Text.Json;

namespace SpikeJit.Tests.Transforms;

/// <summary>One recorded program: its inputs, and its results under several transformations, each of which is to be checked once.</summary>
internal sealed class JaxProgram
{
    private const string File = "jax_transforms.json";

    private readonly JsonElement _program;
    private readonly Dictionary<string, JsonElement> _open;

    public JaxProgram(string name)
    {
        Name = name;
        _program = Golden.Case(File, "name", name);
        _open = _program.GetProperty("results").EnumerateArray().ToDictionary(r => r.Text("transform")!);
    }

    public static IEnumerable<string> Names => Golden.Cases(File).Select(c => c.Text("name")!);

    public string Name { get; }

    /// <summary>How many results were compared.</summary>
    public int Checked { get; private set; }

    /// <summary>The results that nobody has asked for.</summary>
    public IReadOnlyCollection<string> Unchecked => _open.Keys;

    /// <summary>An input; the parts of a tree by their keys and places: <c>p["t.1.z"]</c>.</summary>
    public Tensor this[string path]
    {
        get
        {
            JsonElement element = _program.GetProperty("inputs");
            foreach (string part in path.Split('.')) element = int.TryParse(part, out int place) ? element[place] : element.GetProperty(part);
            return AsTensor(GoldenTensor.Parse(element));
        }
    }

    /// <summary>Compares values.</summary>
    public void Value(string transform, object? result, double tolerance = 1e-6, bool cancels = false) =>
        Compare(transform, Take(transform).GetProperty("out"), result, tolerance, cancels);

    /// <summary>Compares derivatives.</summary>
    /// <param name="transform">The name of the result.</param>
    /// <param name="result">What we found.</param>
    /// <param name="tolerance">Relative to each entry.</param>
    /// <param name="cancels">Relative to the largest entry of the tensor instead, where small ones are differences of large ones.</param>
    public void Derivative(string transform, object? result, double tolerance = 1e-5, bool cancels = false) => Value(transform, result, tolerance, cancels);

    /// <summary>Compares words.</summary>
    public void Words(string transform, IEnumerable<string> result)
    {
        Assert.Equal(Take(transform).GetProperty("out").EnumerateArray().Select(e => e.GetString()), result);
        Checked++;
    }

    /// <summary>Where the recorded value is not the right one, or another choice was made: ours, and why.</summary>
    public void Differs(string transform, object? result, object? ours, string why)
    {
        Assert.NotEmpty(why);
        Take(transform);
        Tensor[] expected = Tree.Leaves(ours), found = Tree.Leaves(result);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++) Near.Relative<float>(expected[i].ToArray<float>(), found[i].ToArray<float>(), 1e-6, what: $"{Name}: {transform}");
        Checked++;
    }

    /// <summary>What is refused there is refused here, with a message that says why.</summary>
    public void Refuses<TException>(string transform, Func<object?> use, string says) where TException : Exception
    {
        JsonElement expected = Take(transform);
        Assert.True(expected.TryGetProperty("error", out _), $"{Name}: {transform} is no error in the record");
        Assert.Contains(says, Assert.Throws<TException>(() => use()).Message);
        Checked++;
    }

    /// <summary>What is allowed there is refused here, on purpose.</summary>
    public void Stricter<TException>(string transform, Func<object?> use, string says) where TException : Exception
    {
        Take(transform);
        Assert.Contains(says, Assert.Throws<TException>(() => use()).Message);
        Checked++;
    }

    /// <summary>What cannot even be written down in C#, because the compiler refuses it.</summary>
    public void DoesNotCompile(string transform, string why)
    {
        Assert.True(Take(transform).TryGetProperty("error", out _), $"{Name}: {transform} is no error in the record");
        Assert.NotEmpty(why);
        Checked++;
    }

    private JsonElement Take(string transform)
    {
        if (!_open.Remove(transform, out JsonElement result)) Assert.Fail($"{Name}: there is no result '{transform}', or it was checked before");
        return result;
    }

    private void Compare(string transform, JsonElement expected, object? result, double tolerance, bool cancels)
    {
        GoldenTensor[] leaves = [.. expected.Leaves()];
        Tensor[] found = Tree.Leaves(result);
        Assert.Equal(leaves.Length, found.Length);
        for (int i = 0; i < leaves.Length; i++)
        {
            string what = $"{Name}: {transform}, leaf {i}";
            Tensor e = AsTensor(leaves[i]);
            Assert.True(e.Type == found[i].Type, $"{what} is {found[i].Type}, expected {e.Type}");
            if (e.DType == DType.F32)
            {
                float[] values = e.ToArray<float>();
                double floor = cancels && values.Length > 0 ? values.Where(float.IsFinite).Select(v => Math.Abs((double)v)).DefaultIfEmpty(0).Max() : 1e-30;
                Near.Relative<float>(values, found[i].ToArray<float>(), tolerance, floor, what);
            }
            else Near.Exact<long>(e.As(DType.I64).ToArray<long>(), found[i].As(DType.I64).ToArray<long>(), what);
        }
        Checked++;
    }

    // By name: to a pattern an array of uint is one of int, too.
    private static Tensor AsTensor(GoldenTensor golden) => golden.DType switch
    {
        "f32" => Tensor.From(golden.As<float>(), golden.Shape),
        "bool" => Tensor.From(golden.As<bool>(), golden.Shape),
        "i32" => Tensor.From(golden.As<int>(), golden.Shape),
        "u32" => Tensor.From(golden.As<uint>(), golden.Shape),
        _ => throw new InvalidDataException($"The programs hold no tensors of {golden.DType}."),
    };
}

/// <summary>Marks a class whose public static methods are programs, named as in the record but in Pascal case.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class JaxProgramsAttribute : Attribute;
